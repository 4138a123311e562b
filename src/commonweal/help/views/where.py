"""Where to go: what is known of the need of wards, on a map with its table. Never who."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest, StreamingHttpResponse
from django.views.generic import TemplateView

from commonweal.core import clock
from commonweal.core.gates import GatedView
from commonweal.core.limits import Limit, knock_in_passing
from commonweal.help.reports.need_areas import Column, NeedAreas, need_areas
from commonweal.ui import maps
from commonweal.ui.downloads import csv_response
from commonweal.ui.shading import Shading, shading

DOWNLOADS = Limit("help.where", 30, 600)
MOST_NUMBERED = 60


def written(column: Column) -> Any:
    """How a value of a column is said in the key: a share in per cent, or a number."""
    if column.key in ("deprivation", "older", "distance"):
        return lambda value: f"{round(100 * value)}%"
    return lambda value: f"{value:g}"


def drawing_of(found: NeedAreas, column: Column, shades: Shading) -> maps.Drawing:
    """The wards shaded by one column; their numbers are those of the table."""
    few = len(found.wards) <= MOST_NUMBERED
    return maps.draw([
        maps.Outline(
            key=ward.code, name="", geometry=ward.outline,
            shade=shades.shade(column.of(ward.code).value), number=str(n) if few else "",
            spoken=f"{ward.name}: {column.of(ward.code).words}",
        )
        for n, ward in enumerate(found.wards, 1)
    ])  # fmt: skip


class Where(GatedView, TemplateView):
    """The map, and the table that says the same."""

    permission = None
    template_name = "help/reaching_where.html"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """The wards of one area, shaded by one figure."""
        asked = self.request.GET
        found = need_areas(asked.get("area", "")[:9], clock.today())
        column = found.column(asked.get("by", "")[:20])
        values = [column.of(w.code).value for w in found.wards]
        step = 0.01 if column.key in ("deprivation", "older", "distance") else 1
        shades = shading(values, written(column), step)
        rows = [
            (n, ward.name, [c.of(ward.code).words for c in found.columns if not c.missing])
            for n, ward in enumerate(found.wards, 1)
        ]
        return super().get_context_data(**kwargs) | {
            "found": found, "column": column, "rows": rows, "key": shades.key,
            "drawing": drawing_of(found, column, shades) if not column.missing else None,
            "known": [c for c in found.columns if not c.missing],
            "missing": [c for c in found.columns if c.missing],
        }  # fmt: skip


class WhereTable(GatedView):
    """The same as a file."""

    permission = None

    def get(self, request: HttpRequest) -> StreamingHttpResponse:
        """Every ward with every figure, and where each is from."""
        knock_in_passing(request, DOWNLOADS)
        found = need_areas(request.GET.get("area", "")[:9], clock.today())
        known = [c for c in found.columns if not c.missing]
        rows = [[w.code, w.name, *(c.of(w.code).words for c in known)] for w in found.wards]
        notes = [f"{c.title}: {c.source}." for c in known]
        name = f"where-to-go-{found.area.name if found.area else 'nowhere'}"
        header = ["code", "ward", *(c.title for c in known)]
        return csv_response(name, header, rows, notes=notes, on=clock.today())
