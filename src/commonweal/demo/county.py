"""Saltwold: a county that is not there. Seven districts in the North Sea, off no real coast."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property, lru_cache

import numpy as np
from pyproj import Transformer
from shapely.geometry.base import BaseGeometry
from shapely.ops import transform, unary_union

from commonweal.demo import outlines
from commonweal.demo.block import generator
from commonweal.demo.ground import Ground
from commonweal.demo.words import place_names, postcodes

NAME = "Saltwold"
CENTRE = (628_000, 428_000)  # metres on the National Grid: open sea, east of Yorkshire
# District, where its middle lies from the centre (km east, km north), small areas, wards.
DISTRICTS = (
    ("Marram", -16.5, 9.0, 20, 6),
    ("Kelder", -2.0, 11.5, 32, 9),
    ("Ness", 15.0, 9.0, 38, 11),
    ("Thrushby", -17.5, -7.0, 53, 14),
    ("Upwold", -3.5, 0.5, 46, 13),
    ("Netherhithe", 10.5, -8.0, 100, 25),
    ("Stanmoor", -4.5, -13.0, 41, 12),
)
COUNTY_CODE = "E10990001"
YEAR = 2024
RANKED = 33_755  # small areas that the 2025 index of deprivation ranks
_LONG_LAT = Transformer.from_crs(27700, 4326, always_xy=True)


@dataclass(frozen=True)
class Drawn:
    """An area of the county, outlined in longitude and latitude. Deprivation only for the small."""

    kind: str
    code: str
    name: str
    parent: str
    population: int
    shape: BaseGeometry
    rank: int | None = None

    @property
    def decile(self) -> int | None:
        """1 for the most deprived tenth of the nation's small areas."""
        return None if self.rank is None else 1 + (self.rank - 1) * 10 // RANKED


@dataclass(frozen=True)
class Spot:
    """A postcode and where it is: metres on the grid, degrees, and the areas it lies in."""

    postcode: str
    easting: int
    northing: int
    longitude: float
    latitude: float
    village: str
    district_at: int
    district: str
    ward: str
    lsoa: str


@dataclass(frozen=True)
class County:
    """All of Saltwold, the same for the same seed."""

    seed: int
    areas: tuple[Drawn, ...]
    spots: tuple[Spot, ...]
    name: str = NAME
    code: str = COUNTY_CODE

    def of_kind(self, kind: str) -> list[Drawn]:
        """The areas of one kind."""
        return [area for area in self.areas if area.kind == kind]

    def ground(self) -> Ground:
        """Where its organisations can be."""
        return self._ground

    @cached_property
    def _ground(self) -> Ground:
        return Ground(
            county=self.name,
            postcodes=tuple(s.postcode for s in self.spots),
            villages=tuple(s.village for s in self.spots),
            towns=tuple(DISTRICTS[s.district_at][0] for s in self.spots),
            authority_of=tuple(s.district_at for s in self.spots),
            authorities=tuple(name for name, *_ in DISTRICTS),
            share=tuple([1.0] * len(self.spots)),
            county_is_authority=True,
        )


def seeds_of(rng: np.random.Generator) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
    """A seed for each small area, its district and its ward; thick in towns, thin in the fields."""
    middles = np.array([[x * 1000 + CENTRE[0], y * 1000 + CENTRE[1]] for _, x, y, *_ in DISTRICTS])
    seeds, district, ward = [], [], []
    wards = 0
    for at, (_, _, _, small, many) in enumerate(DISTRICTS):
        found = np.empty((0, 2))
        while len(found) < small:
            town = rng.random(small * 4) < 0.45
            spread = np.where(town, 1_700 + small * 18, 7_000)[:, None]
            tried = middles[at] + rng.normal(0, 1, (small * 4, 2)) * spread
            near = np.argmin(((tried[:, None] - middles[None]) ** 2).sum(axis=2), axis=1)
            found = apart(np.concatenate([found, tried[near == at]]), 420)
        found = np.round(found[:small])
        seeds.append(found)
        district += [at] * small
        label = outlines.grouped(found, many, rng)
        _, label = np.unique(label, return_inverse=True)
        ward += (label + wards).tolist()
        wards += int(label.max()) + 1
    return np.concatenate(seeds), np.array(district), np.array(ward)


def apart(points: np.ndarray, metres: float) -> np.ndarray:
    """Only points that keep their distance from those before them."""
    kept: list[np.ndarray] = []
    for point in points:
        if all(np.hypot(*(point - other)) > metres for other in kept):
            kept.append(point)
    return np.array(kept)


