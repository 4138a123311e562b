"""The staff desk's screens for what people say of how services treated them.

Stewards see who was asked about and what was said, also of organisations that are withheld. What
an organisation replied is between it and whoever said it, and is shown here nowhere.
"""

from __future__ import annotations

from functools import cached_property
from typing import Any

import django_filters
from django import forms
from django.db.models import Case, IntegerField, Q, QuerySet, Value, When
from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.utils.text import Truncator
from wagtail.admin.filters import WagtailFilterSet
from wagtail.admin.ui.tables import Column, TitleColumn

from commonweal.sector import actions
from commonweal.sector.choices import ToldBy
from commonweal.sector.desk.lists import page_of
from commonweal.sector.desk.pages import About
from commonweal.sector.desk.service_turns import OfService
from commonweal.sector.forms.feedback import HowItWasForThem, Reason
from commonweal.sector.models import Feedback, Organisation
from commonweal.sector.reports.feedback import QUESTIONS, in_words
from commonweal.ui.desk import DeskForm, DeskList, LinkColumn
from commonweal.ui.words import day

QUESTIONED, ASIDE, STANDS, COUNTS = "questioned", "aside", "stands", "counts"
STANDINGS = {
    QUESTIONED: "A steward is asked to look",
    ASIDE: "Set aside",
    STANDS: "Let stand",
    COUNTS: "Counts",
}


def standing_of(said: Feedback) -> str:
    """How it stands, in a few words."""
    if said.set_aside:
        return STANDINGS[ASIDE]
    if said.let_stand:
        return STANDINGS[STANDS]
    return STANDINGS[QUESTIONED if said.questioned else COUNTS]


def why_of(said: Feedback) -> str:
    """The reason that counts now, in short."""
    return Truncator(said.set_aside or said.let_stand or said.questioned).chars(100)


class FeedbackFilters(WagtailFilterSet):
    """What the list can be narrowed to."""

    organisation = django_filters.CharFilter(
        label="Organisation", field_name="service__organisation__name", lookup_expr="icontains"
    )
    stands = django_filters.ChoiceFilter(
        label="How it stands", choices=list(STANDINGS.items()), method="which_stand"
    )
    told_by = django_filters.ChoiceFilter(label="How it was told", choices=ToldBy.choices)
    since = django_filters.DateFilter(
        label="Said since", field_name="on", lookup_expr="gte",
        widget=forms.DateInput(attrs={"type": "date"}),
    )  # fmt: skip

    class Meta:
        model = Feedback
        fields: list[str] = []

    def which_stand(self, queryset: Any, name: str, value: str) -> Any:
        """Those that stand so."""
        if value == ASIDE:
            return queryset.exclude(set_aside="")
        if value == STANDS:
            return queryset.exclude(let_stand="")
        return queryset.to_judge() if value == QUESTIONED else queryset.standing()


class FeedbackList(DeskList):
    """What people said of services: what a steward is asked to look at first, then the newest."""

    permission = "sector.judge_feedback"
    model = Feedback
    page_title = "What people said"
    header_icon = "comment"
    index_url_name = "sector_desk:feedback"
    index_results_url_name = "sector_desk:feedback_results"
    is_searchable = True
    verbose_name_plural = "things said"
    filterset_class = FeedbackFilters
    columns = [
        TitleColumn(
            "service",
            label="Of",
            get_url=lambda said: reverse("sector_desk:judge_feedback", args=[said.pk]),
        ),
        LinkColumn(
            "of",
            label="Given by",
            accessor=lambda said: said.service.organisation.name,
            get_url=lambda said: page_of(said.service.organisation),
        ),
        Column("on", label="Said on", accessor=lambda said: day(said.on)),
        Column("stands", label="Stands", accessor=standing_of),
        Column("why", label="Why", accessor=why_of),
    ]

    def get_base_queryset(self) -> QuerySet[Feedback]:
        """All of it, also of organisations that are withheld: only stewards come here."""
        asked = Q(pk__in=Feedback.objects.to_judge().values("pk"))
        first = Case(When(asked, then=Value(0)), default=Value(1), output_field=IntegerField())
        rows = Feedback.objects.select_related("service__organisation")
        return rows.annotate(asked=first).order_by("asked", "-on", "-pk")

    def found(self, queryset: QuerySet[Any], words: str) -> QuerySet[Any]:
        """By a part of the service's name or its organisation's."""
        named = Q(service__name__icontains=words)
        return queryset.filter(named | Q(service__organisation__name__icontains=words))


class JudgeFeedback(About, DeskForm):
    """What one person said, and whether it counts."""

    permission = "sector.judge_feedback"
    form_class: type[forms.Form] = Reason
    template_name = "sector/desk/judge_feedback.html"
    page_title = "What somebody said"
    header_icon = "comment"
    send_words = "Let it stand"
    thing: Feedback

    def load(self) -> Feedback:
        """What was said."""
        known = Feedback.objects.select_related("service__organisation")
        return get_object_or_404(known, pk=self.kwargs["pk"])

    @cached_property
    def organisation(self) -> Organisation:
        """Of whose service it was said."""
        return self.thing.organisation

    def between(self) -> list[dict[str, str]]:
        """The list."""
        return [{"url": reverse("sector_desk:feedback"), "label": FeedbackList.page_title}]

    def act(self, answers: dict[str, Any]) -> Feedback:
        """Set it aside, or let it stand."""
        judge = (
            actions.set_feedback_aside
            if self.request.POST.get("judge") == ASIDE
            else actions.let_feedback_stand
        )
        return judge(by=self.actor, feedback=self.thing, reason=answers["reason"])

    def said(self, result: Feedback) -> str:
        """What was decided."""
        if result.set_aside:
            return "Set aside. It does not count, and the organisation does not see it any more."
        return "Let stand. It counts, and the organisation sees your reason."

    def back(self, result: Any) -> str:
        """The list."""
        return reverse("sector_desk:feedback")

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """With what was said, and how it stands."""
        return super().get_context_data(**kwargs) | {
            "said": self.thing,
            "answers": in_words(self.thing),
            "standing": standing_of(self.thing),
            "organisation": self.organisation,
            "organisation_page": page_of(self.organisation),
            "aside": ASIDE,
        }


class NoteFeedback(OfService, About, DeskForm):
    """Write down what somebody told us of how a service treated them."""

    permission = "sector.note_feedback"
    form_class = HowItWasForThem
    page_title = "Write down what somebody told us"
    header_icon = "comment"
    send_words = "Write it down"
    done_words = "Written down. It counts like what people say on the site."

    def get_page_subtitle(self) -> str:
        """Of which, and whose."""
        return f"{self.thing.name}, {self.organisation.name}"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """What to leave out."""
        intro = (
            "How they were treated, in their own words. Leave out who they are: no name, number "
            "or address. The organisation reads it first, and there is no way to reply."
        )
        return super().get_context_data(**kwargs) | {"intro": intro}

    def act(self, answers: dict[str, Any]) -> Feedback:
        """Write it down."""
        return actions.note_feedback(
            by=self.actor,
            service=self.thing,
            answers={name: answers[name] for name in QUESTIONS},
            words=answers["words"],
            told_by=ToldBy(answers["told_by"]),
        )
