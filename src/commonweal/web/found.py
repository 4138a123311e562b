"""A search as its page shows it: what is chosen, in which order, on which map, what to try."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable
from dataclasses import dataclass, replace

from django.urls import reverse

from commonweal.sector import statistics
from commonweal.sector.choices import SIZES, Kind, Side, Status
from commonweal.sector.searching import Query, Results, search
from commonweal.sector.searching.query import ADDRESS, DAYS
from commonweal.ui import words
from commonweal.web.numbered_map import NumberedMap, numbered_map

ORDERS = {
    "relevance": "best match first",
    "distance": "nearest first",
    "name": "by name",
    "income": "largest income first",
    "changed": "newest change first",
}
CHANGED = {7: "in the last week", 30: "in the last month", 365: "in the last year"}
WHERE = {"either": "Based in or serving", "based": "Based in", "serving": "Serving"}
REACHES = (0.5, 1.0, 2.0, 3.0, 5.0, 10.0, 20.0, 50.0)


@dataclass(frozen=True)
class Way:
    """A link to another question: its words, its address, and how many it would find."""

    words: str
    address: str
    count: int | None = None
    current: bool = False


def address_of(query: Query) -> str:
    """The search page with this question."""
    asked = query.to_address()
    return reverse("search") + (f"?{asked}" if asked else "")


def reach_words(query: Query) -> str:
    """``Within 3 miles (4.8 km) of NR1 1AA``, or ``Near`` it when no distance is asked."""
    if query.within is None:
        return f"Near {query.near}"
    return f"Within {words.reach(query.within, query.unit)} of {query.near}"


def chosen(results: Results) -> tuple[Way, ...]:
    """Every filter in force as a link that removes it."""
    query, titles = results.query, results.titles
    ways = [
        Way(f"{WHERE[query.where]} {titles.areas.get(code, code)}", _less(query, "areas", code))
        for code in query.areas
    ]
    if query.near:
        ways.append(Way(reach_words(query), _less(query, "near")))
    named: list[tuple[str, dict[str, str]]] = [
        ("kinds", dict(Kind.choices)),
        *((s, {c: t for (k, c), t in titles.terms.items() if k == s}) for s in SCHEMES),
        ("sizes", {band: said for band, (said, _, _) in SIZES.items()}),
        ("statuses", dict(Status.choices)),
    ]
    for name, known in named:
        codes: tuple[str, ...] = getattr(query, name)
        ways += [Way(known.get(code, code), _less(query, name, code)) for code in codes]
    if query.side:
        ways.append(Way(Side(query.side).label, _less(query, "side")))
    if query.changed:
        when = CHANGED.get(query.changed, f"in the last {query.changed} days")
        ways.append(Way(f"Changed {when}", _less(query, "changed")))
    return tuple(ways)


SCHEMES = ("what", "who", "how", "ukcat", "icnptso")


def _less(query: Query, name: str, code: str = "") -> str:
    return address_of(query.without(name, code))


def orders(results: Results) -> tuple[Way, ...]:
    """The orders that make sense for this question."""
    query = results.query
    fitting = [
        name
        for name in ORDERS
        if (name != "distance" or results.spot) and (name != "relevance" or query.words)
    ]
    return tuple(
        Way(
            ORDERS[name].capitalize(),
            address_of(replace(query, sort=name, page=1)),
            current=name == results.order,
        )
        for name in fitting
    )


def heading(results: Results) -> str:
    """What the page is about, in a line: ``Food bank in Thetford``."""
    query = results.query
    said = (results.corrected_words or query.words).strip()
    said = said[:1].upper() + said[1:] if said else "Organisations"
    if results.place:
        return f"{said} in {results.place}"
    return f"{said} near {results.spot.label}" if results.spot else said


@dataclass(frozen=True)
class Reading:
    """How the words were read, and ways to ask otherwise.

    ``place`` was read out of the words; ``also`` lists other words that were looked for too, and
    ``more`` is how many only those found. ``as_typed`` asks for the words as they were typed,
    ``only_these`` for the same words in the same place without others, and ``wider`` asks again
    with all that reading.
    """

    place: str
    also: str
    more: int
    words: str
    as_typed: str
    only_these: str
    wider: str


def reading(results: Results) -> Reading:
    """How this question was read. Other words are told where they made a difference."""
    asked, query = results.asked, results.query
    near = query.near if not asked.near else ""
    said = results.corrected_words or query.words
    told_of_others = results.by_other_words or results.put_first or not results.total
    return Reading(
        place="" if results.dropped else results.place or near,
        also=words.listed(results.also) if told_of_others else "",
        more=results.by_other_words,
        words=said,
        as_typed=address_of(replace(asked, exactly=True, page=1)),
        only_these=address_of(replace(query, words=said, exactly=True, page=1)),
        wider=address_of(replace(asked, exactly=False, page=1)) if asked.exactly else "",
    )


def titled(heading: str, chosen: Iterable[Way]) -> str:
    """What a page is about, with what was chosen: ``Organisations, Based in Breckland``."""
    said = [way.words for way in chosen if way.words.lower() not in heading.lower()]
    return ", ".join([heading, *said])


def told(results: Results) -> str:
    """The finding in a line: ``23 organisations, nearest first``."""
    how_many = words.count(results.total, "organisation")
    if results.total < 2:
        return how_many.capitalize()
    groups = groups_among(results)
    apart = f", {words.count(groups, 'informal group')} among them" if groups else ""
    return f"{how_many}{apart}, {ORDERS[results.order]}"


def groups_among(results: Results) -> int:
    """How many of all that was found are informal groups, as the kinds are counted beside it."""
    kinds = next((f for f in results.facets if f.name == "kinds"), None)
    options = kinds.options if kinds else ()
    return next((o.count for o in options if o.code == Kind.GROUP), 0)


def apart(results: Results) -> tuple[Way, ...]:
    """The registered ones and the informal groups of a result, each to be had without the other."""
    groups = groups_among(results)
    if not groups or groups == results.total or results.query.kinds:
        return ()
    query = replace(results.query, page=1)
    registered = tuple(kind for kind in Kind.values if kind != Kind.GROUP)
    sides = next((f.options for f in results.facets if f.name == "side"), ())
    others = any(o.code == Side.PARTNER and o.count for o in sides)
    return (
        Way(
            "Registered organisations, and partners" if others else "Registered organisations",
            address_of(replace(query, kinds=registered)),
            results.total - groups,
        ),
        Way("Informal groups", address_of(replace(query, kinds=(str(Kind.GROUP),))), groups),
    )


def all_held(results: Results) -> str:
    """With no question, what is found beyond the sector itself, which other pages count."""
    if results.query.words or results.query.has_filters:
        return ""
    counted = statistics.held()
    parts = [
        f"{counted.registered:,} registered organisations of the sector"
        if counted.groups
        else f"{counted.sector:,} of the sector",
        words.count(counted.groups, "informal group") if counted.groups else "",
        words.count(counted.partners, "partner") if counted.partners else "",
        f"{counted.gone:,} that {'has' if counted.gone == 1 else 'have'} closed"
        if counted.gone
        else "",
    ]
    said = [part for part in parts if part]
    return words.listed(said) if len(said) > 1 else ""


def hidden_pairs(query: Query, *without: str) -> list[tuple[str, str]]:
    """The parts of a question that a form keeps without showing them."""
    left_out = {ADDRESS[name] for name in (*without, "page", "exactly")}
    return [(name, value) for name, value in query.to_pairs() if name not in left_out]


def instead(results: Results, now: dt.datetime) -> tuple[Way, ...]:
    """When nothing was found: wider and less narrow questions that do find something."""
    query = results.query
    tries: list[tuple[str, Query]] = []
    if query.within is not None:
        wider = [w for w in REACHES if w > query.within]
        for reach in wider[:: max(1, len(wider) // 2)][:2]:
            further = replace(query, within=reach, page=1)
            tries.append((reach_words(further), further))
        tries.append(("At any distance", replace(query, within=None, page=1)))
    if query.where != "either" and query.areas:
        tries.append(("Based in or serving the area", replace(query, where="either", page=1)))
    if query.exactly:
        tries.append(("With other words for the same", replace(query, exactly=False, page=1)))
    bare = Query(
        words=query.words, near=query.near, within=query.within, unit=query.unit,
        exactly=query.exactly,
    )  # fmt: skip
    if bare != replace(query, page=1, sort=""):
        tries.append(("Without the other filters", bare))
    if query.words and query.has_filters:
        tries.append(
            ("Only the words, everywhere", Query(words=query.words, exactly=query.exactly))
        )
        tries.append(("Only the filters, whatever the words", replace(query, words="", page=1)))
    counted = [
        Way(said, address_of(other), search(replace(other, limit=1), now=now, counted=False).total)
        for said, other in tries[:5]
    ]
    return tuple(way for way in counted if way.count)


def result_map(results: Results) -> NumberedMap | None:
    """The rows of this page on a map."""
    return numbered_map(
        [(f.number, f.latitude, f.longitude) for f in results.shown], results.spot
    )  # fmt: skip


def choices_of_change(query: Query) -> list[tuple[str, str, bool]]:
    """How lately something changed: value, words, whether chosen."""
    some = [(str(days), CHANGED[days].capitalize(), query.changed == days) for days in DAYS]
    return [("", "At any time", not query.changed), *some]


def choices_of_reach(within: float | None, unit: str = "miles") -> list[tuple[str, str, bool]]:
    """How far: value, words, whether chosen; the distance asked is always among them."""
    reaches = sorted({*REACHES, *([within] if within else [])})
    some = [(f"{r:g}", words.reach(r, unit), within == r) for r in reaches]
    return [("", "Any distance", within is None), *some]
