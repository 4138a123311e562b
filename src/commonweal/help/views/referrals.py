"""Warm referrals: asked here, answered by a private link or on a scheme's own board."""

from __future__ import annotations

from typing import Any, ClassVar

from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.utils.cache import patch_cache_control
from django.views.generic import TemplateView

from commonweal.core.actors import LinkHolder
from commonweal.core.gates import GatedView
from commonweal.core.limits import Limit, LimitedView
from commonweal.core.refused import Refused
from commonweal.core.tokens import digest_of
from commonweal.help.actions import referrals
from commonweal.help.actions.lists import ground_of
from commonweal.help.actions.looks import note_look
from commonweal.help.choices import Purpose
from commonweal.help.forms import plans as shapes
from commonweal.help.models import Scheme, WarmReferral
from commonweal.help.views.plans import OfPerson
from commonweal.help.views.reaching import InsideRoom
from commonweal.sector.models import Term
from commonweal.ui.acting import FormPage, Press

ANSWERS = (Limit("help.referral", 20, 3600),)


class Refer(OfPerson, FormPage, GatedView):
    """Bring somebody to another organisation."""

    permission = "help.keep_plans"
    template_name = "help/reaching_refer.html"
    title, form_class = "Refer them warmly", shapes.ReferForm
    send_words = "Ask whether they take them on"

    def get_form_kwargs(self) -> dict[str, Any]:
        """The other schemes."""
        return super().get_form_kwargs() | {"scheme": self.scheme}

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """Whether they agreed."""
        ground = ground_of(self.client, Purpose.SHARE)
        return super().get_context_data(**kwargs) | {"ground": ground}

    def act(self, answers: dict[str, Any]) -> Any:
        """Ask."""
        key, ground = answers.pop("to_scheme"), ground_of(self.client, Purpose.SHARE)
        if ground is None:
            raise Refused("They have not agreed that this is passed on. Ask them first.")
        scheme = get_object_or_404(Scheme, pk=key) if key else None
        plan = self.client.plans.filter(closed_on=None).first()
        return referrals.refer_warmly(
            by=self.actor, client=self.client, ground=ground, plan=plan, to_scheme=scheme, **answers
        )

    def back(self, result: Any = None) -> str:
        """To what was sent."""
        return self.at("referral_sent", result.pk)


class Sent(InsideRoom, GatedView, TemplateView):
    """A referral that this scheme made, and what came of it."""

    permission = "help.keep_plans"
    template_name = "help/reaching_sent.html"

    def load(self) -> Any:
        """The referral."""
        super().load()
        rows = WarmReferral.objects.filter(client__scheme=self.scheme, client__forgotten_on=None)
        self.referral = self.one(rows.select_related("client__scheme", "to_scheme", "ground"))
        return self.referral

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """How it stands."""
        self.saw([self.referral.client], purpose=f"warm referral {self.referral.pk}")
        return super().get_context_data(**kwargs) | {
            "referral": self.referral, "open": referrals.is_open(self.referral),
        }  # fmt: skip


class TakeBack(InsideRoom, Press):
    """Take it back."""

    permission = "help.keep_plans"
    done_words = "It is taken back; nobody can read it now."

    def load(self) -> Any:
        """The referral."""
        super().load()
        self.referral = self.one(WarmReferral.objects.filter(client__scheme=self.scheme))
        return self.referral

    def act(self) -> Any:
        """Take it back."""
        return referrals.take_back_referral(by=self.actor, referral=self.referral)

    def back(self) -> str:
        """Back to it."""
        return self.at("referral_sent", self.referral.pk)


class OnReceived(InsideRoom):
    """Loads a referral to this scheme that waits for its answer; the gate asks for the scheme."""

    def load(self) -> Any:
        """The scheme; and which referral."""
        super().load()
        rows = WarmReferral.objects.filter(to_scheme=self.scheme)
        self.referral = self.one(rows.select_related("client__scheme", "ground"))
        return self.scheme

    def saw_it(self) -> bool:
        """Whether it may still be read; that somebody read it is written down."""
        open_now = referrals.is_open(self.referral)
        if open_now:
            told_by = self.referral.client.scheme
            note_look(
                by=LinkHolder(f"help.warmreferral:{self.referral.pk}", self.actor.label),
                scheme=told_by, subjects=[self.referral.client.uuid],
                purpose=f"warm referral {self.referral.pk}", role="the scheme that was asked",
            )  # fmt: skip
        return open_now