def degrees(shape: BaseGeometry) -> BaseGeometry:
    """From metres on the grid to longitude and latitude, rounded to about ten centimetres."""
    return transform(lambda x, y: tuple(np.round(_LONG_LAT.transform(x, y), 6)), shape)


def ranks(seeds: np.ndarray, shore: BaseGeometry, rng: np.random.Generator) -> np.ndarray:
    """Where each small area stands in the nation: hard by the old docks and along the far coast."""
    docks = np.array([CENTRE[0] + 13_500, CENTRE[1] - 9_000])
    ferry = np.array([CENTRE[0] + 19_000, CENTRE[1] + 10_500])
    score = 1.7 * np.exp(-np.hypot(*(seeds - docks).T) / 4_200)
    score += 1.3 * np.exp(-np.hypot(*(seeds - ferry).T) / 3_600)
    score += rng.normal(0, 0.32, len(seeds)) - 0.35
    share = 1 / (1 + np.exp(2.1 * score))
    found: np.ndarray = np.clip((share * RANKED).astype(int), 1, RANKED)
    return found


@lru_cache(maxsize=2)
def saltwold(seed: int = 1) -> County:
    """The county: shore, small areas, wards, districts, postcodes."""
    rng = generator(seed, 10)
    seeds, district, ward = seeds_of(rng)
    shore = outlines.coast(CENTRE, 28_500, 21_500, rng)
    inside = np.array([shore.buffer(-250).contains(p) for p in map(_point, seeds)])
    seeds, district, ward = seeds[inside], district[inside], ward[inside]
    _, ward = np.unique(ward, return_inverse=True)
    cells = outlines.parted(shore, seeds)
    names = place_names(len(cells), rng)
    people = rng.integers(1_050, 2_250, len(cells))
    rank = ranks(seeds, shore, rng)
    areas = named_areas(cells, names, district, ward, people=people, rank=rank)
    return County(seed, tuple(areas), tuple(spots(cells, names, district, ward, rng)))


def _point(xy: np.ndarray) -> BaseGeometry:
    from shapely.geometry import Point

    return Point(xy)


def codes(district: int, ward: int, small: int) -> tuple[str, str, str]:
    """Codes that no real area has: all their numbers begin with 99."""
    return f"E0799{district + 1:04d}", f"E0599{ward + 1:04d}", f"E0199{small + 1:04d}"


def named_areas(
    cells: list[BaseGeometry], names: list[str], district: np.ndarray, ward: np.ndarray, *,
    people: np.ndarray, rank: np.ndarray,
) -> list[Drawn]:  # fmt: skip
    """Small areas, and the wards, districts and county they make up, without a gap."""
    areas = []
    for w in np.unique(ward):
        inside = np.flatnonzero(ward == w)
        d = int(district[inside[0]])
        d_code, w_code, _ = codes(d, int(w), 0)
        joined = degrees(unary_union([cells[i] for i in inside]))
        areas.append(
            Drawn("ward", w_code, names[inside[0]], d_code, int(people[inside].sum()), joined)
        )
        for order, i in enumerate(inside):
            code = codes(d, int(w), int(i))[2]
            name = f"{DISTRICTS[d][0]} {int(w) + 1:03d}{chr(65 + order)}"
            drawn = degrees(cells[i])
            areas.append(Drawn("lsoa", code, name, d_code, int(people[i]), drawn, int(rank[i])))
    for d, (name, *_) in enumerate(DISTRICTS):
        inside = np.flatnonzero(district == d)
        joined = degrees(unary_union([cells[i] for i in inside]))
        areas.append(
            Drawn(
                "district", codes(d, 0, 0)[0], name, COUNTY_CODE, int(people[inside].sum()), joined
            )
        )
    whole = degrees(unary_union(cells))
    areas.append(Drawn("county", COUNTY_CODE, NAME, "", int(people.sum()), whole))
    return areas


def spots(
    cells: list[BaseGeometry], names: list[str], district: np.ndarray, ward: np.ndarray,
    rng: np.random.Generator,
) -> list[Spot]:  # fmt: skip
    """The four thousand postcodes of ZZ99, spread over the small areas."""
    every = postcodes()
    shares = np.array_split(np.array(every), len(cells))
    found = []
    for at, here in enumerate(shares):
        for postcode, (east, north) in zip(
            here.tolist(), outlines.points_inside(cells[at], len(here), rng), strict=True
        ):
            longitude, latitude = _LONG_LAT.transform(east, north)
            d, w, small = codes(int(district[at]), int(ward[at]), at)
            found.append(
                Spot(postcode, int(east), int(north), round(longitude, 6), round(latitude, 6),
                     names[at], int(district[at]), d, w, small)
            )  # fmt: skip
    return found
