"""Which wards a review replaced. A list of all wards ever says only when each first appeared."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

# A review that brings at least this share of the wards a district had replaces all of them;
# a smaller one replaces the wards whose names it takes over.
WHOLE = 0.5


@dataclass(frozen=True)
class Ward:
    """A ward as listed: ``year`` is that of the list in which it first stood."""

    code: str
    name: str
    district: str
    year: int


@dataclass
class Fate:
    """What became of a ward: when it ended, what has its name now, whether a review brought it."""

    is_new: bool = False
    ended: int = 0
    successor: str = ""


def reviewed(wards: Sequence[Ward]) -> Iterator[tuple[Ward, Fate]]:
    """Each ward with its fate, district by district."""
    districts: dict[str, list[Ward]] = defaultdict(list)
    for ward in wards:
        districts[ward.district].append(ward)
    for code in sorted(districts):
        yield from _district(sorted(districts[code], key=lambda w: (w.year, w.code)))


def _district(wards: list[Ward]) -> Iterator[tuple[Ward, Fate]]:
    fates = {w.code: Fate() for w in wards}
    years = sorted({w.year for w in wards})
    standing = [w for w in wards if w.year == years[0]]
    for year in years[1:]:
        fresh = [w for w in wards if w.year == year]
        names = {plain(w.name): w.code for w in fresh}
        whole = len(fresh) >= WHOLE * len(standing)
        for old in standing:
            successor = names.get(plain(old.name), "")
            if whole or successor:
                fates[old.code].ended, fates[old.code].successor = year, successor
        for ward in fresh:
            fates[ward.code].is_new = True
        standing = [w for w in standing if not fates[w.code].ended] + fresh
    yield from ((w, fates[w.code]) for w in wards)


def plain(name: str) -> str:
    """A ward's name without what changes from list to list: case, "&", "the"."""
    words = name.lower().replace("&", "and").replace("-", " ").split()
    return " ".join(w for w in words if w not in {"the", "ward"})
