"""The yearly review of an agreement: as published, and as both sides read it before they speak."""

from __future__ import annotations

import datetime as dt
from typing import Any

from django.http import Http404
from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.views.generic import TemplateView

from commonweal.commitments import actions
from commonweal.commitments.forms.compact import YearWordsForm
from commonweal.commitments.models import YearReview
from commonweal.commitments.permissions import is_steward, sides_of
from commonweal.commitments.reports.yearly import Year, year_from, year_of
from commonweal.commitments.views.agreements import KEEPING, OfAgreement
from commonweal.core.gates import GatedView
from commonweal.core.limits import LimitedView
from commonweal.core.permissions import allowed
from commonweal.sector.choices import Side
from commonweal.ui.acting import FormPage


def as_told(review: YearReview) -> Year:
    """The year as it was frozen, or as the records have it now."""
    if review.published_at is not None:
        return year_from(review.body)
    return year_of(review.document, review.starts_on, review.ends_on)


class OfYear(OfAgreement):
    """Loads the review of the year that an address names by its first day."""

    def load(self) -> YearReview:
        """The review."""
        super().load()
        try:
            first = dt.date.fromisoformat(self.kwargs["start"])
        except ValueError as problem:
            raise Http404 from problem
        rows = self.document.year_reviews.select_related("document")
        return get_object_or_404(rows, starts_on=first)


class YearPage(OfYear, GatedView, TemplateView):
    """A year that was published: evidence first, both sides, coverage, both voices."""

    permission = None
    template_name = "commitments/year.html"
    thing: YearReview

    def load(self) -> YearReview:
        """The review, where everybody may see it."""
        review = super().load()
        if review.published_at is None:
            raise Http404
        return review

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """The year."""
        return super().get_context_data(**kwargs) | {
            "review": self.thing, "year": as_told(self.thing),
        }  # fmt: skip


class SayInYear(OfYear, LimitedView, GatedView, FormPage):
    """The year before it is published, for those who speak for a side."""

    permission = "commitments.speak_in_year"
    limits = (KEEPING,)
    form_class = YearWordsForm
    template_name = "commitments/say_in_year.html"
    title = "What does your side say to the year?"
    send_words = "Keep these words"
    done_words = "Kept. You can change them until the review is published."
    thing: YearReview

    def load(self) -> YearReview:
        """The review, once both sides were asked; to others there is none."""
        review = super().load()
        known = self.actor.key != "visitor"
        if known and not allowed(self.actor, self.permission, review):
            raise Http404
        if review.asked_at is None or review.published_at is not None:
            raise Http404
        return review

    @property
    def sides(self) -> tuple[str, ...]:
        """For which sides whoever looks may speak."""
        if is_steward(self.actor):
            return tuple(Side.values)
        return tuple(sorted(sides_of(self.actor, self.document)))

    def get_form_kwargs(self) -> dict[str, Any]:
        """With these sides."""
        return super().get_form_kwargs() | {"sides": self.sides}

    def get_initial(self) -> dict[str, Any]:
        """What the side said before."""
        if len(self.sides) != 1:
            return {}
        (side,) = self.sides
        return {
            "words": getattr(self.thing, f"{side}_words"),
            "name": getattr(self.thing, f"{side}_by"),
        }

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """The year, as the records have it now."""
        return super().get_context_data(**kwargs) | {
            "review": self.thing, "year": as_told(self.thing),
        }  # fmt: skip

    def act(self, answers: dict[str, Any]) -> YearReview:
        """Keep the words."""
        return actions.speak_in_year(by=self.actor, review=self.thing, **answers)

    def back(self, result: YearReview) -> str:
        """This page again."""
        return reverse("say_in_year", args=[self.document.slug, result.starts_on.isoformat()])
