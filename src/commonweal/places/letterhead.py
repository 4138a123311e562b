"""Whom letters are from: the place as it calls itself."""

from __future__ import annotations

from dataclasses import dataclass

from commonweal.places.reports import is_named, the_place


@dataclass(frozen=True)
class Letterhead:
    """Whom a letter is from: the place, who keeps it, and where to ask; "" where not said."""

    name: str
    keeper: str
    contact: str


def letterhead() -> Letterhead:
    """The place as letters name it."""
    place = the_place()
    name = place.name if is_named(place) else "Commonweal"
    return Letterhead(name, place.keeper, place.email or place.telephone)
