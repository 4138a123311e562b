"""Answers a question: words from the full-text table, the rest from memory, a page from rows."""

from __future__ import annotations

import datetime as dt
from collections import defaultdict
from dataclasses import dataclass, replace

import numpy as np
from numpy.typing import NDArray

from commonweal.core import clock
from commonweal.places.models import Area
from commonweal.sector.models import Classification, Organisation
from commonweal.sector.searching import ordering, tokens
from commonweal.sector.searching.asking import hits
from commonweal.sector.searching.everyday import Widened, widened
from commonweal.sector.searching.facets import facets, titles
from commonweal.sector.searching.memory import Held, held
from commonweal.sector.searching.near import distances_km
from commonweal.sector.searching.ordering import Matches
from commonweal.sector.searching.query import Query
from commonweal.sector.searching.results import Found, Results, Titles
from commonweal.sector.searching.spelling import Spelled, spell
from commonweal.sector.searching.tokens import Groups
from commonweal.sector.searching.understanding import Understood, identified, understand
from commonweal.sector.searching.whereabouts import Spot, area_group
from commonweal.sector.searching.words import Term, Ways, marked, terms


def search(query: Query, *, now: dt.datetime | None = None, counted: bool = True) -> Results:
    """Answer a question to the register of published organisations.

    :param now: what "changed in the last 30 days" counts back from.
    :param counted: whether to count what every filter would leave.
    """
    memory = held()
    found = answer(memory, query, now or clock.now())
    meant, matches = found.query, found.matches
    names = titles(meant.areas) if counted else Titles({}, {})
    return Results(
        asked=query,
        query=replace(meant, sort=query.sort),
        order=meant.sort,
        titles=names,
        total=len(matches.at),
        shown=rows(memory, matches, meant, found.spelled.terms + found.other.terms),
        facets=facets(meant, memory.counts(matches.at), names) if counted else (),
        spot=found.meaning.spot,
        place=found.meaning.place,
        corrections=found.spelled.corrections,
        loosened=matches.loosened,
        also=found.other.also,
        by_other_words=0 if matches.other is None else int(matches.other.sum()),
        identified=identified(query.words),
        problems=found.meaning.problems,
    )


@dataclass(frozen=True)
class Answer:
    """All that matches a question, before a page of it is picked."""

    meaning: Understood
    query: Query
    spelled: Spelled
    other: Widened
    matches: Matches


def answer(memory: Held, query: Query, now: dt.datetime) -> Answer:
    """Understand a question, put its words right, and find all that matches."""
    meaning = understand(query)
    spelled = Spelled(terms(meaning.query.words))
    other = Widened() if query.exactly else widened(spelled.terms)
    matches = find(memory, meaning, spelled.ways, other, now)
    if spelled.terms and not len(matches.at) and not query.exactly:
        spelled, other, matches = second_try(memory, meaning, spelled, matches, now)
    sort = ordering.usual_sort(
        meaning.query, near=meaning.spot is not None, text=bool(spelled.terms)
    )
    matches = replace(matches, typed=query.words)
    return Answer(meaning, replace(meaning.query, sort=sort), spelled, other, matches)


def second_try(
    memory: Held, meaning: Understood, typed: Spelled, nothing: Matches, now: dt.datetime
) -> tuple[Spelled, Widened, Matches]:
    """When nothing has all the words: put unknown ones right; else take what has any of them."""
    spelled, matches = spell(typed.terms), nothing
    other = widened(spelled.terms)
    if spelled.terms != typed.terms:
        matches = find(memory, meaning, spelled.ways, other, now)
    if not len(matches.at) and len(spelled.terms) > 1:
        either = tuple((t,) for t in spelled.terms)
        some = find(memory, meaning, either, Widened(), now)
        if len(some.at):
            return spelled, Widened(), replace(some, loosened=True)
    return spelled, other, matches


@dataclass(frozen=True)
class Matching:
    """Every organisation that matches, in order: its key, and its distance in km if measured."""

    query: Query
    keys: list[int]
    far: list[float | None]


def matching(query: Query, *, most: int, now: dt.datetime | None = None) -> Matching:
    """The first so many of all that match, for a download. ``page`` and ``limit`` do not matter."""
    memory = held()
    found = answer(memory, query, now or clock.now())
    weights = ordering.weight(memory, found.query, found.matches)
    order = ordering.first(weights, memory, found.matches.at, most)
    keys = [int(k) for k in memory.keys[found.matches.at[order]]]
    return Matching(found.query, keys, [_km(found.matches.far, int(i)) for i in order])


def groups_of(query: Query) -> Groups:
    """The filters as tokens: of each group an organisation has at least one."""
    found: list[tuple[str, ...]] = []
    if query.areas:
        found.append(area_group(query.areas, query.where))
    found += [
        tokens.tokens(sort, codes)
        for sort, codes in (
            (tokens.KIND, query.kinds),
            (tokens.SIZE, query.sizes),
            (tokens.STATUS, query.statuses),
            (tokens.SIDE, (query.side,)),
            *((letter, getattr(query, scheme)) for scheme, letter in tokens.SCHEMES.items()),
        )
    ]
    return tuple(group for group in found if group)


