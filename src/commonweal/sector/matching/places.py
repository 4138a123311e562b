"""How near two postcodes are to each other, from their letters alone. Pure."""

from __future__ import annotations

import re
from functools import lru_cache
from typing import NamedTuple

from commonweal.places.postcodes import OUTWARD, SHAPE, squeeze

_LETTERS = re.compile(r"[A-Z]+")


class Spot(NamedTuple):
    """A postcode in its three steps: NR1 3QQ is of area NR and district NR1; blank if unknown."""

    whole: str = ""
    district: str = ""
    area: str = ""


NOWHERE = Spot()


@lru_cache(maxsize=65_536)
def spot(postcode: str) -> Spot:
    """The steps of a postcode, whole or its first half; blank steps if it is none."""
    text = squeeze(postcode)
    if found := SHAPE.fullmatch(text):
        return Spot(text, found["outward"], _LETTERS.findall(text)[0])
    if OUTWARD.fullmatch(text):
        return Spot("", text, _LETTERS.findall(text)[0])
    return NOWHERE
