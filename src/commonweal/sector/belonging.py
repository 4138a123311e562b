"""Who belongs to the place: where an organisation lies, and whether that is here."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from typing import Any

from django.db.models import Avg

from commonweal.places.choices import Kind
from commonweal.places.models import Area, Postcode
from commonweal.places.reports import the_place
from commonweal.sector.choices import AREA_COLUMNS, LARGE, SMALL

LOT = 500  # postcodes in one statement, which every database takes
WHERE = ("latitude", "longitude", *AREA_COLUMNS)
Point = tuple[float | None, float | None]


@dataclass(frozen=True)
class Here:
    """The place as a set of codes, with every area that lies within one of them.

    ``small`` are those of its codes that are small areas which somebody chose, or lie in one.
    """

    everywhere: bool
    codes: frozenset[str]
    above: frozenset[str] = frozenset()
    small: frozenset[str] = frozenset()

    @property
    def authorities(self) -> frozenset[str]:
        """The areas whose naming means that somebody works here.

        A district's county too: registers name only the upper tier.
        """
        return self.codes | self.above

    def holds(self, where: dict[str, Any]) -> bool:
        """Whether somewhere with these area codes lies in the place.

        Its ward, district or county decides. Small areas, whose outlines are less sure, count only
        where they were chosen, or where nothing larger is known.
        """
        if self.everywhere or any(where.get(k) in self.codes for k in LARGE):
            return True
        counts = self.small if any(where.get(k) for k in LARGE) else self.codes
        return any(where.get(k) in counts for k in SMALL)

    def is_served_by(self, codes: Collection[str], *, national: bool) -> bool:
        """Whether one of the place's own areas is named; bodies that work nationally name all."""
        return not national and not self.authorities.isdisjoint(codes)


def here() -> Here:
    """The place that is set now. A county holds its districts, and a district its wards."""
    place = the_place()
    codes = {code: code for code in place.codes}
    edge = set(place.codes)
    for _ in range(2):
        below = Area.objects.filter(parent__in=edge).exclude(code__in=codes)
        found = {code: codes[parent] for code, parent in below.values_list("code", "parent")}
        codes |= found
        edge = set(found)
    kinds = Area.objects.filter(code__in=place.codes, kind__in=[Kind.MSOA, Kind.LSOA])
    chosen = set(kinds.values_list("code", flat=True))
    small = frozenset(code for code, root in codes.items() if root in chosen)
    return Here(place.everywhere, frozenset(codes), councils_above(set(place.codes)), small)


def councils_above(codes: set[str]) -> frozenset[str]:
    """The districts and counties that these areas lie in."""
    found: set[str] = set()
    for _ in range(2):
        parents = Area.objects.filter(code__in=codes).exclude(parent="").values("parent")
        councils = Area.objects.filter(kind__in=[Kind.COUNTY, Kind.DISTRICT], code__in=parents)
        codes = set(councils.values_list("code", flat=True)) - found
        found |= codes
    return frozenset(found)


def whereabouts(postcodes: Collection[str]) -> dict[str, dict[str, Any]]:
    """The middle of each postcode and the areas it lies in; unknown postcodes are left out.

    ``about`` is the middle of the small area around it: where an address is not public, that is
    all that is shown. Two queries for every five hundred.
    """
    every, found = sorted(set(postcodes)), dict[str, dict[str, Any]]()
    for start in range(0, len(every), LOT):
        some = Postcode.objects.filter(postcode__in=every[start : start + LOT])
        rows = list(some.values("postcode", *WHERE))
        middles = middles_of({row["lsoa"] for row in rows if row["lsoa"]})
        for row in rows:
            about = middles.get(row["lsoa"]) or coarse(row)
            found[row.pop("postcode")] = row | {"about": about}
    return found


def middles_of(small_areas: Collection[str]) -> dict[str, Point]:
    """The middle of the postcodes of each small area, to about ten metres."""
    found = (
        Postcode.objects.filter(lsoa__in=list(small_areas), latitude__isnull=False)
        .values_list("lsoa")
        .annotate(Avg("latitude"), Avg("longitude"))
    )
    return {code: (round(lat, 4), round(lon, 4)) for code, lat, lon in found}


def middles_beginning(outwards: Collection[str]) -> dict[str, Point]:
    """The middle of the postcodes that begin with each outward code, to about a kilometre."""
    found = {}
    for outward in outwards:
        row = Postcode.objects.beginning(outward).aggregate(
            latitude=Avg("latitude"), longitude=Avg("longitude")
        )
        if row["latitude"] is not None and row["longitude"] is not None:
            found[outward] = (round(row["latitude"], 2), round(row["longitude"], 2))
    return found


def coarse(row: dict[str, Any]) -> Point:
    """A point to the nearest tenth of a degree, where no small area is known."""
    lat, lon = row["latitude"], row["longitude"]
    return (None, None) if lat is None or lon is None else (round(lat, 1), round(lon, 1))


def nowhere() -> dict[str, Any]:
    """What is known of where it is, when nothing is."""
    areas = dict.fromkeys(AREA_COLUMNS, "")
    return dict.fromkeys(("latitude", "longitude")) | areas | {"about": (None, None)}
