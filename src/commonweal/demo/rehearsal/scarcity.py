"""How scarce help is: needs that no scheme near answers, few drivers, people who say no or nothing.

Pure. We know of no count of any of these: the shares are ours, round, and chosen so that every way
of going without comes up. From practice (the domain reference, 9.2 and 9.3) is what can happen at
all: a helper is asked and declines, a lift takes a driver, somebody is tried three times.
"""

from __future__ import annotations

import datetime as dt
import math
import random
from collections.abc import Sequence
from typing import Any

from commonweal.demo.county import Spot

SERVED = {"lift-health": 0.6, "odd-jobs": 0.75}  # in how many wards; other needs in every one
DRIVES_IN_TOWN, DRIVES_IN_COUNTRY = 0.5, 0.25
COUNTRY = 4_000  # metres from end to end of a ward that is no town
OFFERED = 2  # how many of its scheme's needs a helper answers
LEAVE = 0.35  # of the helpers, in a year
SILENT, YES, WINTER = 0.1, 0.75, 0.2  # of those asked; fewer say yes in mid-winter
GIVES_BACK, WITHDRAWS, NEVER_ANSWERS = 0.04, 0.03, 0.15
# How a need is answered, where that matters.
WANTED: dict[str, dict[str, Any]] = {
    "lift-health": {"means": "car"}, "phone-friend": {"means": "phone"},
}  # fmt: skip
MORNINGS = [[day, "09:00", "13:00"] for day in ("mo", "tu", "we", "th", "fr")]
# How long it is looked for somebody, by how soon help is needed.
PATIENCE = {"today": dt.timedelta(days=2)}
A_WEEK = dt.timedelta(days=7)


def dice_of(*words: object) -> random.Random:
    """Chance that falls the same way for the same thing."""
    return random.Random(" ".join(str(w) for w in words))  # noqa: S311


def in_the_country(spots: Sequence[Spot]) -> bool:
    """Whether a ward lies in the country: its postcodes lie far from each other."""
    easts, norths = [s.easting for s in spots], [s.northing for s in spots]
    return max(max(easts) - min(easts), max(norths) - min(norths)) > COUNTRY


def served(ward: str, codes: Sequence[str], seed: int) -> list[str]:
    """Which needs are answered in a ward."""
    return [c for c in codes if dice_of(seed, "serves", ward, c).random() < SERVED.get(c, 1)]


def getting_about(number: int, spots: Sequence[Spot], seed: int) -> dict[str, Any]:
    """How a helper gets about, how far, and when they are free."""
    dice = dice_of(seed, "goes", number)
    chance = DRIVES_IN_COUNTRY if in_the_country(spots) else DRIVES_IN_TOWN
    drives = dice.random() < chance
    return {
        "means": ["car"] if drives else ["foot"],
        "miles": dice.choice([5, 8, 12] if drives else [1, 1.5, 2]),
        "times": dice.choice([[], [], dice.sample(MORNINGS, 2)]),
        "weekly_limit": dice.choice([1, 1, 1, 2]),
    }


def wanted(code: str, dice: random.Random) -> dict[str, Any]:
    """What a task takes: a lift a car and a time on a weekday, a call a telephone."""
    told = dict(WANTED.get(code, {}))
    if code == "lift-health":
        told["windows"] = [[dice.choice(["mo", "tu", "we", "th", "fr"]), "09:30", "12:00"]]
    return told


def leaves_at(number: int, seed: int, days: int) -> int | None:
    """On which day of the year a helper leaves, if they do."""
    dice = dice_of(seed, "leaves", number)
    return dice.randrange(days) if dice.random() < LEAVE else None


def cold(day: dt.date) -> float:
    """How deep in winter a day is: one in mid-January, nothing in mid-July."""
    return (1 + math.cos(2 * math.pi * (day.timetuple().tm_yday - 15) / 365.25)) / 2


def said(dice: random.Random, day: dt.date) -> bool | None:
    """What a helper says who is asked: yes, no, or nothing at all."""
    chance = dice.random()
    if chance < SILENT:
        return None
    return chance < SILENT + YES - WINTER * cold(day)
