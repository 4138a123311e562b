"""Which published organisation somebody means: the register laid out for matching, and kept.

What is matched is only what anyone may see, with the half of a postcode where the address is not
public; and what is answered is read from the register anew.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np

from commonweal.sector import identifiers
from commonweal.sector.matching import Asked, Entry, Found, Index, match
from commonweal.sector.models import Identifier, Name, Organisation
from commonweal.sector.searching.memory import stamp
from commonweal.sector.searching.remembering import Remembered

AREAS = ("county", "district", "ward")
GUESSED = ("GB-CHC", "GB-COH", "GB-SC", "GB-NIC")
COLUMNS = (
    "id", "ref", "name", "postcode", "address_public", "website", "email", "telephone", "kind",
    *AREAS,
)  # fmt: skip
LONGEST = 300


@dataclass(frozen=True)
class Register:
    """The published organisations, laid out; kinds and areas in the order of the entries."""

    index: Index
    keys: np.ndarray[Any, Any]
    kinds: np.ndarray[Any, Any]
    areas: dict[str, np.ndarray[Any, Any]]

    def among(self, kinds: Collection[str], area: str) -> np.ndarray[Any, Any] | None:
        """Which are of one of these kinds and based in this area; nothing where all are."""
        if not kinds and not area:
            return None
        chosen = np.ones(len(self.kinds), dtype=bool)
        if kinds:
            chosen &= np.isin(self.kinds, list(kinds))
        if area:
            chosen &= np.logical_or.reduce([codes == area for codes in self.areas.values()])
        return chosen


@dataclass(frozen=True)
class Meant:
    """An organisation that may be meant, as it is published now, and how likely that is."""

    organisation: Organisation
    found: Found


def read() -> Register:
    """Lay out what is published."""
    rows = list(Organisation.objects.published().order_by("pk").values_list(*COLUMNS))
    names, refs = others(row[0] for row in rows)
    entries = [
        Entry(
            key, (name, *names[key]), shown(postcode, public), website, email, telephone,
            (ref, *refs[key]),
        )
        for key, ref, name, postcode, public, website, email, telephone, *_ in rows
    ]  # fmt: skip
    first = COLUMNS.index("kind")
    return Register(
        Index.of(entries).ready(),
        np.array([row[0] for row in rows], dtype=np.int64),
        np.array([row[first] for row in rows], dtype="U20"),
        {
            name: np.array([row[first + 1 + n] for row in rows], dtype="U9")
            for n, name in enumerate(AREAS)
        },
    )


def others(keys: Iterable[int]) -> tuple[dict[int, list[str]], dict[int, list[str]]]:
    """Other names and numbers of these, with those of whoever was merged into them."""
    here = set(keys)
    names: dict[int, list[str]] = defaultdict(list)
    refs: dict[int, list[str]] = defaultdict(list)
    for owner, name in Name.objects.order_by("pk").values_list("organisation_id", "name"):
        if owner in here:
            names[owner].append(name)
    held = Identifier.objects.order_by("pk").values_list("organisation_id", "scheme", "value")
    for owner, scheme, value in held:
        if owner in here:
            refs[owner].append(f"{scheme}-{value}")
    for owner, name, ref in absorbed():
        if owner in here:
            names[owner].append(name)
            refs[owner].append(ref)
    return names, refs


def absorbed() -> list[tuple[int, str, str]]:
    """Whoever was merged away and is not withheld: the one that it is now, its name and ref."""
    rows = Organisation.objects.exclude(same_as=None).order_by("pk")
    columns = list(rows.values_list("pk", "same_as_id", "name", "ref", "withheld"))
    into = {key: kept or 0 for key, kept, *_ in columns}
    found: list[tuple[int, str, str]] = []
    for key, _, name, ref, withheld in columns:
        now, passed = into[key], set()
        while now in into and now not in passed:
            passed.add(now)
            now = into[now]
        if not withheld:
            found.append((now, name, ref))
    return found


def shown(postcode: str, public: bool) -> str:
    """The postcode as anyone may see it."""
    return postcode if public else postcode.partition(" ")[0]


_REGISTER: Remembered[Register] = Remembered(stamp, read)


def register() -> Register:
    """What is published, laid out; read again when it was written."""
    return _REGISTER.get()


def forget() -> None:
    """Let go of what is kept."""
    _REGISTER.forget()


def who(
    asked: Sequence[Asked], *, most: int = 5, kinds: Collection[str] = (), area: str = ""
) -> list[list[Meant]]:
    """For each row the published organisations that may be meant, the likeliest first."""
    held = register()
    answers = match(held.index, asked, most, among=held.among(kinds, area))
    rows = published(found.id for row in answers for found in row)
    told = []
    for row, found in zip(asked, answers, strict=True):
        here = [f for f in found if f.id in rows]
        told.append([Meant(rows[f.id], as_it_stands(held, row, f, rows[f.id])) for f in here])
    return told


def published(keys: Iterable[int]) -> dict[int, Organisation]:
    """Those that anyone may see at this moment, by key."""
    wanted, found = sorted(set(keys)), {}
    for start in range(0, len(wanted), LONGEST):
        found.update(Organisation.objects.published().in_bulk(wanted[start : start + LONGEST]))
    return found


def weigh_pair(left: Organisation, right: Organisation) -> Found | None:
    """How likely two published organisations are one, and what speaks for and against it.

    Nothing where either is not published. Their numbers do not count: they are what is in doubt.
    """
    held = register()
    rows = published([left.pk, right.pk])
    at = int(np.searchsorted(held.keys, right.pk))
    if len(rows) < 2 or at >= len(held.keys) or held.keys[at] != right.pk:
        return None
    one = rows[left.pk]
    row = Asked(one.name, one.shown_postcode, one.website, one.email, one.telephone)
    only = np.zeros(len(held.keys), dtype=bool)
    only[at] = True
    found = match(held.index, [row], 1, only)[0]
    return as_it_stands(held, row, found[0], rows[right.pk]) if found else None


def as_it_stands(held: Register, row: Asked, found: Found, now: Organisation) -> Found:
    """What was found, unless what is published of it has changed since: then weighed anew.

    A telephone number that was withheld a moment ago must not be told by its being the same.
    """
    at = int(np.searchsorted(held.keys, now.pk))
    kept = held.index.entries[at]
    fresh = Entry(
        now.pk, (now.name, *kept.names[1:]), now.shown_postcode, now.website, now.email,
        now.telephone, kept.refs,
    )  # fmt: skip
    if fresh == kept:
        return found
    alone = match(Index.of([fresh]), [row], 1)[0]
    weighed = alone[0] if alone else Found(now.pk, 0.0, False)
    score = min(weighed.score, found.score)
    return Found(
        now.pk, score, False, weighed.evidence, "What is published of it has just changed."
    )


def by_refs(refs: Iterable[str]) -> dict[str, Organisation]:
    """The published organisations that these references lead to."""
    held = register().index
    at = {ref: held.entries[held.refs[r]].id for ref in refs if (r := tidied(ref)) in held.refs}
    rows = published(at.values())
    return {ref: rows[key] for ref, key in at.items() if key in rows}


def tidied(ref: str) -> str:
    """A reference as the register writes it."""
    parsed = identifiers.parse(ref)
    return "-".join(parsed) if parsed else ref


def refs_in(text: str, scheme: str = "") -> tuple[str, ...]:
    """The org-ids that a number may be, of those known here if nobody says of which register."""
    if parsed := identifiers.parse(text):
        return ("-".join(parsed),)
    if scheme:
        known = identifiers.org_id(scheme, text)
        return (known,) if known else ()
    guesses = [ref for s in GUESSED if (ref := identifiers.org_id(s, text))]
    known_here = register().index.refs
    return tuple(ref for ref in guesses if ref in known_here)
