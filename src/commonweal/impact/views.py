"""Measures for everybody to read, and to take away."""

from __future__ import annotations

from decimal import Decimal
from typing import Any

from django.core.paginator import Paginator
from django.db.models import Count, Max, Q
from django.http import HttpRequest, HttpResponseBase
from django.shortcuts import get_object_or_404
from django.views.generic import TemplateView

from commonweal.core import clock
from commonweal.core.gates import GatedView, anyone
from commonweal.impact.models import Measure
from commonweal.impact.reports import OverTime, over_time
from commonweal.ui.downloads import csv_response

AT_A_TIME = 50
HEADER = (
    "measure", "unit", "area", "from", "to", "value", "low", "high", "source", "source address",
    "note", "recorded",
)  # fmt: skip


class Measures(GatedView, TemplateView):
    """All that is counted here, by name."""

    permission = None
    template_name = "impact/measures.html"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """Each with how many figures it has, and to which day."""
        stand = Q(observations__withdrawn_at=None)
        rows = Measure.objects.annotate(
            figures=Count("observations", filter=stand),
            until=Max("observations__ends_on", filter=stand),
        ).order_by("name", "pk")
        page = Paginator(rows, AT_A_TIME).get_page(self.request.GET.get("page"))
        return super().get_context_data(**kwargs) | {"page": page, "section": "promises"}


class OneMeasure(GatedView, TemplateView):
    """A measure over time: a table that is the chart."""

    permission = None
    template_name = "impact/measure.html"

    def load(self) -> Measure:
        """The measure of this address."""
        return get_object_or_404(Measure, slug=self.kwargs["slug"])

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """Its figures."""
        told = over_time(self.thing)
        return super().get_context_data(**kwargs) | {"told": told, "section": "promises"}


@anyone
def measure_as_csv(request: HttpRequest, slug: str) -> HttpResponseBase:
    """The figures that stand, a row each, to keep."""
    told: OverTime = over_time(get_object_or_404(Measure, slug=slug))
    name, unit = told.measure.name, told.measure.get_unit_display()
    rows = (
        (
            name, unit, row.area, row.starts_on, row.ends_on, plain(row.value), plain(row.low),
            plain(row.high), row.source, row.source_url, row.note, row.at,
        )
        for row in told.rows
    )  # fmt: skip
    return csv_response(name, HEADER, rows, on=clock.today())


def plain(value: Decimal | None) -> str:
    """A figure as computers read it, or nothing."""
    return "" if value is None else f"{value.normalize():f}"
