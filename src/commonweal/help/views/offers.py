"""What a helper sees by private link: what they are asked, and the task they said yes to."""

from __future__ import annotations

from typing import Any, ClassVar

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse

from commonweal.core import clock
from commonweal.core.actors import Actor, LinkHolder
from commonweal.core.gates import GatedView
from commonweal.core.limits import Limit, LimitedView
from commonweal.core.permissions import allowed
from commonweal.core.refused import Refused
from commonweal.core.tokens import digest_of
from commonweal.help.actions.looks import note_look
from commonweal.help.actions.offering import answer_offer, end_match, goes_on
from commonweal.help.choices import HelperStanding, MatchEnd, OfferAnswer, VisitStanding
from commonweal.help.matching.proposing import distance
from commonweal.help.models import Client, Match, Offer
from commonweal.help.reports.addresses import address_for, task_seen
from commonweal.help.reports.candidates import spot_of
from commonweal.help.reports.distances import metres_between

GONE = (HelperStanding.SUSPENDED, HelperStanding.LEFT)
KNOCKS = Limit("help.offer", times=60, seconds=3600)


def kept_by_nobody(response: HttpResponse) -> HttpResponse:
    """A page of which browsers and proxies keep nothing, and whose address goes to nobody."""
    response["Cache-Control"] = "no-store, private"
    response["Referrer-Policy"] = "same-origin"
    return response


def leads_nowhere(request: HttpRequest) -> HttpResponse:
    """The same page for an address that never was, is over or was taken back: it says nothing."""
    return kept_by_nobody(render(request, "help/matching_nowhere.html", status=404))


def noted(actor: Actor, client: Client, scheme: Any, purpose: str) -> None:
    """Write down that a helper looked at somebody's record."""
    note_look(by=actor, scheme=scheme, subjects=[client.uuid], purpose=purpose, role="helper")


class AnOffer(LimitedView, GatedView):
    """What a helper is asked. Looking at it changes nothing; one tap says yes or no."""

    permission = None
    limits = (KNOCKS,)
    thing: Offer | None

    def load(self) -> Offer | None:
        """The offer that an address leads to; nothing of one whose helper may not act."""
        known = Offer.objects.select_related(
            "request__client", "request__need", "helper__scheme", "match"
        )
        found = known.filter(digest=digest_of(self.kwargs["token"])).first()
        return None if found is None or found.helper.standing in GONE else found

    @property
    def stands(self) -> str:
        """How it stands now: open, accepted, declined, taken, over or late."""
        assert self.thing is not None
        answer, asked = self.thing.answer, self.thing.request
        if answer in (OfferAnswer.ACCEPTED, OfferAnswer.DECLINED):
            return str(answer)
        if asked.matches.standing().exists():
            return "taken"
        if answer == OfferAnswer.WITHDRAWN or asked.held or asked.forgotten_on:
            return "over"
        late = answer == OfferAnswer.LAPSED or self.thing.expires_at <= clock.now()
        return "late" if late else "open"

    def get(self, request: HttpRequest, token: str) -> HttpResponse:
        """Who by first name, where, what, when, how long and how far; or how it stands."""
        if self.thing is None:
            return leads_nowhere(request)
        stands = self.stands
        context: dict[str, Any] = {"offer": self.thing, "scheme": self.thing.helper.scheme}
        if stands == OfferAnswer.ACCEPTED:
            return redirect("task", token=token)
        if stands == "open":
            asked = self.thing.request
            holder = LinkHolder(f"help.offer:{self.thing.pk}")
            noted(holder, asked.client, asked.scheme, "an offer")
            away = metres_between(spot_of(asked.client), spot_of(self.thing.helper))
            context |= {"task": task_seen(asked), "away": distance(away) if away else ""}
        page = render(request, "help/matching_offer.html", context | {"stands": stands})
        return kept_by_nobody(page)

    def post(self, request: HttpRequest, token: str) -> HttpResponse:
        """Yes or no."""
        if self.thing is None:
            return leads_nowhere(request)
        said, holder = request.POST.get("said", ""), LinkHolder(f"help.offer:{self.thing.pk}")
        if said not in {"yes", "no"}:
            return redirect("offer", token=token)
        because = request.POST.get("because", "")[:500]
        try:
            answer_offer(by=holder, offer=self.thing, yes=said == "yes", because=because)
        except Refused as refusal:
            messages.info(request, refusal.sentence)
        return redirect("task" if said == "yes" and self.is_theirs() else "offer", token=token)

    def is_theirs(self) -> bool:
        """Whether the task is theirs now."""
        assert self.thing is not None
        return Match.objects.standing().filter(offer=self.thing).exists()


