"""Maps as drawings: outlines and points in degrees become paths, labels and pins in a box.

Pure: no Django. Outlines are GeoJSON geometries (WGS84, longitude first), polygons only.
"""

from __future__ import annotations

import math
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from itertools import chain
from typing import TYPE_CHECKING, Any

from commonweal.ui.tracing import (
    Degrees,
    Projection,
    label_spot,
    path_of,
    read_geometry,
    roomy_spots,
    simplified,
    tenths,
)

if TYPE_CHECKING:
    from shapely.geometry.base import BaseGeometry

WIDEST = 1.25
SERIF_LETTER = 9.3
LINE = 19.0
PIN_APART = 22.0
PIN_PATH = "M{x},{y}c-13,-13 -15,-17 -15,-23a15,15 0 1 1 30,0c0,6 -2,10 -15,23z"


@dataclass(frozen=True)
class Outline:
    """An area to draw: its GeoJSON geometry, what it is called, and how it is shaded.

    ``shade`` is 1 to 5 (a class of the key), 0 for plain land, -1 for not shown (hatched).
    ``number`` is its row in the table beside the map; ``figure`` a short second line.
    """

    key: str
    name: str
    geometry: Mapping[str, Any] | None
    shade: int = 0
    number: str = ""
    figure: str = ""
    address: str = ""
    spoken: str = ""
    style: str = ""


@dataclass(frozen=True)
class Point:
    """Something to pin: the middle of a postcode, with the number of its row."""

    latitude: float
    longitude: float
    number: str = ""
    name: str = ""
    address: str = ""


@dataclass(frozen=True)
class Line:
    """One line of a label, placed."""

    words: str
    x: str
    y: str
    style: str


@dataclass(frozen=True)
class Shape:
    """An area as drawn."""

    key: str
    path: str
    style: str
    lines: tuple[Line, ...]
    address: str
    spoken: str


@dataclass(frozen=True)
class Pin:
    """A pin as drawn, for one row or for several that lie too close to tell apart."""

    path: str
    x: str
    y: str
    words: str
    name: str
    address: str


@dataclass(frozen=True)
class Drawing:
    """A whole map: its view box, areas and pins. ``hatched`` says that the key needs it."""

    view_box: str
    shapes: tuple[Shape, ...]
    pins: tuple[Pin, ...]
    hatched: bool
    linked: bool


def draw(
    outlines: Sequence[Outline],
    points: Sequence[Point] = (),
    *,
    focus: Degrees | None = None,
) -> Drawing:
    """The map of these outlines and points.

    ``focus`` is the box to show (west, south, east, north); without it, all that is drawn.
    Outlines without a geometry, or with one that is no polygon, are left out: the list beside the
    map still names them.
    """
    read = [(o, g) for o in outlines if (g := read_geometry(o.geometry)) is not None]
    box = focus or box_of([g for _, g in read], points)
    projection = Projection.fitting(box)
    thin = simplified([g for _, g in read], projection)
    read = [(o, g) for (o, _), g in zip(read, thin, strict=True)]
    linked = any(o.address for o, _ in read) or any(p.address for p in points)
    return Drawing(
        view_box=projection.view_box,
        shapes=tuple(draw_outlines(read, projection)),
        pins=tuple(draw_pins(points, projection)),
        hatched=any(o.shade < 0 for o, _ in read),
        linked=linked,
    )


def box_of(geometries: Iterable[BaseGeometry], points: Iterable[Point]) -> Degrees:
    """The smallest box round all of them; the whole of England when there is nothing."""
    boxes = [g.bounds for g in geometries]
    boxes += [(p.longitude, p.latitude, p.longitude, p.latitude) for p in points]
    if not boxes:
        return (-6.4, 49.8, 1.8, 55.9)
    west, south, east, north = (
        f(side) for f, side in zip((min, min, max, max), zip(*boxes, strict=True), strict=True)
    )
    pad = 0.004 if (east - west) < 0.002 or (north - south) < 0.002 else 0.0
    return (west - pad, south - pad, east + pad, north + pad)


def draw_outlines(
    read: Sequence[tuple[Outline, BaseGeometry]], projection: Projection
) -> list[Shape]:
    """Each area, with a label that fits inside it and touches no other label.

    The largest have theirs first, so that a small neighbour never takes their room.
    """
    shapes, taken = [], list[tuple[float, float, float, float]]()
    labels: dict[int, list[Line]] = {}
    for i in sorted(range(len(read)), key=lambda i: -read[i][1].area):
        labels[i] = label(*read[i], projection, taken)
    for i, (outline, geometry) in enumerate(read):
        lines = labels[i]
        style = outline.style or {0: "", -1: "hush"}.get(outline.shade, f"q{outline.shade}")
        shapes.append(
            Shape(
                key=outline.key,
                path=path_of(geometry, projection),
                style=style,
                lines=tuple(lines),
                address=outline.address,
                spoken=outline.spoken or ". ".join(filter(None, [outline.number, outline.name])),
            )
        )
    return shapes


