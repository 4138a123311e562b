"""Points on the ground: grid references, distances. Knows no database."""

from __future__ import annotations

import math
from functools import lru_cache
from typing import Any

import numpy as np
import numpy.typing as npt

EARTH_KM = 6371.0088  # mean radius, IUGG
Floats = npt.NDArray[np.float64]


def distance_km(lat_a: float, long_a: float, lat_b: float, long_b: float) -> float:
    """How far apart two points are, in kilometres along a great circle (haversine).

    Good to about 0.5 per cent, because the Earth is taken as a ball.
    """
    a, b = math.radians(lat_a), math.radians(lat_b)
    across = math.sin(math.radians(long_b - long_a) / 2) ** 2
    h = math.sin((b - a) / 2) ** 2 + math.cos(a) * math.cos(b) * across
    return 2 * EARTH_KM * math.asin(min(1.0, math.sqrt(h)))


def box_around(lat: float, long: float, km: float) -> tuple[float, float, float, float]:
    """West, south, east and north of the box that holds every point within so many km."""
    up = math.degrees(km / EARTH_KM)
    along = up / max(0.01, math.cos(math.radians(lat)))
    return long - along, lat - up, long + along, lat + up


@lru_cache(maxsize=4)
def _grid(epsg: int) -> Any:
    from pyproj import Transformer

    return Transformer.from_crs(f"EPSG:{epsg}", "EPSG:4326", always_xy=True)


def from_grid(eastings: Any, northings: Any, *, irish: bool = False) -> tuple[Floats, Floats]:
    """Latitudes and longitudes (WGS84) of grid references in metres.

    The British National Grid, or with ``irish`` the Irish one that Northern Ireland's postcodes
    use. Right to a few metres: the Ordnance Survey's exact shift grid is not needed for a postcode.
    """
    long, lat = _grid(29901 if irish else 27700).transform(
        np.asarray(eastings, dtype=float), np.asarray(northings, dtype=float)
    )
    return np.asarray(lat), np.asarray(long)
