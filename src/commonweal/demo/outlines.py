"""A coast, and the country behind it parted into cells that leave no gap and never overlap."""

from __future__ import annotations

from dataclasses import dataclass
from itertools import pairwise

import numpy as np
import shapely
from shapely.geometry import LineString, MultiPoint, Point, Polygon
from shapely.geometry.base import BaseGeometry
from shapely.ops import polygonize, unary_union

WIGGLE = 0.07  # how far a border strays from straight, as a share of its length
SHORTEST = 350.0  # metres


@dataclass(frozen=True)
class Cell:
    """One piece of country, in metres on the grid, and the seed it grew round."""

    seed: int
    shape: BaseGeometry


def coast(
    centre: tuple[float, float], across: float, down: float, rng: np.random.Generator
) -> Polygon:
    """An island's shoreline: an ellipse with bays, headlands and a ragged edge."""
    turns = np.linspace(0, 2 * np.pi, 260, endpoint=False)
    out = np.ones_like(turns)
    for wave in range(2, 26):
        out += rng.normal(0, 0.16 / wave) * np.cos(wave * turns + rng.uniform(0, 2 * np.pi))
    points = np.column_stack(
        [centre[0] + across * out * np.cos(turns), centre[1] + down * out * np.sin(turns)]
    )
    shape = shapely.set_precision(Polygon(points), 1.0)
    return max(getattr(shape, "geoms", [shape]), key=lambda part: part.area)


def wandering(line: LineString) -> LineString:
    """The same border, no longer straight. It depends only on its ends, so both sides agree."""
    ends = sorted([line.coords[0], line.coords[-1]])
    rng = np.random.default_rng([int(abs(v)) for end in ends for v in end])
    points = [np.array(end) for end in ends]
    while max(np.linalg.norm(b - a) for a, b in pairwise(points)) > SHORTEST:
        finer = [points[0]]
        for a, b in pairwise(points):
            along = b - a
            stray = rng.normal(0, WIGGLE) * np.array([-along[1], along[0]])
            finer += [(a + b) / 2 + np.clip(stray, -900, 900), b]
        points = finer
    return LineString(np.round(points))


def parted(shore: Polygon, seeds: np.ndarray) -> list[BaseGeometry]:
    """The country inside the shore, in as many cells as there are seeds, in their order.

    Borders are those of the nearest seed, made to wander; cells meet exactly.
    """
    frame = shore.buffer(20_000)
    edges = shapely.voronoi_polygons(MultiPoint(seeds), extend_to=frame, only_edges=True)
    lines = [wandering(edge) for edge in getattr(edges, "geoms", [edges])]
    net = shapely.set_precision(unary_union([*lines, shore.exterior]), 1.0)
    pieces = [piece for piece in polygonize(net) if shore.contains(piece.representative_point())]
    tree = shapely.STRtree([Point(seed) for seed in seeds])
    owner = tree.nearest([piece.representative_point() for piece in pieces])
    homes: dict[int, list[Polygon]] = {at: [] for at in range(len(seeds))}
    for piece, at in zip(pieces, owner.tolist(), strict=True):
        homes[at].append(piece)
    return [unary_union(homes[at]) for at in range(len(seeds))]


def grouped(points: np.ndarray, groups: int, rng: np.random.Generator) -> np.ndarray:
    """Neighbouring points put together in so many groups (Lloyd's method, a few rounds)."""
    middles = points[rng.choice(len(points), groups, replace=False)]
    label = np.zeros(len(points), int)
    for _ in range(12):
        label = np.argmin(((points[:, None] - middles[None]) ** 2).sum(axis=2), axis=1)
        middles = np.array(
            [
                points[label == g].mean(axis=0) if (label == g).any() else middles[g]
                for g in range(groups)
            ]
        )
    return label


def points_inside(shape: BaseGeometry, count: int, rng: np.random.Generator) -> np.ndarray:
    """So many points in a shape, thicker towards its middle."""
    west, south, east, north = shape.bounds
    shapely.prepare(shape)
    found: list[np.ndarray] = []
    have = 0
    while have < count:
        tried = rng.normal(0.5, 0.22, (count * 3, 2)) * [east - west, north - south] + [west, south]
        inside = tried[shapely.contains_xy(shape, tried)]
        found.append(inside)
        have += len(inside)
    return np.round(np.concatenate(found)[:count])