def label(
    outline: Outline,
    geometry: BaseGeometry,
    projection: Projection,
    taken: list[tuple[float, float, float, float]],
) -> list[Line]:
    """The name and figure where they fit, else the figure alone, else nothing; or the number."""
    spot, radius = label_spot(geometry, projection)
    tone = f"t{outline.shade}" if outline.shade > 0 else "halo"
    if outline.number:
        room = room_for([outline.number], spot, 10.0)
        if not free(room, taken):
            return []
        taken.append(room)
        return [Line(outline.number, tenths(spot[0]), tenths(spot[1] + 5), tone)]
    figure = [outline.figure] if outline.figure else []
    for words in ([*wrapped(outline.name), *figure], [*outline.name.split(), *figure], figure):
        if not words:
            continue
        room = room_for(words, spot, SERIF_LETTER)
        half, tall = (room[2] - room[0]) / 2, (room[3] - room[1]) / 2
        elsewhere = roomy_spots(geometry, projection, half, tall) if outline.name else ()
        for there in chain([spot] if half <= radius * 1.9 else [], elsewhere):
            room = room_for(words, there, SERIF_LETTER)
            if free(room, taken):
                taken.append(room)
                return placed(words, there, has_figure=bool(figure))
    return []


def placed(words: Sequence[str], spot: tuple[float, float], *, has_figure: bool) -> list[Line]:
    """The lines of a name round a spot, with its figure below."""
    top = spot[1] - (len(words) - 1) * LINE / 2 + 6
    last = len(words) - 1 if has_figure else -1
    return [
        Line(w, tenths(spot[0]), tenths(top + i * LINE), "halo" if i == last else "place")
        for i, w in enumerate(words)
    ]


def room_for(
    words: Sequence[str], spot: tuple[float, float], letter: float
) -> tuple[float, float, float, float]:
    """The box that these lines would fill."""
    half = max(len(w) for w in words) * letter / 2
    tall = len(words) * LINE / 2
    return (spot[0] - half, spot[1] - tall, spot[0] + half, spot[1] + tall)


def free(
    room: tuple[float, float, float, float], taken: Iterable[tuple[float, float, float, float]]
) -> bool:
    """Whether a box touches none of those taken."""
    return all(
        room[2] <= t[0] or t[2] <= room[0] or room[3] <= t[1] or t[3] <= room[1] for t in taken
    )


def wrapped(name: str) -> list[str]:
    """A long name as two lines of nearly the same length; a short one as it is."""
    breaks = [i for i, c in enumerate(name) if c == " "]
    if len(name) <= 14 or not breaks:
        return [name]
    middle = min(breaks, key=lambda i: abs(i - len(name) / 2))
    return [name[:middle], name[middle + 1 :]]


def draw_pins(points: Sequence[Point], projection: Projection) -> list[Pin]:
    """Pins in the order given; those too close to tell apart share one."""
    groups: list[tuple[tuple[float, float], list[Point]]] = []
    for point in points:
        spot = projection.place(point.longitude, point.latitude)
        near = next((g for g in groups if math.dist(g[0], spot) < PIN_APART), None)
        if near:
            near[1].append(point)
        else:
            groups.append((spot, [point]))
    return [pin_of(spot, members) for spot, members in sorted(groups, key=lambda g: g[0][1])]


def pin_of(spot: tuple[float, float], members: Sequence[Point]) -> Pin:
    """One pin. Several rows show the first number and a plus; their names are read out."""
    x, y = spot
    numbers = [m.number for m in members if m.number]
    shown = numbers[0] + ("+" if len(members) > 1 else "") if numbers else ""
    return Pin(
        path=PIN_PATH.format(x=tenths(x), y=tenths(y)),
        x=tenths(x),
        y=tenths(y - 18),
        words=shown,
        name="; ".join(m.name for m in members if m.name),
        address=members[0].address,
    )


def focus_on(geometry: Mapping[str, Any] | None, points: Sequence[Point]) -> Degrees | None:
    """A box round an area and points, with a quarter of its size to spare on every side."""
    read = read_geometry(geometry)
    if read is None:
        return None
    west, south, east, north = box_of([read], points)
    across, up = (east - west) / 4, (north - south) / 4
    # Never taller than wide: a map that stands upright pushes the words off a phone's screen.
    squeeze = math.cos(math.radians((south + north) / 2))
    across = max(across, ((north - south + 2 * up) * WIDEST / squeeze - (east - west)) / 2)
    return (west - across, south - up, east + across, north + up)
