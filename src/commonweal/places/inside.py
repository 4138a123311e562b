"""Which area a point lies in: many points against many outlines. Knows no database."""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt
import shapely
from shapely.geometry.base import BaseGeometry

NEAR_METRES = 300
METRES_OF_A_DEGREE = 111_195.0
Floats = npt.NDArray[np.float64]


@dataclass(frozen=True)
class Outlines:
    """Areas of one kind with their outlines, ready to be asked. The code is the answer."""

    codes: tuple[str, ...]
    tree: shapely.STRtree
    shapes: npt.NDArray[np.object_]

    @classmethod
    def of(cls, codes: Sequence[str], shapes: Sequence[BaseGeometry]) -> Outlines:
        """Make ready. Where outlines of two editions overlap, the higher code answers."""
        order = sorted(range(len(codes)), key=lambda i: codes[i])
        drawn = np.asarray([shapes[i] for i in order], dtype=object)
        shapely.prepare(drawn)
        return cls(tuple(codes[i] for i in order), shapely.STRtree(drawn), drawn)

    def bounds(self) -> tuple[float, float, float, float]:
        """West, south, east and north of everything that could be found here."""
        west, south, east, north = shapely.total_bounds(self.shapes).tolist()
        reach = 2 * NEAR_METRES / METRES_OF_A_DEGREE
        return west - reach, south - reach, east + reach, north + reach

    def areas_of(self, latitudes: Floats, longitudes: Floats) -> list[str]:
        """For each point the code of the area it lies in, or of the nearest within 300 metres.

        Generalised boundaries cut off quays and river banks, so a postcode there takes its
        nearest area. ``""`` for a point farther out.
        """
        found = [""] * len(latitudes)
        if not self.codes or not len(latitudes):
            return found
        points = shapely.points(longitudes, latitudes)
        which, area = self.tree.query(points, predicate="intersects")
        for w, a in zip(which.tolist(), area.tolist(), strict=True):
            found[w] = max(found[w], self.codes[a])
        outside = np.asarray([i for i, code in enumerate(found) if not code], dtype=int)
        for i in self._within_reach(outside, points[outside]):
            found[i] = self._nearest(float(latitudes[i]), float(longitudes[i]))
        return found

    def _within_reach(self, which: npt.NDArray[np.int64], points: object) -> list[int]:
        """Of these points, those with any area near enough to be worth measuring to."""
        reach = 2 * NEAR_METRES / METRES_OF_A_DEGREE  # a degree of longitude is half as long here
        near, _ = self.tree.query(points, predicate="dwithin", distance=reach)
        return sorted(set(which[near].tolist()))

    def _nearest(self, lat: float, long: float) -> str:
        reach = NEAR_METRES / METRES_OF_A_DEGREE
        squeeze = math.cos(math.radians(lat))
        window = shapely.box(
            long - reach / squeeze, lat - reach, long + reach / squeeze, lat + reach
        )
        best, answer = float(NEAR_METRES), ""
        for a in sorted(self.tree.query(window).tolist()):
            metres = metres_to(self.shapes[a], lat, long)
            if metres <= best:
                best, answer = metres, self.codes[a]
        return answer


def metres_to(drawn: BaseGeometry, lat: float, long: float) -> float:
    """How far a point is from an outline, in metres, taking the ground round it as flat."""
    nearest = shapely.get_coordinates(
        shapely.shortest_line(shapely.Point(long, lat), _squeezed(drawn, lat, long))
    )
    if not len(nearest):
        return math.inf
    east = (nearest[1][0] - long) * math.cos(math.radians(lat))
    return math.hypot(east, nearest[1][1] - lat) * METRES_OF_A_DEGREE


def _squeezed(drawn: BaseGeometry, lat: float, long: float) -> BaseGeometry:
    """Only the part of the outline round the point, so that coastlines cost little."""
    reach = 4 * NEAR_METRES / METRES_OF_A_DEGREE
    return shapely.clip_by_rect(drawn, long - reach, lat - reach, long + reach, lat + reach)
