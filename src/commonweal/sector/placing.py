"""Where the places of services lie, as far as anyone may know it. No saving."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from commonweal.places.postcodes import outward
from commonweal.sector.belonging import LARGE, Point, middles_beginning, whereabouts
from commonweal.sector.offering import ToldPlace

Spot = dict[str, Any]
COLUMNS = ("latitude", "longitude", *LARGE)


def spots_of(places: Sequence[ToldPlace]) -> list[Spot]:
    """The point and the areas of each place, as columns.

    A place lies where its postcode does, unless a point is told. One whose address is not public
    has no areas, and the point of all of its outward code (NR1): whoever measures how far it is
    from here and from there learns no more than that, which its page says too.
    """
    where = whereabouts({place.postcode for place in places if place.address_public})
    hidden = {outward(place.postcode) for place in places if not place.address_public}
    middles = middles_beginning(hidden - {""})
    return [
        spot(place, where.get(place.postcode, {})) if place.address_public
        else columns(middles.get(outward(place.postcode), (None, None)), {})
        for place in places
    ]  # fmt: skip


def spot(place: ToldPlace, where: dict[str, Any]) -> Spot:
    """Where a place lies whose address is public."""
    point = (place.latitude, place.longitude)
    if place.latitude is None:
        point = (where.get("latitude"), where.get("longitude"))
    return columns(point, where)


def columns(point: Point, areas: dict[str, Any]) -> Spot:
    """A point and the areas around it, as columns."""
    named = {column: areas.get(column, "") for column in LARGE}
    return {"latitude": point[0], "longitude": point[1], **named}