def find(
    memory: Held, meaning: Understood, ways: Ways, other: Widened, now: dt.datetime
) -> Matches:
    """All that match, in no order. No ways: whatever its words."""
    query, spot = meaning.query, meaning.spot
    groups = groups_of(query)
    if ways:
        matches = measured(memory, with_words(memory, ways, other, groups), spot, query.within_km)
    else:
        matches = without_words(memory, groups, spot, query.within_km)
    if query.changed:
        since = now.timestamp() - query.changed * 86_400
        matches = matches.kept(memory.changed[matches.at] >= since)
    return matches


def with_words(memory: Held, ways: Ways, other: Widened, groups: Groups) -> Matches:
    """Those that the full-text table finds, by the words as typed and by others for them."""
    keys, scores, by_other = hits(ways, groups, other.parts if other else ())
    at, known = memory.positions_of(keys)
    return Matches(at, scores[known], None, other=by_other[known] if other else None)


def measured(memory: Held, matches: Matches, spot: Spot | None, within: float | None) -> Matches:
    """The same with distances, and only those near enough."""
    if spot is None:
        return matches
    lats, lons = memory.latitude[matches.at], memory.longitude[matches.at]
    matches = replace(matches, far=distances_km(spot.latitude, spot.longitude, lats, lons))
    if within is None or matches.far is None:
        return matches
    return matches.kept(matches.far <= within)


def without_words(memory: Held, groups: Groups, spot: Spot | None, within: float | None) -> Matches:
    """Those that the filters leave; near a point, only the cells around it are looked at."""
    if spot is None or within is None:
        at = np.flatnonzero(memory.mask(groups)) if groups else np.arange(len(memory))
        return measured(memory, Matches(at, np.zeros(len(at)), None), spot, None)
    at, far = memory.grid.within(spot.latitude, spot.longitude, within)
    matches = Matches(at, np.zeros(len(at)), far)
    return matches.kept(memory.mask_of(at, groups)) if groups else matches


def pick(memory: Held, matches: Matches, query: Query) -> NDArray[np.int64]:
    """The indexes into the matches of one page, in order."""
    weights = ordering.weight(memory, query, matches)
    upto = query.page * query.limit
    return ordering.first(weights, memory, matches.at, upto)[upto - query.limit :]


@dataclass(frozen=True)
class Telling:
    """What a row needs besides its organisation: names of areas, causes, words."""

    areas: dict[str, str]
    causes: dict[int, tuple[str, ...]]
    wanted: tuple[Term, ...]

    def found(self, o: Organisation, number: int, far: float | None) -> Found:
        """One row of a result."""
        return Found(
            number=number,
            key=o.pk,
            ref=o.ref,
            name=o.name,
            kind=o.kind,
            status=o.status,
            side=o.side,
            district=o.district,
            district_name=self.areas.get(o.district, ""),
            ward_name=self.areas.get(o.ward, ""),
            outward=o.outward,
            income=o.income,
            distance_km=far,
            latitude=o.shown_point[0],
            longitude=o.shown_point[1],
            extract=marked(o.description or o.purposes, self.wanted),
            causes=self.causes.get(o.pk, ()),
            changed_at=o.changed_at,
        )


def rows(
    memory: Held, matches: Matches, query: Query, wanted: tuple[Term, ...]
) -> tuple[Found, ...]:
    """A page's organisations, read from the register as it is now."""
    page = pick(memory, matches, query)
    keys = [int(k) for k in memory.keys[matches.at[page]]]
    far = {k: _km(matches.far, int(i)) for k, i in zip(keys, page, strict=True)}
    found = {o.pk: o for o in Organisation.objects.published().filter(pk__in=keys)}
    codes = {c for o in found.values() for c in (o.district, o.ward) if c}
    areas = dict(Area.objects.filter(code__in=codes).values_list("code", "name"))
    telling = Telling(areas, causes_of(keys), wanted)
    start = (query.page - 1) * query.limit
    return tuple(
        telling.found(found[key], start + i, far[key])
        for i, key in enumerate(keys, 1)
        if key in found
    )


def _km(far: NDArray[np.float64] | None, i: int) -> float | None:
    return None if far is None or np.isnan(far[i]) else round(float(far[i]), 3)


def causes_of(keys: list[int]) -> dict[int, tuple[str, ...]]:
    """The codes of the Commission's causes that each organisation has, in their order."""
    found: dict[int, set[str]] = defaultdict(set)
    # Asked by organisation alone: with the scheme too, SQLite would read every row of the scheme.
    stated = Classification.objects.filter(organisation_id__in=keys)
    for key, scheme, code in stated.values_list("organisation_id", "scheme", "code"):
        if scheme == "what":
            found[key].add(code)
    return {key: tuple(sorted(codes)) for key, codes in found.items()}
