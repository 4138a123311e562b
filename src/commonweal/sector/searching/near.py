"""Distance on the globe, and which points lie within one. Pure: arrays in, arrays out.

Great circle on a sphere of the Earth's mean radius (IUGG: 6371.0088 km); within 0.5 % of the
ellipsoid anywhere in the British Isles. Latitude and longitude are degrees, distance is km.
"""

from __future__ import annotations

import math
from typing import Any

import numpy as np
from numpy.typing import NDArray

EARTH_KM = 6371.0088
CELL = 0.02  # degrees: about 2.2 km north to south
COLUMNS = int(360 / CELL) + 1

Floats = NDArray[np.float64]
Positions = NDArray[np.int64]


def distances_km(latitude: float, longitude: float, lats: Floats, lons: Floats) -> Floats:
    """How far each point is from the given one (haversine). Unknown places are NaN away."""
    phi, phis = math.radians(latitude), np.radians(lats)
    half = np.sin((phis - phi) / 2) ** 2
    half += math.cos(phi) * np.cos(phis) * np.sin(np.radians(lons - longitude) / 2) ** 2
    return 2 * EARTH_KM * np.arcsin(np.sqrt(np.clip(half, 0, 1)))  # type: ignore[no-any-return]


def reach(latitude: float, km: float) -> tuple[float, float]:
    """How many degrees of latitude and longitude a circle of this radius spans to each side."""
    angle = km / EARTH_KM
    if angle >= math.pi / 2 or abs(latitude) + math.degrees(angle) >= 90:
        return 180.0, 360.0
    across = math.sin(angle) / math.cos(math.radians(latitude))
    return math.degrees(angle), math.degrees(math.asin(min(1.0, across)))


class Grid:
    """Points sorted by the cell they lie in, so that a circle reads a few runs and not them all."""

    def __init__(self, lats: Floats, lons: Floats) -> None:
        known = np.flatnonzero(~(np.isnan(lats) | np.isnan(lons)))
        self.lats, self.lons = lats, lons
        keys = self._row(lats[known]) * COLUMNS + self._column(lons[known])
        order = np.argsort(keys, kind="stable")
        self.keys, self.positions = keys[order], known[order]

    @staticmethod
    def _row(lats: Any) -> Any:
        return np.floor((np.asarray(lats) + 90) / CELL).astype(np.int64)

    @staticmethod
    def _column(lons: Any) -> Any:
        return np.floor((np.asarray(lons) + 180) / CELL).astype(np.int64)

    def candidates(self, latitude: float, longitude: float, km: float) -> Positions:
        """The points in every cell that the circle could touch; some lie outside it."""
        up, across = reach(latitude, km)
        if across >= 180 or abs(longitude) + across > 180:
            return self.positions
        rows = np.arange(self._row(latitude - up), self._row(latitude + up) + 1) * COLUMNS
        starts = np.searchsorted(self.keys, rows + self._column(longitude - across), "left")
        ends = np.searchsorted(self.keys, rows + self._column(longitude + across), "right")
        runs = [self.positions[a:b] for a, b in zip(starts, ends, strict=True) if b > a]
        return np.concatenate(runs) if runs else self.positions[:0]

    def within(self, latitude: float, longitude: float, km: float) -> tuple[Positions, Floats]:
        """The points no farther than this, and how far each is. In no particular order."""
        found = self.candidates(latitude, longitude, km)
        far = distances_km(latitude, longitude, self.lats[found], self.lons[found])
        inside = far <= km
        return found[inside], far[inside]
