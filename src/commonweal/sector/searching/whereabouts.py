"""Where a question means: a postcode, the first half of one, or an area by its name."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import reduce
from operator import or_

from django.db.models import Avg, Q, QuerySet
from rapidfuzz import process
from rapidfuzz.distance import OSA

from commonweal.places.choices import Kind
from commonweal.places.models import Area, Postcode
from commonweal.places.reports import postcode_answer
from commonweal.sector.searching import tokens, words
from commonweal.sector.searching.words import fold
from commonweal.ui.words import listed

# Which sort of area a name means first, when several have it.
NAMED = (Kind.DISTRICT, Kind.COUNTY, Kind.WARD)
_OFFICIAL = re.compile(r",? (city of|county of|london borough|district|borough)$", re.IGNORECASE)
MOST_AREAS = 12
MOST_TOLD = 6


@dataclass(frozen=True)
class Spot:
    """A point to measure from, and what to call it."""

    label: str
    latitude: float
    longitude: float


@dataclass(frozen=True)
class Named:
    """One or several areas that a name means, and what to call them.

    ``parents`` are the districts that wards of this name lie in; more than one, and nobody can
    tell which was meant.
    """

    label: str
    codes: tuple[str, ...]
    parents: tuple[str, ...] = ()

    @property
    def is_ambiguous(self) -> bool:
        """Whether the name means places far apart."""
        return len(set(self.parents)) > 1


def short(name: str) -> str:
    """An area's name without its words of law: "Kingston upon Hull, City of" loses "City of"."""
    return _OFFICIAL.sub("", name)


def everyday(name: str) -> str:
    """An area's name as people type it: "Kingston upon Hull, City of" is "kingston upon hull"."""
    return fold(short(name))


def named(place: tuple[str, ...], *, loosely: bool = False) -> tuple[Named | None, int]:
    """The areas that the first of these words name, and how many words that took.

    A whole name wins over the beginning of one ("Thetford" is the wards called Thetford
    something), and that over a name's last word ("Hull"). A ward's district may follow it.

    :param loosely: take wards that have the name anywhere in theirs too ("North Wymondham").
    """
    rows = candidates(place)
    for size in range(len(place), 0, -1) if rows else ():
        if found := called(rows, " ".join(place[:size]), loosely=loosely):
            return in_district(found, rows, place[size:], size)
    return None, 0


# Kind, code, name, parent, and the name as people say it.
Row = tuple[str, str, str, str, str]


def candidates(place: tuple[str, ...]) -> list[Row]:
    """The areas that stand today and have the first telling one of these words in their names."""
    word = next((w for w in place[:2] if len(w) >= 3), "")
    if not word:
        return []
    forms = [word, *([f"{word[:-1]}'s", f"{word[:-1]}’s"] if word.endswith("s") else [])]
    has_it = reduce(or_, (Q(name__icontains=form) for form in forms))
    rows = Area.objects.filter(has_it, kind__in=NAMED, valid_to=None).order_by("name", "code")
    found = rows.values_list("kind", "code", "name", "parent")[:400]
    return [(*row, everyday(row[2])) for row in found]


def called(rows: list[Row], said: str, *, loosely: bool) -> Named | None:
    """Those of these areas that the name means."""
    for kind in NAMED:
        if whole := [r for r in rows if r[0] == kind and r[4] == said]:
            return _named(short(whole[0][2]), whole)
    wards = [r for r in rows if r[0] == Kind.WARD]
    begun = [r for r in wards if r[4].startswith(f"{said} ")]
    if 0 < len(begun) <= MOST_AREAS:
        return _named(said.title(), begun)
    larger = [r for r in rows if r[0] != Kind.WARD]
    part = [r for r in larger if r[4].endswith(f" {said}") or r[4].startswith(f"{said} and ")]
    if part:
        return _named(short(part[0][2]), part[:1])
    within = [r for r in wards if f" {said} " in f" {r[4]} "] if loosely else []
    return _named(said.title(), within) if 0 < len(within) <= MOST_AREAS else None


