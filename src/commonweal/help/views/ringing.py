"""Ring-rounds: whoever began one sees no names; whoever rings sees one person at a time."""

from __future__ import annotations

from typing import Any

from django.shortcuts import get_object_or_404
from django.views.generic import TemplateView

from commonweal.core import clock
from commonweal.core.gates import GatedView
from commonweal.help.actions import ring_calls, ring_rounds
from commonweal.help.forms import reaching as shapes
from commonweal.help.models import HeldList, RingCall, RingPart, RingRound, Scheme
from commonweal.help.reports.reaching import ring_table, to_ring
from commonweal.help.ringing import number_of
from commonweal.help.views.reaching import InsideRoom
from commonweal.sector.models import Term
from commonweal.ui.acting import FormPage, Press


class RingRounds(InsideRoom, GatedView, TemplateView):
    """The ring-rounds a scheme takes part in or is asked to, and those it began."""

    permission = "help.ring"
    template_name = "help/reaching_rounds.html"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """Both, the newest first."""
        parts = RingPart.objects.filter(scheme=self.scheme)
        begun = RingRound.objects.filter(scheme=self.scheme)
        return super().get_context_data(**kwargs) | {
            "parts": parts.select_related("ring_round__scheme").order_by("-pk")[:50],
            "begun": begun.order_by("-pk")[:50],
            "may_lead": self.may("help.keep_ring_rounds"),
        }


class BeginRound(InsideRoom, FormPage, GatedView):
    """Begin a ring-round."""

    permission = "help.keep_ring_rounds"
    title, form_class = "Begin a ring-round", shapes.RoundForm
    lede = "Each scheme you ask rings people it knows. You see counts, and never a name."

    def act(self, answers: dict[str, Any]) -> Any:
        """Prepare it."""
        return ring_rounds.begin_ring_round(by=self.actor, scheme=self.scheme, **answers)

    def back(self, result: Any = None) -> str:
        """To the new one."""
        return self.at("ring_round", result.pk)


class OnRound(InsideRoom):
    """Loads a ring-round that this scheme began."""

    def load(self) -> Any:
        """The ring-round."""
        super().load()
        self.round = self.one(RingRound.objects.filter(scheme=self.scheme))
        return self.round

    def back(self, result: Any = None) -> str:
        """Back to it."""
        return self.at("ring_round", self.round.pk)


class OneRound(OnRound, GatedView, TemplateView):
    """What whoever began it sees: who takes part, and when it is over a table of counts."""

    permission = "help.keep_ring_rounds"
    template_name = "help/reaching_round.html"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """The table, in which nobody can be made out."""
        return super().get_context_data(**kwargs) | {
            "round": self.round, "table": ring_table(self.round),
        }  # fmt: skip


class AskScheme(OnRound, FormPage, GatedView):
    """Ask a scheme to take part."""

    permission = "help.keep_ring_rounds"
    title, form_class = "Ask a scheme to take part", shapes.AskForm

    def get_form_kwargs(self) -> dict[str, Any]:
        """Those not asked yet."""
        return super().get_form_kwargs() | {"ring_round": self.round}

    def act(self, answers: dict[str, Any]) -> Any:
        """Ask it."""
        to_scheme = get_object_or_404(Scheme, pk=answers["to_scheme"])
        return ring_rounds.ask_scheme(by=self.actor, ring_round=self.round, to_scheme=to_scheme)


class OpenRound(OnRound, Press):
    """Let the ringing begin."""

    permission = "help.keep_ring_rounds"
    done_words = "The ringing may begin."

    def act(self) -> Any:
        """Open it."""
        return ring_rounds.open_ring_round(by=self.actor, ring_round=self.round)


class CloseRound(OnRound, Press):
    """End the ringing."""

    permission = "help.keep_ring_rounds"
    done_words = "It is over. Nobody is rung from now on."

    def act(self) -> Any:
        """Close it."""
        return ring_rounds.close_ring_round(by=self.actor, ring_round=self.round)


