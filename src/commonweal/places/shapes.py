"""Outlines for maps: lighter the more there are, as GeoJSON by code."""

from __future__ import annotations

from collections.abc import Collection
from typing import Any

from commonweal.places.models import Area

# Corners closer than this share of the map's width cannot be seen.
SHARE = 1 / 1500


def outlines_of(codes: Collection[str], *, lighter: bool = True) -> dict[str, dict[str, Any]]:
    """The outlines of these areas, by code; areas without one are left out.

    Neighbours are simplified together, so that they still meet. Positions are longitude, latitude.
    """
    areas = Area.objects.filter(code__in=list(codes), outline__isnull=False)
    found: dict[str, Any] = dict(areas.order_by("code").values_list("code", "outline"))
    if not lighter or not found:
        return found
    # Slow to load, so not before the first map is drawn.
    from shapely.geometry import mapping, shape

    from commonweal.places import outlines

    drawn = [shape(outline) for outline in found.values()]
    west, east = min(d.bounds[0] for d in drawn), max(d.bounds[2] for d in drawn)
    light = outlines.simplify(drawn, (east - west) * SHARE)
    return {code: dict(mapping(d)) for code, d in zip(found, light, strict=True)}


def bounds_of(codes: Collection[str]) -> tuple[float, float, float, float] | None:
    """West, south, east and north of the box round these areas, where their outlines are known."""
    boxes = Area.objects.filter(code__in=list(codes), west__isnull=False)
    sides = list(boxes.values_list("west", "south", "east", "north"))
    if not sides:
        return None
    wests, souths, easts, norths = zip(*sides, strict=True)
    return min(wests), min(souths), max(easts), max(norths)
