"""What the words of a question say of where, put where it belongs."""

from __future__ import annotations

from dataclasses import replace

from commonweal.sector.finding_services.asking import FARTHEST, Question
from commonweal.sector.searching import Query, words
from commonweal.sector.searching.query import distance
from commonweal.sector.searching.understanding import read_places
from commonweal.sector.searching.whereabouts import Spot, spot
from commonweal.ui.words import KM_IN_A_MILE

WHERE_ARE_YOU = "To see what is near you, give your postcode or town."


def read(asked: Question) -> tuple[Question, Spot | None, str]:
    """The question without its words of place, the point it is near to, and why there is none.

    "Lunch near NR1 1AA" asks for lunch near that postcode, and "debt near me" for debt near
    somewhere that it does not say. What the form says already is not said again by the words.
    """
    text, nearby = words.without_nearby(asked.words)
    if asked.near:
        return replace(asked, words=text), *spot(asked.near)
    query, place = read_places(Query(words=text))
    where, _ = spot(query.near or place) if query.near or place else (None, "")
    if where is None:
        return replace(asked, words=text), None, WHERE_ARE_YOU if nearby else ""
    read_out = replace(asked, words=query.words, near=query.near or place)
    return replace(read_out, within=asked.within or miles_in(text)), where, ""


def miles_in(text: str) -> float | None:
    """How far the words say: the three of "within 3 miles of"; nothing of a bare "near"."""
    said, unit, _ = words.distance_in(text)
    miles = said if said is None or unit == "miles" else said / KM_IN_A_MILE
    return None if miles is None else distance([f"{miles:.2f}"], FARTHEST)