class OnPart(InsideRoom):
    """Loads this scheme's own part in a ring-round."""

    def load(self) -> Any:
        """The part."""
        super().load()
        rows = RingPart.objects.filter(scheme=self.scheme)
        self.part = self.one(rows.select_related("ring_round__scheme", "list"))
        return self.part

    def back(self, result: Any = None) -> str:
        """Back to it."""
        return self.at("ring_part", self.part.pk)


class Ring(OnPart, GatedView, TemplateView):
    """Whom to ring next: one person, their number, what to say."""

    permission = "help.ring"
    template_name = "help/reaching_ring.html"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """The next person, and the first names of those who are left to decide about."""
        told = to_ring(self.part, clock.now())
        next_one = told.now[0] if told.now and self.part.ring_round.standing == "open" else None
        shown = ([next_one] if next_one else []) + told.decide[:20]
        self.saw([one.call.client for one in shown], purpose=f"ring-round {self.part.pk}")
        return super().get_context_data(**kwargs) | {
            "part": self.part, "told": told, "next": next_one,
            "decide": told.decide[:20],
            "number": number_of(next_one.call.client) if next_one else "",
            "may_keep": self.may("help.keep_lists"),
            "open": self.part.joined_at and not self.part.declined_at,
        }  # fmt: skip


class JoinRound(OnPart, FormPage, GatedView):
    """Take part in it with a list."""

    permission = "help.keep_lists"
    title, form_class = "Take part", shapes.JoinForm
    lede = "Only your scheme sees whom you ring. Those who want no contact are left out."

    def get_form_kwargs(self) -> dict[str, Any]:
        """The scheme's own lists."""
        return super().get_form_kwargs() | {"scheme": self.scheme}

    def act(self, answers: dict[str, Any]) -> Any:
        """Take part."""
        held = get_object_or_404(HeldList, pk=answers["held_list"], scheme=self.scheme)
        return ring_rounds.join_ring_round(by=self.actor, part=self.part, held_list=held)


class DeclineRound(OnPart, Press):
    """Not take part in it."""

    permission = "help.keep_lists"
    done_words = "You do not take part."

    def act(self) -> Any:
        """Decline."""
        return ring_rounds.decline_ring_round(by=self.actor, part=self.part)


class NoteCall(OnPart, FormPage, GatedView):
    """What came of ringing one person: a button each."""

    permission = "help.ring"
    template_name = "help/reaching_call.html"
    title, form_class = "What came of it?", shapes.CallForm
    done_words = "Written down."

    def load(self) -> Any:
        """The part; and which call of it."""
        super().load()
        rows = RingCall.objects.filter(part__scheme=self.scheme, part_id=self.kwargs["pk"])
        self.call = self.one(rows.select_related("client"), pk=self.kwargs["call"])
        return self.part

    def get_form_kwargs(self) -> dict[str, Any]:
        """The needs of the scheme, and whether a person must decide now."""
        decide = self.call.tries >= self.part.ring_round.most_tries
        return super().get_form_kwargs() | {"scheme": self.scheme, "decide": decide}

    def get_initial(self) -> dict[str, Any]:
        """How often they had been tried when this was read."""
        return super().get_initial() | {"tries": self.call.tries}

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """Whom it was."""
        self.saw([self.call.client], purpose=f"ring-round {self.part.pk}")
        who = self.call.client.called or "Somebody"
        return super().get_context_data(**kwargs) | {"lede": who, "part": self.part}

    def act(self, answers: dict[str, Any]) -> Any:
        """Write it down."""
        need = answers.pop("need")
        answers["need"] = Term.objects.filter(pk=need).first() if need else None
        answers["urgency"] = answers["urgency"] or "days"
        outcome = self.request.POST.get("outcome", "")[:20]
        return ring_calls.note_ring(by=self.actor, call=self.call, outcome=outcome, **answers)
