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
from commonweal.sector.searching import ordering, partly, tokens
from commonweal.sector.searching.asking import hits
from commonweal.sector.searching.everyday import Widened, is_known, telling, widened
from commonweal.sector.searching.facets import facets, titles
from commonweal.sector.searching.memory import Held, held
from commonweal.sector.searching.near import distances_km
from commonweal.sector.searching.ordering import Matches
from commonweal.sector.searching.query import Query
from commonweal.sector.searching.results import Found, Results, Titles
from commonweal.sector.searching.spelling import Spelled, counts_of, spell
from commonweal.sector.searching.tokens import Groups
from commonweal.sector.searching.understanding import Understood, identified, understand
from commonweal.sector.searching.whereabouts import Spot, area_group
from commonweal.sector.searching.words import Term, Ways, fold, marked, terms


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
        by_other_words=found.by_other_words,
        put_first=found.put_first,
        partly=matches.partly,
        nearby=found.meaning.nearby,
        unknown=found.meaning.unknown,
        dropped=found.meaning.dropped,
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

    @property
    def put_first(self) -> str:
        """What those that come first are about; blank if none are, or they are nothing special."""
        below = self.matches.below
        some = len(self.matches.at) and (below is None or not below.all())
        return self.other.about if some else ""

    @property
    def by_other_words(self) -> int:
        """How many only other words than the typed ones found."""
        if self.matches.other is None or self.other.first:
            return 0
        return int(self.matches.other.sum())


Attempt = tuple[Spelled, Widened, Matches]


def answer(memory: Held, query: Query, now: dt.datetime) -> Answer:
    """Understand a question, put its words right, and find all that matches."""
    meaning = understand(query)
    if query.exactly:
        spelled, other = Spelled(terms(query.words)), Widened()
        matches = find(memory, meaning, spelled.ways, other, now)
    else:
        spelled, other, matches = attempt(memory, meaning, now)
        wider = meaning.elsewhere(query) if spelled.terms and not len(matches.at) else None
        if wider and len((tried := attempt(memory, wider, now))[2].at):
            meaning, (spelled, other, matches) = wider, tried
        meaning = replace(meaning, unknown=unknown_place(meaning.unknown, matches))
    sort = ordering.usual_sort(
        meaning.query, near=meaning.spot is not None, text=bool(spelled.terms)
    )
    matches = replace(matches, typed=query.words)
    return Answer(meaning, replace(meaning.query, sort=sort), spelled, other, matches)


def attempt(memory: Held, meaning: Understood, now: dt.datetime) -> Attempt:
    """All words; if nothing has them, unknown ones put right; where few do, those with some too."""
    spelled = Spelled(telling(terms(meaning.query.words)))
    other = widened(spelled.terms)
    matches = find(memory, meaning, other.first or spelled.ways, other, now)
    if spelled.terms and not len(matches.at):
        better = spell(spelled.terms)
        if better.terms != spelled.terms:
            spelled, other = better, widened(better.terms)
            matches = find(memory, meaning, other.first or spelled.ways, other, now)
    if other.first and matches.other is not None:
        matches = replace(matches, below=matches.other.astype(np.float64))
    if partly.are_few(matches):
        nothing = not len(matches.at)
        ways = partly.parts_of(spelled.terms, len(memory), any_at_all=nothing)
        if other.urgent:
            matches = partly.joined(matches, find(memory, meaning, other.urgent, Widened(), now))
        if ways:
            matches = partly.joined(matches, find(memory, meaning, ways, Widened(), now))
    return spelled, other, matches


def unknown_place(called: str, matches: Matches) -> str:
    """What the question calls a place, if nothing has all of its words and none seems to mean it.

    A small letter and a word that the register has: rather "lessons in cooking" than a place.
    """
    if not called or is_known(Term(fold(called))):
        return ""
    whole = len(matches.at) - matches.partly
    if whole and not matches.loosened:
        return ""
    return called if called[0].isupper() or not counts_of([fold(called)]) else ""


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
            roughly=not o.address_public,
            latitude=o.latitude,
            longitude=o.longitude,
            extract=marked(o.description or o.purposes, self.wanted),
            named=marked(o.name, self.wanted, len(o.name)),
            causes=self.causes.get(o.pk, ()),
            changed_at=o.changed_at,
            stage=o.stage,
            confirmed_on=o.confirmed_on,
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
