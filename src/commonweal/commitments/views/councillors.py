"""One councillor as everybody reads them, and their own update by private link."""

from __future__ import annotations

from typing import Any

from django import forms
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.urls import reverse

from commonweal.commitments import actions
from commonweal.commitments.actions.councillors import MOST_WORDS
from commonweal.commitments.models import Candidate, CandidateLink, CouncillorUpdate
from commonweal.commitments.reports.councillors import councillor
from commonweal.commitments.reports.period import period_of
from commonweal.commitments.reports.showing import calls_to
from commonweal.commitments.views.calls import (
    beside,
    hours_of,
    the_one_asked,
    unless_an_hour_comes,
)
from commonweal.core import clock
from commonweal.core.actors import Actor, LinkHolder
from commonweal.core.gates import GatedView
from commonweal.core.limits import Limit, LimitedView
from commonweal.ui.acting import FormPage

UPDATING = Limit("councillor.update", times=20, seconds=3_600)


class CouncillorPage(GatedView):
    """Somebody who was elected: what they said, what came of it, and when they are looked at.

    The same page for whoever answered and whoever did not.
    """

    permission = None
    thing: Candidate

    def load(self) -> Candidate:
        """Somebody who was elected."""
        rows = Candidate.objects.filter(elected=True).select_related("ballot__election")
        return get_object_or_404(rows, pk=self.kwargs["pk"])

    def get(self, request: HttpRequest, pk: int) -> HttpResponse:
        """The page."""
        now = clock.now()
        ballot = self.thing.ballot
        calls = calls_to(ballot.election)
        call = the_one_asked(request, calls) if calls or "call" in request.GET else None
        told = councillor(self.thing, call, now, clock.here(now))
        trail = [("Elections", reverse("elections"))]
        if told.call:
            trail += [
                (ballot.election.name, reverse("election", args=[ballot.election.slug])),
                (ballot.name, reverse("ballot", args=[ballot.election.slug, ballot.code])),
            ]
        context = {
            "section": "elections", "told": told, "candidate": self.thing, "ballot": ballot,
            "call": told.call, "election": ballot.election, "trail": trail,
        }  # fmt: skip
        context |= beside(calls, call, request.path) if call else {}
        response = render(request, "commitments/councillor.html", context)
        hours = [told.hour, *(hours_of(told.call) if told.call else ())]
        return unless_an_hour_comes(response, hours, now)


class UpdateForm(forms.Form):
    """How it goes, in their own words. What may stand here is for the action to say."""

    words = forms.CharField(
        label="How does it go?", required=False, strip=False,
        widget=forms.Textarea(attrs={"rows": 8}),
        help_text=(
            f"{MOST_WORDS} words at most, the same for every councillor. They are "
            "shown at once, exactly as you write them, and cannot be changed afterwards."
        ),
    )  # fmt: skip


class UpdateCouncillor(LimitedView, GatedView, FormPage):
    """A councillor's own update, by the private link that was sent to them.

    Opening it changes nothing, however often; it works while nobody revoked it.
    """

    permission = None
    limits = (UPDATING,)
    form_class = UpdateForm
    template_name = "commitments/update.html"
    title = "How does it go with what you said?"
    send_words = "Publish it"
    done_words = "Thank you. It is on your page now, in your words."
    thing: CandidateLink

    def load(self) -> CandidateLink:
        """The link, while it is good, of somebody who was elected.

        :raises Http404: for any other, as if it had never been.
        """
        rows = CandidateLink.objects.by_link(self.kwargs["token"])
        link = rows.select_related("candidate__ballot__election", "call__document").first()
        if link is None or not link.candidate.elected:
            raise Http404
        return link

    @property
    def holder(self) -> Actor:
        """Whoever holds this link, and nobody else."""
        return LinkHolder(f"{CandidateLink._meta.label_lower}:{self.thing.pk}", "a councillor")

    def act(self, answers: dict[str, Any]) -> CouncillorUpdate:
        """Say it."""
        return actions.update_councillor(
            by=self.holder, candidate=self.thing.candidate, call=self.thing.call,
            words=answers["words"],
        )  # fmt: skip

    def back(self, result: CouncillorUpdate) -> str:
        """Their page, as everybody reads it."""
        return reverse("councillor", args=[self.thing.candidate_id])

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """Whose page it is, and whether it is open."""
        candidate = self.thing.candidate
        return super().get_context_data(**kwargs) | {
            "section": "elections", "candidate": candidate, "call": self.thing.call,
            "serves": candidate.office_from is not None and candidate.office_to is None,
            "paused": period_of(clock.now()),
        }  # fmt: skip