class Received(OnReceived, GatedView, TemplateView):
    """A referral to this scheme: the words the person agreed to, and nothing else of them."""

    permission = "help.answer_referral"
    template_name = "help/reaching_received.html"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """What may be read."""
        open_now = self.saw_it()
        return super().get_context_data(**kwargs) | {
            "referral": self.referral, "open": open_now,
        }  # fmt: skip


class Take(OnReceived, FormPage, GatedView):
    """Take them on."""

    permission = "help.answer_referral"
    title, form_class = "Take them on", shapes.TakeForm
    send_words = "Take them on"

    def get_form_kwargs(self) -> dict[str, Any]:
        """The needs of the scheme."""
        return super().get_form_kwargs() | {"scheme": self.scheme}

    def act(self, answers: dict[str, Any]) -> Any:
        """Take them on."""
        answers["need"] = Term.objects.filter(pk=answers["need"]).first()
        return referrals.take_referral(
            by=self.actor, referral=self.referral, to_scheme=self.scheme, **answers
        )

    def back(self, result: Any = None) -> str:
        """To the new request."""
        return self.at("request", str(result.uuid))


class NotTake(OnReceived, FormPage, GatedView):
    """Not take them on."""

    permission = "help.answer_referral"
    title, form_class = "Not take them on", shapes.RefuseForm
    send_words = "Say so"

    def act(self, answers: dict[str, Any]) -> Any:
        """Say so."""
        return referrals.refuse_referral(
            by=self.actor, referral=self.referral, to_scheme=self.scheme, **answers
        )

    def back(self, result: Any = None) -> str:
        """To the board."""
        return self.at("room")


class ByLink(LimitedView, GatedView, FormPage):
    """What whoever was asked reads and answers by their private link. Opening uses nothing up."""

    permission: ClassVar[str | None] = None
    limits = ANSWERS
    template_name = "help/reaching_by_link.html"
    title, form_class = "Can you take somebody on?", shapes.AnswerForm
    send_words = "Send your answer"
    done_words = "Thank you. They are told."
    thing: WarmReferral | None

    def load(self) -> WarmReferral | None:
        """The referral of that link, while it may be read and answered."""
        rows = WarmReferral.objects.filter(to_scheme=None, digest=digest_of(self.kwargs["token"]))
        found = rows.select_related("client__scheme__organisation", "ground").first()
        return found if found is not None and referrals.is_open(found) else None

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> Any:
        """The page, of which nothing is kept on the way."""
        response = super().dispatch(request, *args, **kwargs)
        patch_cache_control(response, no_store=True, private=True)
        response["Referrer-Policy"] = "same-origin"
        return response

    def get(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        """The words, or the page that says nothing."""
        return super().get(request, *args, **kwargs) if self.thing else self.over()

    def post(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        """The answer, or the page that says nothing."""
        return super().post(request, *args, **kwargs) if self.thing else self.over()

    def over(self) -> HttpResponse:
        """One page for links that were guessed, ran out, were answered or taken back."""
        return render(self.request, "help/reaching_link_over.html", status=404)

    @property
    def holder(self) -> LinkHolder:
        """Whoever holds the link."""
        assert self.thing is not None
        return LinkHolder(f"help.warmreferral:{self.thing.pk}")

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """The words that may be read; that they were is written down."""
        assert self.thing is not None
        note_look(
            by=self.holder, scheme=self.thing.client.scheme, subjects=[self.thing.client.uuid],
            purpose=f"warm referral {self.thing.pk}", role="whoever was asked",
        )  # fmt: skip
        return super().get_context_data(**kwargs) | {"referral": self.thing}

    def act(self, answers: dict[str, Any]) -> Any:
        """Answer."""
        assert self.thing is not None
        return referrals.answer_referral(by=self.holder, referral=self.thing, **answers)

    def back(self, result: Any = None) -> str:
        """To the same address, which says nothing any more."""
        return self.request.path
