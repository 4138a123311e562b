"""Where a question means: a postcode, the first half of one, or an area by its name."""

from __future__ import annotations

from dataclasses import dataclass

from django.db.models import Avg, Q

from commonweal.places.choices import Kind
from commonweal.places.models import Area, Postcode
from commonweal.sector.searching import tokens, words
from commonweal.sector.searching.words import fold

# Which sort of area a name means first, when several have it.
NAMED = (Kind.DISTRICT, Kind.COUNTY, Kind.WARD)
_OFFICIAL = (" city of", " county of", " london borough", " district", " borough")
MOST_AREAS = 12


@dataclass(frozen=True)
class Spot:
    """A point to measure from, and what to call it."""

    label: str
    latitude: float
    longitude: float


@dataclass(frozen=True)
class Named:
    """One or several areas that a name means, and the name as written by their publisher."""

    label: str
    codes: tuple[str, ...]


def everyday(name: str) -> str:
    """An area's name as people say it: "Kingston upon Hull, City of" is "kingston upon hull"."""
    plain = fold(name)
    for words_of_law in _OFFICIAL:
        plain = plain.removesuffix(words_of_law)
    return plain


def named(place: tuple[str, ...]) -> tuple[Named | None, int]:
    """The areas that the first of these words name, and how many words that took.

    A whole name wins over the beginning of one ("Thetford" is the wards called Thetford
    something), and that over a name's last word ("Hull").
    """
    if not place or len(place[0]) < 3:
        return None, 0
    rows = list(
        Area.objects.filter(kind__in=NAMED, valid_to=None, name__icontains=place[0])
        .order_by("name", "code")
        .values_list("kind", "code", "name")[:400]
    )
    plain = [(kind, code, name, everyday(name)) for kind, code, name in rows]
    for size in range(len(place), 0, -1):
        said = " ".join(place[:size])
        for kind in NAMED:
            whole = [r for r in plain if r[0] == kind and r[3] == said]
            if whole:
                return Named(whole[0][2], tuple(r[1] for r in whole)), size
        begun = [r for r in plain if r[0] == Kind.WARD and r[3].startswith(f"{said} ")]
        if 0 < len(begun) <= MOST_AREAS:
            return Named(said.title(), tuple(r[1] for r in begun)), size
        ended = [r for r in plain if r[0] != Kind.WARD and r[3].endswith(f" {said}")]
        if ended:
            return Named(ended[0][2], (ended[0][1],)), size
    return None, 0


def spot(text: str) -> Spot | None:
    """The point that a postcode, an outward code or an area's name stands for."""
    postcode, _ = words.postcode_in(text)
    if postcode:
        return middle(postcode, Q(pk=postcode))
    outward = words.outward_in(text)
    if outward:
        return middle(outward, Q(postcode__startswith=f"{outward} "))
    found, _ = named(tuple(fold(text).split()))
    if not found:
        return None
    return middle(
        found.label,
        Q(county__in=found.codes) | Q(district__in=found.codes) | Q(ward__in=found.codes),
    )


def middle(label: str, which: Q) -> Spot | None:
    """The mean of some postcodes: where their people are, more or less."""
    row = Postcode.objects.filter(which).aggregate(
        latitude=Avg("latitude"), longitude=Avg("longitude")
    )
    if row["latitude"] is None or row["longitude"] is None:
        return None
    return Spot(label, row["latitude"], row["longitude"])


def area_group(codes: tuple[str, ...], where: str) -> tuple[str, ...]:
    """The tokens of organisations based in, or serving, any of these areas.

    Serving an area means serving it, or the district or county that it lies in, or one of the
    districts that it is made of.
    """
    based = tokens.tokens(tokens.BASED, codes) if where != "serving" else ()
    if where == "based":
        return based
    return based + tokens.tokens(tokens.SERVING, dict.fromkeys((*codes, *around(codes))))


def around(codes: tuple[str, ...]) -> tuple[str, ...]:
    """The districts and counties that these areas lie in, and the districts within them."""
    own = Area.objects.filter(Q(code__in=codes) | Q(parent__in=codes, kind=Kind.DISTRICT))
    rows = list(own.values_list("code", "parent"))
    found = {code for code, _ in rows}
    above = {parent for code, parent in rows if parent and code in codes}
    for _ in range(2):
        levels = Area.objects.filter(code__in=above, kind__in=(Kind.DISTRICT, Kind.COUNTY))
        parents = list(levels.values_list("code", "parent"))
        found.update(code for code, _ in parents)
        above = {parent for _, parent in parents if parent}
    return tuple(sorted(found - set(codes)))