def _named(label: str, rows: list[Row]) -> Named:
    parents = tuple(r[3] for r in rows if r[0] == Kind.WARD)
    return Named(label, tuple(r[1] for r in rows), parents)


def in_district(
    found: Named, rows: list[Row], rest: tuple[str, ...], taken: int
) -> tuple[Named, int]:
    """Of wards of one name in several districts, those in the district that is named next."""
    if not found.is_ambiguous or not rest:
        return found, taken
    for name, code in districts_of(found):
        for said in (everyday(name), everyday(name).split()[-1]):
            words_said = tuple(said.split())
            if rest[: len(words_said)] == words_said:
                own = [r for r in rows if r[1] in found.codes and r[3] == code]
                label = f"{found.label}, {short(name)}"
                return _named(label, own), taken + len(words_said)
    return found, taken


def districts_of(found: Named) -> list[tuple[str, str]]:
    """The names and codes of the districts that wards of one name lie in."""
    parents = Area.objects.filter(code__in=found.parents, kind=Kind.DISTRICT)
    return list(parents.order_by("name", "code").values_list("name", "code"))


def spot(text: str) -> tuple[Spot | None, str]:
    """The point that a postcode, an outward code or an area's name stands for; if none, why not.

    An outward code ("NR1") and an area stand for the middle of their postcodes.
    """
    postcode, _ = words.postcode_in(text)
    if postcode:
        found = middle(postcode, Postcode.objects.filter(pk=postcode))
        return found, "" if found else postcode_answer(postcode).sentence
    if outward := words.outward_in(text):
        begun = Postcode.objects.beginning(outward)
        return _or(middle(outward, begun), f"No postcode known here begins with {outward}.")
    area, _ = named(tuple(fold(text).split()), loosely=True)
    if not area:
        return None, unknown(text)
    if area.is_ambiguous:
        return None, which_one(area)
    codes = area.codes
    inside = Postcode.objects.filter(
        Q(county__in=codes) | Q(district__in=codes) | Q(ward__in=codes)
    )
    return _or(middle(area.label, inside), f"No postcode in {area.label} is known here.")


def _or(found: Spot | None, why_not: str) -> tuple[Spot | None, str]:
    return (found, "") if found else (None, why_not)


def is_here(outward: str) -> bool:
    """Whether a postcode that is known begins with this outward code."""
    return Postcode.objects.beginning(outward).exists()


def which_one(found: Named) -> str:
    """A sentence that says which places have this name."""
    names = [short(name) for name, _ in districts_of(found)]
    if not names:
        return f"There is more than one {found.label}. Give a postcode instead."
    more = [f"{len(names) - MOST_TOLD} other districts"] if len(names) > MOST_TOLD else []
    return (
        f"There is more than one {found.label}: in {listed(names[:MOST_TOLD] + more)}. "
        f"Write which, such as {found.label}, {names[0]}, or give a postcode."
    )


def unknown(text: str) -> str:
    """A sentence that says that this is no place, and which one may be meant."""
    if any(c.isdigit() for c in text):
        return postcode_answer(text).sentence
    names = Area.objects.filter(kind__in=NAMED, valid_to=None).order_by("kind", "name")
    known = {everyday(name): short(name) for name in names.values_list("name", flat=True)}
    asked = fold(text)
    slips = 1 if len(asked) < 6 else 2
    near = process.extractOne(asked, list(known), scorer=OSA.distance, score_cutoff=slips)
    meant = f" Did you mean {known[near[0]]}?" if near else ""
    return f"{text} is not a postcode or the name of a place we know.{meant}"


def middle(label: str, which: QuerySet[Postcode]) -> Spot | None:
    """The mean of some postcodes: where their people are, more or less."""
    row = which.aggregate(latitude=Avg("latitude"), longitude=Avg("longitude"))
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
