"""Areas on the staff desk: to look up, never to change by hand; they come from sources."""

from __future__ import annotations

from functools import cached_property
from typing import Any

import django_filters
from django.db.models import Q, QuerySet
from django.shortcuts import get_object_or_404
from django.urls import reverse
from wagtail.admin.filters import WagtailFilterSet
from wagtail.admin.ui.tables import Column, DateColumn, TitleColumn

from commonweal.places import reports
from commonweal.places.choices import Kind
from commonweal.places.models import Area
from commonweal.places.postcodes import normalise
from commonweal.ui.desk import DeskList, DeskPage


class AreaFilters(WagtailFilterSet):
    """What the list can be narrowed to."""

    kind = django_filters.MultipleChoiceFilter(label="Kind", choices=Kind.choices)
    here = django_filters.BooleanFilter(label="In the place", method="in_place")
    ended = django_filters.BooleanFilter(label="Has ended", method="has_ended")

    class Meta:
        model = Area
        fields: list[str] = []

    def in_place(self, queryset: Any, name: str, value: bool) -> Any:
        """Lies in one of the areas that this installation serves, or does not."""
        here = Q(code__in=reports.codes_of_place())
        return queryset.filter(here if value else ~here)

    def has_ended(self, queryset: Any, name: str, value: bool) -> Any:
        """Was replaced by other areas, or still stands."""
        return queryset.filter(valid_to__isnull=not value)


class AreaList(DeskList):
    """Every area that is known, found by name, by code or by a postcode in it."""

    permission = "places.see_areas"
    model = Area
    page_title = "Areas"
    header_icon = "site"
    index_url_name = "places_desk:areas"
    index_results_url_name = "places_desk:areas_results"
    is_searchable = True
    default_ordering = "name"
    verbose_name_plural = "areas"
    filterset_class = AreaFilters

    @cached_property
    def columns(self) -> list[Column]:
        """What the list shows of each."""
        return [
            TitleColumn("name", label="Name", sort_key="name", get_url=page_of),
            Column("code", label="Code", sort_key="code"),
            Column("get_kind_display", label="Kind", sort_key="kind"),
            Column("parent", label="Lies in"),
            Column("population", label="People", sort_key="population"),
            DateColumn("valid_to", label="Ended", sort_key="valid_to"),
        ]

    def get_base_queryset(self) -> QuerySet[Any]:
        """All areas, without their outlines, which are large."""
        return Area.objects.defer("outline")

    def found(self, queryset: QuerySet[Any], words: str) -> QuerySet[Any]:
        """By part of the name, by the code, or by a postcode."""
        if normalise(words):
            here = reports.postcode_answer(words).areas
            return queryset.filter(code__in=[a.code for a in here])
        return queryset.filter(Q(name__icontains=words) | Q(code__istartswith=words.strip()))


class AreaPage(DeskPage):
    """All that is known of one area."""

    permission = "places.see_areas"
    template_name = "places/desk/area.html"
    header_icon = "site"

    def load(self) -> Area:
        """The area."""
        return get_object_or_404(Area.objects.defer("outline"), pk=self.kwargs["pk"])

    def get_page_title(self) -> str:
        """Its name."""
        return str(self.thing)

    def between(self) -> list[dict[str, str]]:
        """The way back."""
        return [{"url": reverse("places_desk:areas"), "label": "Areas"}]

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """The area, what it lies in, what lies in it, and what became of it."""
        area: Area = self.thing
        context: dict[str, Any] = super().get_context_data(**kwargs)
        return context | {
            "area": area,
            "trail": reports.trail(area),
            "children": reports.children(area.code),
            "population": reports.population(area),
            "deprivation": reports.deprivation(area.code),
            "became": [s.new for s in reports.successors(area.code)],
            "came_from": [s.old for s in reports.predecessors(area.code)],
        }


def page_of(area: Area) -> str:
    """The address of an area's screen."""
    return reverse("places_desk:area", args=[area.pk])
