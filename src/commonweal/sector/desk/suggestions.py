"""The staff desk's list of what people suggest: what waits for staff first."""

from __future__ import annotations

import datetime as dt
from typing import Any

import django_filters
from django.db.models import Exists, OuterRef, Q, QuerySet
from django.urls import reverse
from wagtail.admin.filters import WagtailFilterSet
from wagtail.admin.ui.tables import Column, DateColumn, TitleColumn

from commonweal.core import clock
from commonweal.sector.choices import Verdict
from commonweal.sector.models import SuggestedChange, Suggestion
from commonweal.sector.querysets_suggestions import THEIR_TURN
from commonweal.sector.reports.published import fields_of
from commonweal.ui.desk import DeskList

AGES = [("7", "Older than a week"), ("14", "Older than two weeks"), ("30", "Older than a month")]
TURNS = [("staff", "Staff"), ("theirs", "The organisation's own people")]
STANDINGS = [("open", "To be decided"), ("decided", "Decided"), ("passed-on", "Passed on")]


class SuggestionFilters(WagtailFilterSet):
    """What the list can be narrowed to."""

    standing = django_filters.ChoiceFilter(label="Stands", choices=STANDINGS, method="stands")
    turn = django_filters.ChoiceFilter(label="Whose turn", choices=TURNS, method="whose")
    age = django_filters.ChoiceFilter(label="Age", choices=AGES, method="older")

    class Meta:
        model = Suggestion
        fields: list[str] = []

    def stands(self, queryset: Any, name: str, value: str) -> Any:
        """Open, decided, or passed on to a register or a neighbour."""
        if value == "passed-on":
            passed = SuggestedChange.objects.filter(verdict=Verdict.PASSED_ON)
            return queryset.filter(Exists(passed.filter(suggestion=OuterRef("pk"))))
        return queryset.filter(decided_at__isnull=value == "open")

    def whose(self, queryset: Any, name: str, value: str) -> Any:
        """Those that wait for staff, or for the organisation."""
        now, open_ones = clock.now(), queryset.open()
        return open_ones.for_staff(now) if value == "staff" else open_ones.for_members(now)

    def older(self, queryset: Any, name: str, value: str) -> Any:
        """Those told so many days ago or longer."""
        return queryset.filter(at__lt=clock.now() - dt.timedelta(days=int(value)))


def whose_turn(suggestion: Any) -> str:
    """Who is to decide it next, in words."""
    if suggestion.decided_at:
        return "Decided"
    if suggestion.kept and suggestion.at >= clock.now() - THEIR_TURN:
        return "Theirs"
    return "Staff"


def fields_told(suggestion: Suggestion) -> str:
    """What it is about, field by field."""
    titles = fields_of(suggestion.service or suggestion.organisation)
    return ", ".join(titles[c.field].title for c in suggestion.changes.all())


def decided_at(suggestion: Suggestion) -> str:
    """Where it is decided."""
    return reverse("decide", args=[suggestion.organisation.ref, suggestion.pk])


class SuggestionList(DeskList):
    """What people suggest of organisations and services, the oldest that is open first."""

    permission = "sector.correct_organisation"
    model = Suggestion
    page_title = "Suggestions"
    header_icon = "comment"
    index_url_name = "sector_desk:suggestions"
    index_results_url_name = "sector_desk:suggestions_results"
    is_searchable = True
    verbose_name_plural = "suggestions"
    filterset_class = SuggestionFilters
    columns = [
        TitleColumn("organisation", label="Of", get_url=decided_at),
        Column("service", label="Service", accessor=lambda s: s.service or ""),
        Column("fields", label="What", accessor=fields_told),
        Column("turn", label="Whose turn", accessor=whose_turn),
        DateColumn("at", label="Told"),
    ]

    def get_base_queryset(self) -> QuerySet[Suggestion]:
        """Without a standing asked for: those still to be decided."""
        rows = Suggestion.objects.with_keepers().select_related("about", "service__organisation")
        if not self.may("sector.see_withheld"):
            rows = rows.visible()
        if not self.request.GET.get("standing"):
            rows = rows.open()
        return rows.prefetch_related("changes").order_by("at", "pk")

    def found(self, queryset: QuerySet[Any], words: str) -> QuerySet[Any]:
        """By a part of the organisation's or the service's name."""
        return queryset.filter(
            Q(about__name__icontains=words)
            | Q(service__name__icontains=words)
            | Q(service__organisation__name__icontains=words)
        )
