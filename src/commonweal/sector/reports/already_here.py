"""Groups and organisations of one name that are here already: told to anyone, so published only."""

from __future__ import annotations

from collections.abc import Sequence

from commonweal.places.models import Area
from commonweal.sector.belonging import whereabouts
from commonweal.sector.likeness import plain_name
from commonweal.sector.models import Organisation
from commonweal.sector.searching import Query, search

MOST = 5
MOST_FOUND = 8


def already_here(name: str, *, postcode: str = "", area: str = "") -> list[Organisation]:
    """Published organisations of this name in the same district; anywhere, where none is told.

    What is withheld is as if it were not there.
    """
    wanted = plain_name(name)
    if not wanted:
        return []
    district = district_of(postcode, area)
    return [
        o
        for o in found_by(name, most=MOST * 5)
        if plain_name(o.name) == wanted
        and (not district or not o.district or o.district == district)
    ][:MOST]


def found_by(words: str, *, most: int = MOST_FOUND) -> list[Organisation]:
    """Published organisations that these words find, best first; by number too."""
    if not words.strip():
        return []
    keys = [row.key for row in search(Query(words=words, limit=most), counted=False).shown]
    held = Organisation.objects.published().in_bulk(keys)
    return [held[key] for key in keys if key in held]


def district_of(postcode: str, area: str) -> str:
    """The district that a postcode or an area lies in; empty when that is not one, or not known."""
    if postcode and (spot := whereabouts([postcode]).get(postcode)):
        return str(spot["district"])
    rows: Sequence[tuple[str, str, str]] = list(
        Area.objects.filter(code=area).values_list("kind", "code", "parent")
    )
    by_kind = {"district": 1, "ward": 2}
    return next((row[by_kind[row[0]]] for row in rows if row[0] in by_kind), "")
