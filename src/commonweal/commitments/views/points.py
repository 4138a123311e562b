"""What came of a consultation, for everybody: we asked, you said, we did."""

from __future__ import annotations

from functools import cached_property
from typing import Any, ClassVar

from django.core.paginator import Paginator
from django.shortcuts import get_object_or_404
from django.urls import NoReverseMatch, reverse
from django.views.generic import TemplateView

from commonweal.commitments.models import Consultation, Document, Point
from commonweal.commitments.reports.points import quote_of, said_in_all, shown_in, told_of
from commonweal.commitments.reports.published import ended_early, overdue, still_open
from commonweal.core import clock
from commonweal.core.gates import GatedView

QUOTES_ON_A_PAGE = 50


def page_of_consultation(consultation: Consultation) -> str:
    """Where people answered, or nothing where it has no page."""
    try:
        return reverse("consultation", args=[consultation.document.slug, consultation.number])
    except NoReverseMatch:
        return ""


def page_of_document(document: Document) -> str:
    """Where it is read, or nothing where the public sees none of it."""
    try:
        return reverse("document", args=[document.slug])
    except NoReverseMatch:
        return ""


class OfConsultation(GatedView, TemplateView):
    """A page about what came of a consultation."""

    permission: ClassVar[str | None] = None
    thing: Consultation

    def load(self) -> Consultation:
        """The consultation, once what came of it was published or it was opened at all."""
        rows = Consultation.objects.public().select_related("document")
        return get_object_or_404(
            rows, document__slug=self.kwargs["slug"], number=self.kwargs["number"]
        )

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """What is shown of it everywhere."""
        one = self.thing
        return super().get_context_data(**kwargs) | {
            "section": "promises", "consultation": one, "document": one.document,
            "consultation_page": page_of_consultation(one), "ended_early": ended_early(one),
            "overdue": overdue(one, clock.today()), "still_open": still_open(one, clock.today()),
            "document_page": page_of_document(one.document),
        }  # fmt: skip


class WeDid(OfConsultation):
    """We asked, you said, we did; before the report, when it is to be expected."""

    permission = None
    template_name = "commitments/we_did.html"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """Every point with its decision, difference and action."""
        points = self.thing.points.published().select_related("consultation__document")
        told = told_of(list(points.order_by("number"))) if self.thing.reported_at else ()
        return super().get_context_data(**kwargs) | {
            "told": told, "came": said_in_all(self.thing),
            "questions": self.thing.questions.order_by("position", "pk"),
        }  # fmt: skip


class OnePoint(OfConsultation):
    """One point with all that may be read of what people said."""

    permission = None
    template_name = "commitments/point.html"

    @cached_property
    def point(self) -> Point:
        """The point, where it was published."""
        rows = self.thing.points.published().select_related("consultation__document")
        return get_object_or_404(rows, number=self.kwargs["point"])

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """The point whole, its quotes a page at a time."""
        (told,) = told_of([self.point], few=0)
        pages = Paginator(shown_in([self.point]), QUOTES_ON_A_PAGE)
        page = pages.get_page(self.request.GET.get("page"))
        return super().get_context_data(**kwargs) | {
            "told": told, "page": page, "quotes": [quote_of(row.comment) for row in page],
        }  # fmt: skip