class ATask(LimitedView, GatedView):
    """A task somebody said yes to: where and who, for as long as they may read it."""

    permission: ClassVar[str | None] = None
    limits = (KNOCKS,)
    thing: Match | None

    def load(self) -> Match | None:
        """The match that an address leads to; nothing of one whose helper may not act."""
        known = Match.objects.select_related("request__client", "request__need", "helper__scheme")
        found = self.found(known)
        may = found is not None and allowed(self.holder(found), "help.read_task", found)
        return found if may else None

    def found(self, known: Any) -> Match | None:
        """By the private link."""
        match: Match | None = known.filter(offer__digest=digest_of(self.kwargs["token"])).first()
        return match

    def holder(self, match: Match) -> Actor:
        """Whoever acts here: somebody with the link."""
        return LinkHolder(f"help.match:{match.pk}")

    def here(self) -> str:
        """The address of this page."""
        return reverse("task", args=[self.kwargs["token"]])

    def visits_at(self, match: Match) -> str:
        """The address of the helper's visits, which this link does not open."""
        return ""

    def get(self, request: HttpRequest, **kwargs: Any) -> HttpResponse:
        """What may be read now; a look at an address is written down first."""
        match = self.thing
        if match is None:
            return leads_nowhere(request)
        read = address_for(self.holder(match), match, clock.now())
        if read.open:
            asked = match.request
            noted(self.holder(match), asked.client, asked.scheme, f"task {match.pk}")
        open_ones = (VisitStanding.PLANNED, VisitStanding.UNDER_WAY)
        context = {
            "visits": match.visits.filter(standing__in=open_ones).order_by("starts_at"),
            "visits_at": self.visits_at(match), "scheme": match.helper.scheme,
            "read": read, "match": match, "is_over": match.ended_at is not None,
            "goes_on": goes_on(match.request),
        }  # fmt: skip
        return kept_by_nobody(render(request, "help/matching_task.html", context))

    def post(self, request: HttpRequest, **kwargs: Any) -> HttpResponse:
        """It is done, or they give it back."""
        match = self.thing
        if match is None:
            return leads_nowhere(request)
        ends = {"done": MatchEnd.COMPLETED, "back": MatchEnd.RELEASED}
        end, why = ends.get(request.POST.get("said", ""), ""), request.POST.get("reason", "")
        try:
            end_match(by=self.holder(match), match=match, end=end, reason=why[:2_000])
        except Refused as refusal:
            messages.error(request, refusal.sentence)
        return redirect(self.here())


class OwnTask(ATask):
    """The same for a helper who is signed in."""

    permission = "help.read_task"

    def found(self, known: Any) -> Match | None:
        """By its number, if it is theirs."""
        match: Match | None = known.filter(pk=self.kwargs["pk"]).first()
        return match

    def holder(self, match: Match) -> Actor:
        """Whoever is signed in."""
        return self.actor

    def here(self) -> str:
        """The address of this page."""
        return reverse("own_task", args=[self.kwargs["pk"]])

    def visits_at(self, match: Match) -> str:
        """The address of their visits, for their account."""
        return reverse("my_visits", args=[match.helper.uuid])


class HelpingTask(ATask):
    """The same by the private link of a helper's own page."""

    permission = None

    def found(self, known: Any) -> Match | None:
        """By its number, if it is of the helper whose page it is."""
        theirs = known.filter(helper__digest=digest_of(self.kwargs["token"]))
        match: Match | None = theirs.filter(pk=self.kwargs["pk"]).first()
        return match

    def holder(self, match: Match) -> Actor:
        """Whoever has the link of the helper's own page."""
        return LinkHolder(f"help.helper:{match.helper_id}")

    def here(self) -> str:
        """The address of this page."""
        return reverse("helping_task", args=[self.kwargs["token"], self.kwargs["pk"]])

    def visits_at(self, match: Match) -> str:
        """The address of their visits, by the same link."""
        return reverse("my_visits", args=[self.kwargs["token"]])
