"""What candidates said, as everybody reads it: elections, ballots, asks, logs and my ward."""

from __future__ import annotations

from typing import Any

from django.core.paginator import Paginator
from django.db.models import Count, Q
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse

from commonweal.commitments.choices import CandidateStanding
from commonweal.commitments.models import Election, Spend
from commonweal.commitments.reports.contacts import (
    public_contacts,
    public_corrections,
    sendings,
)
from commonweal.commitments.reports.my_ward import my_ward
from commonweal.commitments.reports.showing import papers
from commonweal.commitments.reports.spent import spent_by_ward
from commonweal.commitments.views.calls import OfACall
from commonweal.core import clock
from commonweal.core.gates import GatedView
from commonweal.ui.downloads import csv_response

BALLOTS_AT_A_TIME = 12
WARDS_AT_A_TIME = 100
MESSAGES_AT_A_TIME = 50
STANDING = Q(candidates__standing=CandidateStanding.STANDING)


class Elections(GatedView):
    """Every election whose candidates were asked, and my ward by postcode."""

    permission = None

    def get(self, request: HttpRequest) -> HttpResponse:
        """The list, and where a postcode was typed, what it leads to."""
        rows = Election.objects.filter(calls__opened_at__isnull=False).distinct()
        asked = " ".join(request.GET.get("postcode", "")[:40].split())
        context: dict[str, Any] = {
            "section": "elections", "today": clock.today(), "asked": asked,
            "tried": "postcode" in request.GET,
            "elections": rows.order_by("-on", "name", "pk")[:100],
            "found": my_ward(asked) if "postcode" in request.GET else None,
        }  # fmt: skip
        return render(request, "commitments/elections.html", context)


class OneElection(OfACall):
    """One election: what was asked, when it is shown, and every ward."""

    permission = None
    template_name = "commitments/election.html"

    def get(self, request: HttpRequest, slug: str) -> HttpResponse:
        """The page."""
        rows = self.thing.ballots.order_by("name", "pk")
        standing = STANDING & Q(checked_at__isnull=False)
        counted = rows.annotate(many=Count("candidates", filter=standing))
        page = Paginator(counted, WARDS_AT_A_TIME).get_page(request.GET.get("page"))
        return self.page(request, [], page=page, trail=self.trail()[:1])


class OneBallot(OfACall):
    """One ballot: all answers at a glance, then each ask with what everybody said."""

    permission = None
    template_name = "commitments/ballot.html"

    def get(self, request: HttpRequest, slug: str, code: str) -> HttpResponse:
        """The page."""
        ballot = self.thing.ballots.filter(code=code).first()
        if ballot is None:
            raise Http404
        (paper,) = papers(self.call, [ballot], self.asks, self.now)
        changes = public_corrections(self.call, self.now)
        changes = changes.filter(Q(candidate=None) | Q(candidate__ballot=ballot))
        return self.page(
            request, [paper.hour, paper.closes], paper=paper, ballot=ballot,
            by_ask=[(ask, [(x, x.said[n] if x.said else None) for x in paper.lines])
                    for n, ask in enumerate(self.asks)],
            corrections=changes[:20],
            freeze=ballot.freezes.filter(call=self.call).order_by("-closed_at").first(),
        )  # fmt: skip


class OneAsk(OfACall):
    """One ask, over all ballots, a few at a time."""

    permission = None
    template_name = "commitments/ask.html"

    def address_of_others(self) -> str:
        """Another call asks other things: its page."""
        return reverse("election", args=[self.thing.slug])

    def get(self, request: HttpRequest, slug: str, number: int) -> HttpResponse:
        """The page."""
        if not 1 <= number <= len(self.asks):
            raise Http404
        ask, rows = self.asks[number - 1], self.thing.ballots.order_by("name", "pk")
        page = Paginator(rows, BALLOTS_AT_A_TIME).get_page(request.GET.get("page"))
        found = papers(self.call, page.object_list, [ask], self.now)
        hours = [hour for p in found for hour in (p.hour, p.closes)]
        return self.page(request, hours, ask=ask, page=page, papers=found)


class CallLog(OfACall):
    """Every message that candidates were sent: which, when, by which way, to how many."""

    permission = None
    template_name = "commitments/call_log.html"

    def get(self, request: HttpRequest, slug: str) -> HttpResponse:
        """The page."""
        rows = public_contacts(self.call, self.now).select_related("candidate__ballot")
        page = Paginator(rows.order_by("at", "pk"), MESSAGES_AT_A_TIME)
        late = self.thing.ballots.filter(reveal_at__isnull=False)
        return self.page(
            request, list(late.values_list("reveal_at", flat=True)),
            sendings=sendings(self.call, self.now), page=page.get_page(request.GET.get("page")),
        )  # fmt: skip


class CallCorrections(OfACall):
    """What was put right after answers closed, and the digests by which anybody can tell."""

    permission = None
    template_name = "commitments/call_corrections.html"

    def get(self, request: HttpRequest, slug: str) -> HttpResponse:
        """The page."""
        rows = public_corrections(self.call, self.now)
        late = self.thing.ballots.filter(reveal_at__isnull=False)
        return self.page(
            request, list(late.values_list("reveal_at", flat=True)),
            page=Paginator(rows, MESSAGES_AT_A_TIME).get_page(request.GET.get("page")),
        )  # fmt: skip


class CallSpending(OfACall):
    """What was spent in each ward, where the call favours or opposes candidates."""

    permission = None
    template_name = "commitments/call_spending.html"

    def get(self, request: HttpRequest, slug: str) -> HttpResponse:
        """The page."""
        if not self.call.favours:
            raise Http404
        return self.page(request, [], wards=spent_by_ward(self.call))


class CallSpendingCsv(OfACall):
    """The same, item by item, as a file."""

    permission = None

    def get(self, request: HttpRequest, slug: str) -> Any:
        """Send it."""
        if not self.call.favours:
            raise Http404
        rows = Spend.objects.filter(call=self.call).select_related("ballot")
        header = ("ballot", "ward", "on", "what", "pounds", "paid by", "authority")
        lines = (
            (s.ballot.code, s.ballot.name, s.on, s.what, f"{s.pounds:.2f}", s.paid_by, s.authority)
            for s in rows.order_by("ballot__name", "on", "pk")
        )
        return csv_response(
            f"{self.thing.name} spending",
            header,
            lines,
            notes=[self.call.imprint],
            on=clock.today(),
        )
