"""Who belongs to the place: where an organisation lies, and whether that is here."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from typing import Any

from commonweal.places.choices import Kind
from commonweal.places.models import Area, Postcode
from commonweal.places.reports import the_place

AREA_COLUMNS = ("county", "district", "ward", "msoa", "lsoa")
WHERE = ("latitude", "longitude", *AREA_COLUMNS)


@dataclass(frozen=True)
class Here:
    """The place as a set of codes, with every area that lies within one of them."""

    everywhere: bool
    codes: frozenset[str]
    above: frozenset[str] = frozenset()

    @property
    def authorities(self) -> frozenset[str]:
        """The areas whose naming means that somebody works here.

        A district's county too: registers name only the upper tier.
        """
        return self.codes | self.above

    def holds(self, where: dict[str, Any]) -> bool:
        """Whether somewhere with these area codes lies in the place."""
        return self.everywhere or any(where.get(k) in self.codes for k in AREA_COLUMNS)

    def is_served_by(self, codes: Collection[str], *, national: bool) -> bool:
        """Whether one of the place's own areas is named; bodies that work nationally name all."""
        return not national and not self.authorities.isdisjoint(codes)


def here() -> Here:
    """The place that is set now. A county holds its districts, and a district its wards."""
    place = the_place()
    codes, edge = set(place.codes), set(place.codes)
    for _ in range(2):
        edge = set(Area.objects.filter(parent__in=edge).values_list("code", flat=True)) - codes
        codes |= edge
    return Here(place.everywhere, frozenset(codes), councils_above(set(place.codes)))


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
    """The middle of each postcode and the areas it lies in; unknown postcodes are left out."""
    rows = Postcode.objects.filter(postcode__in=set(postcodes)).values("postcode", *WHERE)
    return {row.pop("postcode"): row for row in rows}


def nowhere() -> dict[str, Any]:
    """What is known of where it is, when nothing is."""
    return dict.fromkeys(("latitude", "longitude")) | dict.fromkeys(AREA_COLUMNS, "")
