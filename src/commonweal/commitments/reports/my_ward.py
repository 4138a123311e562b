"""Which ballots somebody votes on, by their postcode."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass

from commonweal.commitments.models import Ballot
from commonweal.places.choices import Kind
from commonweal.places.models import Area, Succession
from commonweal.places.reports import PostcodeAnswer, codes_of_place, postcode_answer, the_place

# The kinds of area that have ballots of their own, the smallest first.
VOTING = (Kind.WARD, Kind.DIVISION, Kind.DISTRICT, Kind.COUNTY, Kind.CONSTITUENCY)
FARTHEST = 6
# How the codes of counties begin that have a council; metropolitan ones have none.
COUNTY_COUNCIL = "E10"


@dataclass(frozen=True)
class MyWard:
    """What a postcode leads to. ``wrong`` is a sentence where it leads nowhere.

    ``redrawn`` says that a ballot is of a ward from which or into which this one was redrawn, so
    that it may be one of several. ``undivided`` says that a county council serves the postcode and
    nothing brought in says which of its divisions: a ballot there may be missing from these.
    """

    asked: str
    postcode: str = ""
    ward: str = ""
    wrong: str = ""
    here: bool = False
    caution: str = ""
    ballots: tuple[Ballot, ...] = ()
    redrawn: tuple[Ballot, ...] = ()
    former: tuple[str, ...] = ()
    undivided: bool = False


def my_ward(text: str) -> MyWard:
    """The ballots of a postcode, the newest election first."""
    found = postcode_answer(text)
    if not found.found:
        return MyWard(text, found.postcode, wrong=found.sentence)
    codes = [a.code for a in found.areas if a.kind in VOTING]
    related = relatives(codes)
    rows = Ballot.objects.filter(
        area__in={*codes, *related}, election__calls__opened_at__isnull=False
    )
    rows = rows.select_related("election").distinct().order_by("-election__on", "name", "pk")
    all_found = list(rows)
    ballots = tuple(b for b in all_found if b.area in codes)
    redrawn = tuple(b for b in all_found if b.area not in codes)
    ward = found.area(Kind.WARD)
    return MyWard(
        text, found.postcode, ward=ward.name if ward else "", caution=found.sentence,
        here=bool(all_found) or is_here(found), ballots=ballots, redrawn=redrawn,
        former=names_of({b.area for b in redrawn}), undivided=is_undivided(found),
    )  # fmt: skip


def is_here(found: PostcodeAnswer) -> bool:
    """Whether a postcode lies in the place that is served."""
    return the_place().everywhere or not codes_of_place().isdisjoint(a.code for a in found.areas)


def is_undivided(found: PostcodeAnswer) -> bool:
    """Whether a county council serves a postcode whose division is not known."""
    county, division = found.area(Kind.COUNTY), found.area(Kind.DIVISION)
    return county is not None and county.code.startswith(COUNTY_COUNCIL) and division is None


def relatives(codes: Collection[str]) -> set[str]:
    """The areas that these became, and those that they came from, through every redrawing.

    Not what else came of an area that these came from: somebody there does not live here.
    """
    found: set[str] = set()
    for here, there in (("old", "new"), ("new", "old")):
        edge, steps = set(codes), 0
        while edge and steps < FARTHEST:
            rows = Succession.objects.filter(**{f"{here}__in": edge})
            edge = set(rows.values_list(there, flat=True)) - found - set(codes)
            found |= edge
            steps += 1
    return found


def names_of(codes: Collection[str]) -> tuple[str, ...]:
    """What areas are called."""
    rows = Area.objects.filter(code__in=codes).order_by("name", "pk")
    return tuple(rows.values_list("name", flat=True))
