"""Outlines in degrees become paths in a view box. Pure: no Django.

The projection is equirectangular with east-west shrunk by the cosine of the middle latitude, which
is true to within a fraction of a per cent over a county. Drawn units are those of the view box,
``WIDTH`` across, to a tenth.
"""

from __future__ import annotations

import math
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

# Shapely is slow to load, so each function that needs it imports it: no map, no wait.
if TYPE_CHECKING:
    from shapely.geometry.base import BaseGeometry

WIDTH = 480.0
TALLEST = 620.0
MARGIN = 12.0
SPECK = 1.5
SEEN = 0.9
GRID = 16

Degrees = tuple[float, float, float, float]


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


def read_geometry(geometry: Mapping[str, Any] | None) -> BaseGeometry | None:
    """The geometry, if it is a polygon or several and not empty."""
    if not geometry or geometry.get("type") not in {"Polygon", "MultiPolygon"}:
        return None
    import shapely
    from shapely.geometry import shape

    try:
        read = shape(geometry)
    except (
        shapely.errors.ShapelyError,
        ValueError,
        TypeError,
        KeyError,
        IndexError,
        AttributeError,
    ):
        return None
    return None if read.is_empty else read


def simplified(geometries: Sequence[BaseGeometry], projection: Projection) -> list[BaseGeometry]:
    """The same outlines with no more bends than can be seen; neighbours keep their shared edge."""
    import shapely

    try:
        fewer = shapely.coverage_simplify(list(geometries), SEEN / projection.scale)
    except shapely.errors.ShapelyError:
        return list(geometries)
    return [g if thin.is_empty else thin for g, thin in zip(geometries, fewer, strict=True)]


def path_of(geometry: BaseGeometry, projection: Projection) -> str:
    """The path of every ring that is large enough to see, in steps of a tenth of a unit."""
    import shapely

    rings = []
    for polygon in getattr(geometry, "geoms", [geometry]):
        for ring in (polygon.exterior, *polygon.interiors):
            drawn = ring_path([projection.place(x, y) for x, y in shapely.get_coordinates(ring)])
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


def roomy_spots(
    geometry: BaseGeometry, projection: Projection, half: float, tall: float
) -> Iterator[tuple[float, float]]:
    """Spots round which a box of this half width and half height lies wholly in the area.

    Of a grid of them, those nearest to the middle first; none is sought before it is asked for.
    """
    import numpy as np
    import shapely

    west, south, east, north = geometry.bounds
    across, up = np.meshgrid(
        np.linspace(west, east, GRID + 2)[1:-1], np.linspace(south, north, GRID + 2)[1:-1]
    )
    x, y = across.ravel(), up.ravel()
    wide, high = half / projection.scale / projection.squeeze, tall / projection.scale
    shapely.prepare(geometry)
    fits = shapely.contains(geometry, shapely.box(x - wide, y - high, x + wide, y + high))
    middle = projection.place(geometry.centroid.x, geometry.centroid.y)
    spots = [projection.place(float(a), float(b)) for a, b in zip(x[fits], y[fits], strict=True)]
    yield from sorted(spots, key=lambda spot: (math.dist(spot, middle), spot))


def label_spot(geometry: BaseGeometry, projection: Projection) -> tuple[tuple[float, float], float]:
    """The middle of the largest circle inside an area, and its radius, in drawn units."""
    import shapely

    largest = max(getattr(geometry, "geoms", [geometry]), key=lambda part: part.area)
    west, south, east, north = largest.bounds
    try:
        circle = shapely.maximum_inscribed_circle(
            largest, tolerance=max(east - west, north - south) / 60
        )
        (x, y), (edge_x, edge_y) = shapely.get_coordinates(circle)[:2]
    except (shapely.errors.ShapelyError, ValueError):
        middle = largest.representative_point()
        return projection.place(middle.x, middle.y), 0.0
    there, edge = projection.place(x, y), projection.place(edge_x, edge_y)
    return there, math.dist(there, edge)
