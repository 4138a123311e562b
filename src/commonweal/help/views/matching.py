"""Finding a helper: for one request by name, and for all that wait at once."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.urls import reverse
from django.views.generic import TemplateView
from django_tasks.base import TaskResultStatus
from django_tasks_db.models import DBTaskResult

from commonweal.core import clock
from commonweal.core.gates import GatedView
from commonweal.core.refused import Refused
from commonweal.help.actions import offering, runs
from commonweal.help.actions.offers import check_matchable
from commonweal.help.choices import MatchEnd, OfferAnswer, OfferWay
from commonweal.help.models import Helper, Match, MatchRun, Offer, Scheme
from commonweal.help.reports.proposals import Proposals, propose_for
from commonweal.help.reports.runs import run_shown
from commonweal.help.tasks import agree_later, match_all_later, match_later
from commonweal.help.views.requests import OnRequest, RequestPress
from commonweal.help.views.rooms import InRoom
from commonweal.ui.acting import Press

AT_A_PAGE = 300  # requests that are worked out, or asked for, while somebody waits at the page
LOOK_AGAIN = "5"
LONGEST_KEY = 18  # figures; a larger number is no key


def number_in(typed: str) -> int | None:
    """A key as it was sent; nothing of what is none."""
    return int(typed) if typed.isdecimal() and len(typed) < LONGEST_KEY else None


class FindHelper(OnRequest, GatedView, TemplateView):
    """Three good names with a sentence why each; everybody else with why not; who was asked."""

    permission = "help.match"
    template_name = "help/matching_request.html"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """Who could go, while a helper may be looked for."""
        self.saw([self.asked.client], purpose=f"a helper for request {self.asked.pk}")
        why_not, proposals = "", Proposals()
        try:
            check_matchable(self.asked)
            proposals = propose_for(self.asked, clock.now())
        except Refused as refusal:
            why_not = refusal.sentence
        offers = self.asked.offers.select_related("helper").order_by("-at", "-pk")
        match = self.asked.matches.standing().select_related("helper").first()
        return super().get_context_data(**kwargs) | {
            "proposals": proposals, "why_not": why_not, "offers": offers[:50], "match": match,
            "waiting": [o for o in offers[:50] if o.answer == OfferAnswer.WAITING],
        }  # fmt: skip


class MatchPress(RequestPress):
    """One press on the helpers of a request; back to them."""

    permission = "help.match"

    def back(self, result: Any = None) -> str:
        """To who could go."""
        return self.at("request_match", str(self.asked.uuid))

    def sent(self, name: str) -> str:
        """What was sent by one name."""
        return str(self.request.POST.get(name, ""))

    def offer_sent(self) -> Offer:
        """The offer of this request that an address names."""
        return get_object_or_404(self.asked.offers, pk=self.kwargs["pk"])


class Ask(MatchPress):
    """Ask one helper, or several one after the other."""

    done_words = "Asked. You will see here what they say."

    def act(self) -> Any:
        """The one that was pressed, or all in their order."""
        keys = [number_in(k) for k in self.request.POST.getlist("helper")[:10]]  # type: ignore[attr-defined]
        whys = self.request.POST.getlist("why")  # type: ignore[attr-defined]
        ours = Helper.objects.of(self.scheme).in_bulk([k for k in keys if k is not None])
        told = [*whys, *[""] * len(keys)]
        helpers = [(ours[k], w) for k, w in zip(keys, told, strict=False) if k in ours]
        if not helpers:
            raise Refused("Choose whom to ask.")
        way = self.sent("way") or str(OfferWay.EMAIL)
        if len(helpers) > 1:
            return offering.ask_in_turn(by=self.actor, request=self.asked, helpers=helpers, way=way)
        helper, why = helpers[0]
        return offering.offer(by=self.actor, request=self.asked, helper=helper, way=way, why=why)


class Said(MatchPress):
    """What a helper said by telephone, or that the question is taken back."""

    done_words = "Written down."

    def act(self) -> Any:
        """Yes, no, or taken back."""
        made, said = self.offer_sent(), self.sent("said")
        if said == "back":
            return offering.withdraw_offer(by=self.actor, request=self.asked, offer=made)
        if said not in {"yes", "no"}:
            raise Refused("Say what they answered.")
        return offering.answer_offer(
            by=self.actor, offer=made, yes=said == "yes", because=self.sent("because")
        )


class EndMatch(MatchPress):
    """A helper gives a task back, or it goes to somebody else."""

    done_words = "Find another helper now, or later: it is on the board again."

    def act(self) -> Any:
        """End the match that stands."""
        match = get_object_or_404(Match.objects.standing(), request=self.asked)
        end = MatchEnd.REASSIGNED if self.sent("end") == "reassigned" else MatchEnd.RELEASED
        return offering.end_match(
            by=self.actor, match=match, end=end, reason=self.sent("reason")[:2_000]
        )


def under_way(scheme: Scheme) -> bool:
    """Whether the worker is working something out for a scheme, or asking for it, or will."""
    paths = [match_later.module_path, agree_later.module_path]
    moving = [TaskResultStatus.READY, TaskResultStatus.RUNNING]
    rows = DBTaskResult.objects.filter(task_path__in=paths, status__in=moving)
    ours = set(MatchRun.objects.filter(scheme=scheme, dropped_at=None).values_list("pk", flat=True))
    told = [row.args_kwargs.get("kwargs", {}) for row in rows.only("args_kwargs")[:200]]
    return any(t.get("scheme") == scheme.pk or t.get("run") in ours for t in told)


class Matching(InRoom, GatedView, TemplateView):
    """All that wait for a helper, and what was worked out last."""

    permission = "help.match"
    template_name = "help/matching_runs.html"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """How many wait, the newest runs, and whether one is under way."""
        self.moving = under_way(self.scheme)
        rows = MatchRun.objects.filter(scheme=self.scheme).order_by("-at", "-pk")
        return super().get_context_data(**kwargs) | {
            "waiting": runs.waiting_for_helpers(self.scheme).count(), "moving": self.moving,
            "runs": rows.only("at", "by", "agreed_at", "agreed_by", "dropped_at")[:10],
        }  # fmt: skip

    def render_to_response(self, context: dict[str, Any], **kwargs: Any) -> HttpResponse:
        """The page; while something is worked out the browser looks again by itself."""
        response: HttpResponse = super().render_to_response(context, **kwargs)
        if self.moving:
            response["Refresh"] = LOOK_AGAIN
        return response


class WorkOut(InRoom, Press):
    """Work out whom to ask for all that wait; many are left to the worker."""

    permission = "help.match"
    done_words = "Worked out. Look at it before anybody is asked."

    def act(self) -> Any:
        """Now, or by the worker."""
        self.made: MatchRun | None = None
        if under_way(self.scheme):
            raise Refused("It is being worked out already.")
        if runs.waiting_for_helpers(self.scheme).count() <= AT_A_PAGE:
            self.made = runs.run_matching(by=self.actor, scheme=self.scheme)
        else:
            self.done_words = "It is being worked out. This page shows it when it is there."
            match_later.enqueue(user=self.actor.pk, scheme=self.scheme.pk)  # type: ignore[attr-defined]

    def back(self) -> str:
        """To what was worked out."""
        made = getattr(self, "made", None)
        return self.at("matching_run", made.pk) if made else self.at("matching")


class OnRun(InRoom):
    """Loads one run of the scheme."""

    run: MatchRun

    def load(self) -> Any:
        """The run; another scheme's is not there."""
        super().load()
        key = self.kwargs["pk"]
        found = MatchRun.objects.filter(scheme=self.scheme, pk=key).first()
        if found is None:
            raise Http404
        self.run = found
        self.run.scheme = self.scheme
        return self.run


