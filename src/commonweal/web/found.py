"""A search as its page shows it: what is chosen, in which order, on which map, what to try."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace

from django.urls import reverse

from commonweal.places.choices import Kind as AreaKind
from commonweal.places.models import Area
from commonweal.sector import statistics
from commonweal.sector.choices import SIZES, Kind, Side, Status
from commonweal.sector.searching import Query, Results, search
from commonweal.sector.searching.query import ADDRESS, DAYS
from commonweal.sector.searching.whereabouts import Spot
from commonweal.ui import maps, words

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
MOST_OUTLINES = 40
PADDING = 0.012  # degrees round the outermost pins


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
    return f"{how_many}, {ORDERS[results.order]}"


def all_held(results: Results) -> str:
    """With no question, what is found beyond the sector itself, which other pages count."""
    if results.query.words or results.query.has_filters:
        return ""
    counted = statistics.held()
    parts = [
        f"{counted.sector:,} of the sector",
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


@dataclass(frozen=True)
class NumberedMap:
    """The map beside a list: the drawing, what it says aloud, which rows share a pin, and what
    the pin without a number is."""

    drawing: maps.Drawing
    spoken: str
    shared: tuple[str, ...]
    asked: str


def result_map(results: Results) -> NumberedMap | None:
    """The rows of this page on a map."""
    return numbered_map(
        [(f.number, f.latitude, f.longitude) for f in results.shown], results.spot
    )  # fmt: skip


# A row's number in the list, its latitude and longitude where they are known.
Placed = tuple[int, float | None, float | None]


def numbered_map(rows: Iterable[Placed], spot: Spot | None) -> NumberedMap | None:
    """Pins for rows, and for what they are near to, over the outlines around them; nothing to
    pin, no map.
    """
    pins = [
        maps.Point(latitude, longitude, number=str(number), name=str(number))
        for number, latitude, longitude in rows
        if latitude is not None and longitude is not None
    ]
    if not pins:
        return None
    if spot:
        pins.append(maps.Point(spot.latitude, spot.longitude))
    focus = padded([(pin.latitude, pin.longitude) for pin in pins])
    drawing = maps.draw(list(outlines(focus)), pins, focus=focus)
    shared = [pin.name.split("; ") for pin in drawing.pins if ";" in pin.name]
    return NumberedMap(
        drawing,
        f"Map with {words.count(len(drawing.pins), 'pin')}, numbered as in the list",
        tuple(f"{numbers[0]}+ is {words.listed(numbers)}" for numbers in shared),
        spot.label if spot and any(not p.words for p in drawing.pins) else "",
    )


def padded(spots: Sequence[tuple[float, float]]) -> maps.Degrees:
    """The box round some points, with room for a pin's head."""
    lats, lons = [s[0] for s in spots], [s[1] for s in spots]
    pad_up = max(PADDING, (max(lats) - min(lats)) * 0.12)
    pad_out = max(PADDING * 1.6, (max(lons) - min(lons)) * 0.08)
    return (min(lons) - pad_out, min(lats) - pad_up, max(lons) + pad_out, max(lats) + pad_up)


def outlines(box: maps.Degrees) -> Iterator[maps.Outline]:
    """The wards that the box touches if they are few, else the districts."""
    west, south, east, north = box
    touching = Area.objects.filter(
        valid_to=None, west__lte=east, east__gte=west, south__lte=north, north__gte=south
    ).exclude(outline=None)
    wards = touching.filter(kind=AreaKind.WARD).order_by("code")
    shown = list(wards[: MOST_OUTLINES + 1])
    if not 0 < len(shown) <= MOST_OUTLINES:
        shown = list(touching.filter(kind=AreaKind.DISTRICT).order_by("code")[:MOST_OUTLINES])
    for area in shown:
        style = "parish" if area.kind == AreaKind.WARD else ""
        yield maps.Outline(area.code, area.name, area.outline, style=style)


def choices_of_change(query: Query) -> list[tuple[str, str, bool]]:
    """How lately something changed: value, words, whether chosen."""
    some = [(str(days), CHANGED[days].capitalize(), query.changed == days) for days in DAYS]
    return [("", "At any time", not query.changed), *some]


def choices_of_reach(within: float | None, unit: str = "miles") -> list[tuple[str, str, bool]]:
    """How far: value, words, whether chosen; the distance asked is always among them."""
    reaches = sorted({*REACHES, *([within] if within else [])})
    some = [(f"{r:g}", words.reach(r, unit), within == r) for r in reaches]
    return [("", "Any distance", within is None), *some]
