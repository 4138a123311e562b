"""The map beside a numbered list: a pin for each row, over the outlines around them."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass

from commonweal.places.choices import Kind as AreaKind
from commonweal.places.models import Area
from commonweal.sector.searching.whereabouts import Spot
from commonweal.ui import maps, words

MOST_OUTLINES = 40
PADDING = 0.012  # degrees round the outermost pins


@dataclass(frozen=True)
class NumberedMap:
    """The map beside a list: the drawing, what it says aloud, which rows share a pin, and what
    the pin without a number is."""

    drawing: maps.Drawing
    spoken: str
    shared: tuple[str, ...]
    asked: str


# A row's number in the list, its latitude and longitude where they are known.
Placed = tuple[int, float | None, float | None]


def numbered_map(rows: Iterable[Placed], spot: Spot | None) -> NumberedMap | None:
    """Pins for rows, and for what they are near to, over the outlines around them; nothing to
    pin, no map.
    """
    pins = [
        maps.Point(latitude, longitude, number=str(number), name=str(number))
        for number, latitude, longitude in rows
        if latitude is not None and longitude is not None
    ]
    if not pins:
        return None
    if spot:
        pins.append(maps.Point(spot.latitude, spot.longitude))
    focus = padded([(pin.latitude, pin.longitude) for pin in pins])
    drawing = maps.draw(list(outlines(focus)), pins, focus=focus)
    shared = [pin.name.split("; ") for pin in drawing.pins if ";" in pin.name]
    return NumberedMap(
        drawing,
        f"Map with {words.count(len(drawing.pins), 'pin')}, numbered as in the list",
        tuple(f"{numbers[0]}+ is {words.listed(numbers)}" for numbers in shared),
        spot.label if spot and any(not p.words for p in drawing.pins) else "",
    )


def padded(spots: Sequence[tuple[float, float]]) -> maps.Degrees:
    """The box round some points, with room for a pin's head."""
    lats, lons = [s[0] for s in spots], [s[1] for s in spots]
    pad_up = max(PADDING, (max(lats) - min(lats)) * 0.12)
    pad_out = max(PADDING * 1.6, (max(lons) - min(lons)) * 0.08)
    return (min(lons) - pad_out, min(lats) - pad_up, max(lons) + pad_out, max(lats) + pad_up)


def outlines(box: maps.Degrees) -> Iterator[maps.Outline]:
    """The wards that the box touches if they are few, else the districts."""
    west, south, east, north = box
    touching = Area.objects.filter(
        valid_to=None, west__lte=east, east__gte=west, south__lte=north, north__gte=south
    ).exclude(outline=None)
    wards = touching.filter(kind=AreaKind.WARD).order_by("code")
    shown = list(wards[: MOST_OUTLINES + 1])
    if not 0 < len(shown) <= MOST_OUTLINES:
        shown = list(touching.filter(kind=AreaKind.DISTRICT).order_by("code")[:MOST_OUTLINES])
    for area in shown:
        style = "parish" if area.kind == AreaKind.WARD else ""
        yield maps.Outline(area.code, area.name, area.outline, style=style)