class OneRun(OnRun, GatedView, TemplateView):
    """Who would go unserved, and why; then who is proposed for what. Nobody has been asked yet."""

    permission = "help.match"
    template_name = "help/matching_run.html"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """The run in words."""
        shown = run_shown(self.run)
        self.saw(shown.clients, purpose=f"proposals {self.run.pk}")
        return super().get_context_data(**kwargs) | {"run": self.run, "shown": shown}


class Agree(OnRun, Press):
    """Ask all who are proposed, but for those left out."""

    permission = "help.match"

    def act(self) -> Any:
        """Now, or by the worker where there are many."""
        sent = self.request.POST.getlist("without")[:10_000]
        without = [k for k in map(number_in, sent) if k is not None]
        if len(self.run.proposed) - len(without) > AT_A_PAGE:
            if under_way(self.scheme):
                raise Refused("They are being asked already.")
            runs.check_still_open(self.run)
            self.done_words = "They are being asked, one after the other."
            user: int = self.actor.pk  # type: ignore[attr-defined]
            return agree_later.enqueue(user=user, run=self.run.pk, without=without)
        done = runs.agree_run(by=self.actor, run=self.run, without=without)
        self.done_words = f"Asked: {done['offered']}."
        if done["skipped"]:
            self.done_words += f" Not asked, because something changed: {done['skipped']}."
        return done

    def back(self) -> str:
        """To all that wait."""
        return self.at("matching")


class Drop(OnRun, Press):
    """Put the proposals aside."""

    permission = "help.match"
    done_words = "Put aside. Nobody was asked."

    def act(self) -> Any:
        """Drop it."""
        return runs.drop_run(by=self.actor, run=self.run)

    def back(self) -> str:
        """To all that wait."""
        return self.at("matching")


class MatchForAll(GatedView, TemplateView):
    """In an emergency: let every scheme's proposals be worked out, for its own people to look at.

    Whoever does it sees no scheme's people.
    """

    permission = "help.match_for_all"
    template_name = "help/matching_for_all.html"

    def post(self, request: HttpRequest) -> HttpResponse:
        """Leave it to the worker."""
        match_all_later.enqueue(user=self.actor.pk)  # type: ignore[attr-defined]
        messages.success(request, "Every scheme finds its proposals under “Matching”.")
        return redirect(reverse("match_for_all"))
