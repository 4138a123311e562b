"""The staff desk's screens of consultations that are read: how far each is, and all its points."""

from __future__ import annotations

from typing import Any

from django import forms
from django.db.models import Count, F, Q, QuerySet
from django.shortcuts import get_object_or_404
from django.urls import reverse
from wagtail.admin.ui.tables import Column, TitleColumn

from commonweal.commitments import actions
from commonweal.commitments.forms.points import PointWords, ReasonForAll
from commonweal.commitments.models import Consultation, Point
from commonweal.commitments.reports.left import left_of
from commonweal.commitments.reports.points import decisions_of, heard_of
from commonweal.ui.desk import DeskForm, DeskList, DeskPage

TITLE = "What came of it"


class AnalysisList(DeskList):
    """Consultations in which something may have been said, the newest first."""

    permission = "commitments.see_submissions"
    model = Consultation
    page_title = TITLE
    header_icon = "comment"
    index_url_name = "commitments_desk:analysis"
    index_results_url_name = "commitments_desk:analysis_results"
    is_searchable = True
    verbose_name_plural = "consultations"
    columns = [
        TitleColumn(
            "title", label="Consultation",
            get_url=lambda one: reverse("commitments_desk:points", args=[one.pk]),
        ),
        Column("document", label="About"),
        Column("standing", label="Stands", accessor="get_standing_display"),
        Column("said", label="Comments"),
        Column("held", label="Points"),
    ]  # fmt: skip

    def get_base_queryset(self) -> QuerySet[Consultation]:
        """All that were opened; comments that were taken back are not counted."""
        kept = Q(submissions__taken_back_at=None)
        rows = Consultation.objects.public().select_related("document")
        return rows.annotate(
            said=Count("submissions__comments", filter=kept, distinct=True),
            held=Count("points", distinct=True),
        ).order_by(F("opened_at").desc(nulls_last=True), "-pk")

    def found(self, queryset: QuerySet[Any], words: str) -> QuerySet[Any]:
        """By a part of its title or its document's."""
        return queryset.filter(Q(title__icontains=words) | Q(document__title__icontains=words))


class OfConsultation:
    """A screen about one consultation that was opened."""

    thing: Consultation
    kwargs: dict[str, Any]

    def load(self) -> Consultation:
        """The consultation."""
        rows = Consultation.objects.public().select_related("document")
        return get_object_or_404(rows, pk=self.kwargs["pk"])

    def get_page_subtitle(self) -> str:
        """Which."""
        return self.thing.title

    def between(self) -> list[dict[str, str]]:
        """The list, and the consultation's points."""
        return [
            {"url": reverse("commitments_desk:analysis"), "label": TITLE},
            {"url": self.all_points(), "label": self.thing.title},
        ]

    def all_points(self) -> str:
        """Where its points are."""
        return reverse("commitments_desk:points", args=[self.thing.pk])

    def back(self, result: Any) -> str:
        """All its points; after a new one, that one."""
        if isinstance(result, Point):
            return reverse("commitments_desk:point", args=[result.pk])
        return self.all_points()


class Points(OfConsultation, DeskPage):
    """All points of a consultation, and what is left to do before they can be published."""

    permission = "commitments.see_submissions"
    template_name = "commitments/desk/points.html"
    page_title = TITLE
    header_icon = "comment"

    def between(self) -> list[dict[str, str]]:
        """The list."""
        return super().between()[:1]

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """Each point with how many say it and what was decided."""
        points = list(self.thing.points.order_by("number"))
        heard, decided = heard_of(points), decisions_of(points)
        suggested = dict(
            self.thing.points.values_list("pk")
            .annotate(n=Count("holds", filter=Q(holds__confirmed_at=None)))
            .order_by()
        )
        left = left_of(self.thing)
        rows = [
            (p, heard.get(p.pk), suggested.get(p.pk), (decided.get(p.pk) or [None])[-1])
            for p in points
        ]
        return super().get_context_data(**kwargs) | {
            "consultation": self.thing, "rows": rows, "left": left, "still": left.sentences(),
            "may_analyse": self.may("commitments.analyse"),
            "open": self.thing.standing in ("open", "closed"),
        }  # fmt: skip


class BeginPoint(OfConsultation, DeskForm):
    """A new point, without comments yet."""

    permission = "commitments.analyse"
    form_class = PointWords
    page_title = "A new point"
    header_icon = "plus"
    send_words = "Begin it"
    done_words = "The point has begun. Put comments into it from the reading room."

    def act(self, answers: dict[str, Any]) -> Point:
        """Begin it."""
        return actions.begin_point(by=self.actor, consultation=self.thing, **answers)


class GatherTheRest(OfConsultation, DeskForm):
    """All that is in no point, with one reason."""

    permission = "commitments.analyse"
    form_class = ReasonForAll
    page_title = "Put aside what is in no point"
    header_icon = "folder-open-inverse"
    send_words = "Put all of these into a last point"
    done_words = "They are in the last point. Look through it, then sign it off."

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """How many that are, and what they are told."""
        left = left_of(self.thing).unplaced
        intro = (
            f"In no point: {left:,}. They go into a last point, “Other things said”, which is "
            "not taken up. Everybody whose comment is in it reads this one reason, so read them "
            "first: what deserves an answer of its own deserves a point of its own."
        )
        return super().get_context_data(**kwargs) | {"intro": intro}

    def act(self, answers: dict[str, Any]) -> Point:
        """Gather them."""
        return actions.gather_the_rest(by=self.actor, consultation=self.thing, **answers)


class PublishPoints(OfConsultation, DeskForm):
    """Show everybody what came of it, after a page that says what that does."""

    permission = "commitments.publish"
    form_class = forms.Form
    page_title = "Publish what came of it"
    header_icon = "globe"
    send_words = "Publish it"
    done_words = "Published. Whoever follows it is told in the next letter."

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """What is shown from then on."""
        intro = (
            "Every point is shown with how many said so, what may be quoted, the decision with its "
            "reason, and the paragraphs and actions tied to it as they are now. After that no "
            "comment is moved any more. A decision can still be made anew; the first stays to be "
            "read."
        )
        return super().get_context_data(**kwargs) | {"intro": intro}

    def act(self, answers: dict[str, Any]) -> Consultation:
        """Publish it."""
        return actions.publish_points(by=self.actor, consultation=self.thing)
