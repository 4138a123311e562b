"""Pages of areas: what is there, how the areas inside it compare, the same as a file."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator, Sequence
from typing import Any

from django.http import Http404, HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import render

from commonweal.core import clock
from commonweal.core.gates import GatedView
from commonweal.places.choices import Kind
from commonweal.places.models import Area
from commonweal.places.reports import the_place
from commonweal.sector import comparing, statistics
from commonweal.sector.comparing import BY_KIND, BY_SIZE, AreaRow, Measure, by_cause
from commonweal.ui.downloads import csv_response
from commonweal.web import areas, sources

HEADER = (
    "code", "name", "kind", "population", "population year", "organisations",
    "registered organisations", "informal groups", "organisations per 1,000 people",
    "income known for", "income together (pounds)",
    "middle income (pounds)", "change in twelve months",
    "small areas among the most deprived fifth (per cent)",
)  # fmt: skip
COUNTED = (*BY_KIND, *BY_SIZE)


def areas_csv(named: str, shown: Sequence[Area], on: dt.date) -> HttpResponseBase:
    """These areas as a file, with every measure."""
    causes = comparing.causes_known()
    rows = comparing.compare(shown, on, causes)
    counts = (*COUNTED, *by_cause(causes))
    header = (*HEADER, *(f"{m.family}: {m.short}".lower() for m in counts))
    return csv_response(
        named, header, csv_rows(rows, counts), notes=sources.credit_lines(), on=on
    )  # fmt: skip


def csv_rows(rows: Sequence[AreaRow], counts: Sequence[Measure]) -> Iterator[tuple[Any, ...]]:
    """Every measure of every area, as numbers."""
    for r in rows:
        yield (
            r.code, r.name, Kind(r.kind).label, r.population, r.population_year, r.organisations,
            r.registered, r.groups, r.per_1000, r.income_known, r.income_total, r.income_median,
            r.change, r.deprived_percent, *(m.value(r) for m in counts),
        )  # fmt: skip


class AreaIndex(GatedView):
    """Every area of the place: a map of the largest, and a table that leads to all."""

    permission = None

    def get(self, request: HttpRequest) -> HttpResponse:
        """Show the areas, shaded by the measure that was asked for."""
        today = clock.today()
        place = the_place()
        shown = areas.front_areas(place, today)
        context = {
            "section": "areas",
            "tops": areas.top_areas(place, today),
            "comparison": areas.compared(shown, request.GET.get("shade", ""), today),
            "inside": inside(shown),
            "counted": sources.newest_run(),
            "today": today,
        }
        return render(request, "web/areas.html", context)


def inside(shown: Sequence[Area]) -> list[tuple[Area, list[Area]]]:
    """For each area shown, the wards in it, in two queries at most."""
    wards = Area.objects.filter(
        parent__in=[a.code for a in shown], kind=Kind.WARD, valid_to__isnull=True
    )
    held: dict[str, list[Area]] = {}
    for ward in wards.defer("outline").order_by("name", "code"):
        held.setdefault(ward.parent, []).append(ward)
    return [(area, held[area.code]) for area in shown if area.code in held]


class AreaIndexCsv(GatedView):
    """The areas of the place with every measure, as a file."""

    permission = None

    def get(self, request: HttpRequest) -> HttpResponseBase:
        """Send it."""
        today, place = clock.today(), the_place()
        return areas_csv(f"{place.name} areas", areas.front_areas(place, today), today)


class OneArea(GatedView):
    """A page about one area, found by its GSS code."""

    permission = None
    thing: Area

    def load(self) -> Area:
        """The area of that code: the one that lasts if a code was used twice.

        :raises Http404: when no area of a kind that has pages bears the code.
        """
        code = self.kwargs["code"].upper()
        found = Area.objects.filter(code=code, kind__in=statistics.PAGED)
        area = found.order_by("-valid_to", "kind").first()
        if area is None:
            raise Http404
        return area


class AreaPage(OneArea):
    """What there is in one area, beside a map."""

    permission = None

    def get(self, request: HttpRequest, code: str) -> HttpResponse:
        """Show it."""
        today, area = clock.today(), self.thing
        within = comparing.areas_within(area, today)
        trail = areas.trail_of(area)
        beside = [] if within or not trail else comparing.areas_within(trail[-1], today)
        context = {
            "section": "areas",
            "area": area,
            "kind": Kind(area.kind).label,
            "trail": trail_words(trail, area),
            "profile": statistics.area_profile(area),
            "lineage": areas.lineage_of(area),
            "ended": area.valid_to is not None and area.valid_to < today,
            "comparison": within and areas.compared(within, request.GET.get("shade", ""), today),
            "setting": beside and areas.setting_map(area, beside),
            "holder": trail[-1] if trail else None,
            "counted": sources.newest_run(),
        }
        return render(request, "web/area.html", context)


def trail_words(trail: Sequence[Area], area: Area) -> list[tuple[str, str]]:
    """The trail as pairs of name and address, ending with what sort of area this is."""
    start = [("Areas", areas.reverse("areas"))]
    kind = Kind(area.kind).label
    return [*start, *((a.name, areas.address_of(a.code)) for a in trail), (kind, "")]


class AreaCsv(OneArea):
    """The areas inside one area, with every measure, as a file."""

    permission = None

    def get(self, request: HttpRequest, code: str) -> HttpResponseBase:
        """Send it; an area with nothing inside is its own only row."""
        today, area = clock.today(), self.thing
        shown = comparing.areas_within(area, today) or [area]
        return areas_csv(f"{area.name} {area.code}", shown, today)
