"""What a question means: which of its words say where, which name one organisation."""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from typing import Self

from commonweal.sector.choices import Scheme
from commonweal.sector.models import Identifier, Organisation
from commonweal.sector.searching import whereabouts, words
from commonweal.sector.searching.query import Query
from commonweal.sector.searching.whereabouts import Spot
from commonweal.ui.words import reach as in_words

NEARBY_MILES = 5.0


@dataclass(frozen=True)
class Understood:
    """A question with its places taken out of its words, the point to measure from, and what
    could not be understood: a sentence for each field of the form.

    ``nearby`` says that it asks for what is near without saying near what; ``unknown`` is what it
    calls a place and we do not know; ``dropped`` a place in which nothing was found, so that the
    question is asked of everywhere."""

    query: Query
    spot: Spot | None = None
    place: str = ""
    problems: dict[str, str] = field(default_factory=dict)
    nearby: bool = False
    unknown: str = ""
    dropped: str = ""

    def elsewhere(self, asked: Query) -> Self | None:
        """The same without the place that was read out of the words; nothing if none was.

        What is near a point is then looked for at any distance from it.
        """
        if self.query.areas != asked.areas:
            wider = replace(self.query, areas=asked.areas, where=asked.where)
            return replace(self, query=wider, place="", dropped=f"in {self.place}")
        if self.spot and not asked.near and self.query.within != asked.within:
            wider = replace(self.query, within=asked.within)
            reach = in_words(self.query.within or 0, self.query.unit)
            return replace(self, query=wider, dropped=f"within {reach} of {self.spot.label}")
        return None


def understand(asked: Query) -> Understood:
    """Read the places in the words and find the point that "near" means."""
    if asked.exactly:
        query, place, nearby = asked, "", False
    else:
        text, nearby = words.without_nearby(asked.words)
        query, place = read_places(replace(asked, words=text))
    if not query.near:
        unread = "" if asked.exactly or place else words.place_at_end(query.words)
        return Understood(query, None, place, nearby=nearby, unknown=unread)
    spot, why_not = whereabouts.spot(query.near)
    if spot is None:
        blind = replace(query, near="", within=None, sort=_without_distance(query.sort))
        return Understood(blind, None, place, {"near": why_not})
    return Understood(query, spot, place)


def _without_distance(sort: str) -> str:
    return "" if sort == "distance" else sort


def read_places(asked: Query) -> tuple[Query, str]:
    """The question with places moved from its words to where they belong, and what they were.

    What the form says already is not said again by the words.
    """
    within, unit, text = words.distance_in(asked.words)
    if asked.near:
        return asked, ""
    postcode, rest = words.postcode_in(text)
    if postcode:
        return _reaching(replace(asked, words=rest, near=postcode), within, unit), ""
    if asked.areas:
        return asked, ""
    for where in words.where_in(text):
        if found := _place(asked, where, within, unit):
            return found
    outward, rest = words.outward_at_end(text)
    if outward and whereabouts.is_here(outward):
        return _nearby(replace(asked, words=rest, near=outward), within, unit), ""
    return asked, ""


def _place(
    query: Query, where: words.Whereabouts, within: float | None, unit: str
) -> tuple[Query, str] | None:
    """The question with one place read out of its words; nothing if the words name none.

    "in Thetford" is the area; "near Thetford", "near NR1" and "in NR1" a point.
    """
    outward = words.outward_in(where.place[0])
    if outward:
        if not whereabouts.is_here(outward):
            return None
        rest = _rest(where, 1)
        return _nearby(replace(query, words=rest, near=outward), within, unit), ""
    named, taken = whereabouts.named(where.place)
    if named is None:
        return None
    rest = _rest(where, taken)
    if where.preposition in {"near", "around", "close to"}:
        return _nearby(replace(query, words=rest, near=named.label), within, unit), ""
    how = "serving" if where.preposition in {"serving", "covering"} else query.where
    return replace(query, words=rest, areas=named.codes, where=how), named.label


def _rest(where: words.Whereabouts, taken: int) -> str:
    return " ".join([where.before, *where.place[taken:]]).strip()


def _reaching(query: Query, within: float | None, unit: str) -> Query:
    if within is None or query.within is not None:
        return query
    return replace(query, within=within, unit=unit)


def _nearby(query: Query, within: float | None, unit: str) -> Query:
    """Near a place that is not a point: five miles from its middle, unless said."""
    query = _reaching(query, within, unit)
    if query.within is None:
        query = replace(query, within=NEARBY_MILES, unit="miles")
    return query


def identified(text: str) -> tuple[str, ...]:
    """The public names of the published organisations that this identifier names.

    Takes an org-id ("GB-CHC-1090095") or a number as a register writes it, with or without
    a company number's leading noughts.
    """
    number = words.identifier_in(text)
    if not number:
        return ()
    schemes = [s for s in Scheme.values if number.startswith(f"{s}-")]
    bare = number.removeprefix(f"{schemes[0]}-") if schemes else number
    found = Identifier.objects.filter(value__in=words.spellings_of(bare))
    if schemes:
        found = found.filter(scheme=schemes[0])
    published = found.filter(organisation__in=Organisation.objects.published())
    refs = published.order_by("scheme", "pk").values_list("organisation__ref", flat=True)
    return tuple(dict.fromkeys(refs))
