"""Maps as drawings: outlines and points in degrees become paths, labels and pins in a box.

Pure: no Django. Outlines are GeoJSON geometries (WGS84, longitude first), polygons only. The
projection is equirectangular with east-west shrunk by the cosine of the middle latitude, which is
true to within a fraction of a per cent over a county. Drawn units are those of the view box,
``WIDTH`` across, to a tenth.
"""

from __future__ import annotations

import math
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from shapely import coverage_simplify, get_coordinates, maximum_inscribed_circle
from shapely.errors import ShapelyError
from shapely.geometry import shape as geometry_of
from shapely.geometry.base import BaseGeometry

WIDTH = 480.0
TALLEST = 620.0
MARGIN = 12.0
SPECK = 1.5
WIDEST = 1.25
SEEN = 0.9
SERIF_LETTER = 9.3
LINE = 19.0
PIN_APART = 22.0
PIN_PATH = "M{x},{y}c-13,-13 -15,-17 -15,-23a15,15 0 1 1 30,0c0,6 -2,10 -15,23z"

Degrees = tuple[float, float, float, float]


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


@dataclass(frozen=True)
class Projection:
    """From degrees to units of the view box."""

    west: float
    north: float
    squeeze: float
    scale: float
    width: float
    height: float

    @classmethod
    def fitting(cls, degrees: Degrees, width: float = WIDTH) -> Projection:
        """The projection that fits a box of west, south, east, north with a margin round it."""
        west, south, east, north = degrees
        squeeze = math.cos(math.radians((south + north) / 2))
        across = max((east - west) * squeeze, 1e-6)
        up = max(north - south, 1e-6)
        room = width - 2 * MARGIN
        scale = min(room / across, (TALLEST - 2 * MARGIN) / up)
        return cls(
            west, north, squeeze, scale, across * scale + 2 * MARGIN, up * scale + 2 * MARGIN
        )

    def place(self, longitude: float, latitude: float) -> tuple[float, float]:
        """Where a point falls, to a tenth of a unit."""
        x = (longitude - self.west) * self.squeeze * self.scale + MARGIN
        y = (self.north - latitude) * self.scale + MARGIN
        return round(x, 1), round(y, 1)

    @property
    def view_box(self) -> str:
        """For the attribute of that name."""
        return f"0 0 {tenths(self.width)} {tenths(self.height)}"


def tenths(value: float) -> str:
    """A number as a path takes it: ``12``, ``12.5``."""
    return f"{value:.1f}".removesuffix(".0").replace("-0", "-0" if value <= -0.05 else "0")


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
    read = simplified(read, projection)
    linked = any(o.address for o, _ in read) or any(p.address for p in points)
    return Drawing(
        view_box=projection.view_box,
        shapes=tuple(draw_outlines(read, projection)),
        pins=tuple(draw_pins(points, projection)),
        hatched=any(o.shade < 0 for o, _ in read),
        linked=linked,
    )


def read_geometry(geometry: Mapping[str, Any] | None) -> BaseGeometry | None:
    """The geometry, if it is a polygon or several and not empty."""
    if not geometry or geometry.get("type") not in {"Polygon", "MultiPolygon"}:
        return None
    try:
        read = geometry_of(geometry)
    except (ShapelyError, ValueError, TypeError, KeyError, IndexError, AttributeError):
        return None
    return None if read.is_empty else read


def simplified(
    read: Sequence[tuple[Outline, BaseGeometry]], projection: Projection
) -> list[tuple[Outline, BaseGeometry]]:
    """The same outlines with no more bends than can be seen; neighbours keep their shared edge."""
    if not read:
        return []
    try:
        fewer = coverage_simplify([g for _, g in read], SEEN / projection.scale)
    except ShapelyError:
        return list(read)
    return [(o, g if thin.is_empty else thin) for (o, g), thin in zip(read, fewer, strict=True)]


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
    """Each area, with a label that fits inside it and touches no other label."""
    shapes, taken = [], list[tuple[float, float, float, float]]()
    for outline, geometry in read:
        spot, radius = label_spot(geometry, projection)
        lines = label(outline, spot, radius, taken)
        style = outline.style or {0: "", -1: "hush"}.get(outline.shade, f"q{outline.shade}")
        shapes.append(
            Shape(
                key=outline.key,
                path=path_of(geometry, projection),
                style=style,
                lines=tuple(lines),
                address=outline.address,
                spoken=outline.spoken or outline.name,
            )
        )
    return shapes


def path_of(geometry: BaseGeometry, projection: Projection) -> str:
    """The path of every ring that is large enough to see, in steps of a tenth of a unit."""
    rings = []
    for polygon in getattr(geometry, "geoms", [geometry]):
        for ring in (polygon.exterior, *polygon.interiors):
            drawn = ring_path([projection.place(x, y) for x, y in get_coordinates(ring)])
            rings.append(drawn)
    kept = [r for r in rings if r]
    return "".join(kept) or "".join(speck(geometry, projection))


def speck(geometry: BaseGeometry, projection: Projection) -> list[str]:
    """A dot for an area too small to draw, so that it is never lost."""
    middle = geometry.representative_point()
    x, y = projection.place(middle.x, middle.y)
    return [f"M{tenths(x - 1)},{tenths(y - 1)}h2v2h-2z"]


def ring_path(points: Sequence[tuple[float, float]]) -> str:
    """One closed ring as relative steps; empty for a ring too small to see."""
    xs, ys = [p[0] for p in points], [p[1] for p in points]
    if max(xs) - min(xs) < SPECK and max(ys) - min(ys) < SPECK:
        return ""
    start = points[0]
    steps, last = [f"M{tenths(start[0])},{tenths(start[1])}l"], start
    for point in points[1:-1]:
        if point != last:
            steps.append(f"{tenths(point[0] - last[0])},{tenths(point[1] - last[1])} ")
            last = point
    return "".join(steps).rstrip() + "z"


def label_spot(geometry: BaseGeometry, projection: Projection) -> tuple[tuple[float, float], float]:
    """The middle of the largest circle inside an area, and its radius, in drawn units."""
    largest = max(getattr(geometry, "geoms", [geometry]), key=lambda part: part.area)
    west, south, east, north = largest.bounds
    try:
        circle = maximum_inscribed_circle(largest, tolerance=max(east - west, north - south) / 60)
        (x, y), (edge_x, edge_y) = get_coordinates(circle)[:2]
    except (ShapelyError, ValueError):
        middle = largest.representative_point()
        return projection.place(middle.x, middle.y), 0.0
    there, edge = projection.place(x, y), projection.place(edge_x, edge_y)
    return there, math.dist(there, edge)


def label(
    outline: Outline,
    spot: tuple[float, float],
    radius: float,
    taken: list[tuple[float, float, float, float]],
) -> list[Line]:
    """The name and figure where they fit, else the row's number, else nothing."""
    tone = f"t{outline.shade}" if outline.shade > 0 else "halo"
    if outline.number:
        room = room_for([outline.number], spot, 10.0)
        small = radius < 7 or outline.shade < 0
        if small and not free(room, taken):
            return []
        taken.append(room)
        return [Line(outline.number, tenths(spot[0]), tenths(spot[1] + 5), tone)]
    words = [*wrapped(outline.name), *filter(None, [outline.figure])]
    room = room_for(words, spot, SERIF_LETTER)
    if (room[2] - room[0]) / 2 > radius * 1.9 or not free(room, taken):
        return []
    taken.append(room)
    top = spot[1] - (len(words) - 1) * LINE / 2 + 6
    last = len(words) - 1 if outline.figure else -1
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
