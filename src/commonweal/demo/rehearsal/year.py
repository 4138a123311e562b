"""The plan of a year: how many ask, where and when, the same for the same seed. Pure.

The figures are those of one English county in one year (Norfolk): 97,000 requests for help, 35,000
food parcels, 48,000 people advised, 21,000 packs for children. The rhythm of the week and of
winter is ours: Mondays are busiest, a week in January has half as much again as one in July.
"""

from __future__ import annotations

import datetime as dt
import math
from dataclasses import dataclass

import numpy as np

REQUESTS, PARCELS, ADVISED, PACKS = 97_000, 35_000, 48_000, 21_000
SCHEMES, HELPERS = 320, 4_200
BEGINS = dt.date(2025, 4, 1)
DAYS = 365
# Monday to Sunday: how a week's askings fall.
OF_WEEK = (1.45, 1.2, 1.15, 1.1, 1.05, 0.6, 0.45)
WINTER = 0.25  # how much more than usual in mid-January, and less in mid-July


@dataclass(frozen=True)
class Sizes:
    """How many of each there are in a year, at a scale."""

    schemes: int
    helpers: int
    requests: int
    parcels: int
    advised: int
    packs: int

    @classmethod
    def at(cls, scale: float) -> Sizes:
        """At scale 1, the county's own numbers."""

        def share(whole: int, least: int = 1) -> int:
            return max(least, round(whole * scale))

        return cls(
            share(SCHEMES, 2), share(HELPERS, 24), share(REQUESTS, 10), share(PARCELS, 4),
            share(ADVISED, 4), share(PACKS, 2),
        )  # fmt: skip


def weight(day: dt.date) -> float:
    """How busy a day is, beside the year's usual one."""
    angle = 2 * math.pi * (day.timetuple().tm_yday - 15) / 365.25
    return OF_WEEK[day.weekday()] * (1 + WINTER * math.cos(angle))


def days() -> list[dt.date]:
    """Every day of the year."""
    return [BEGINS + dt.timedelta(days=n) for n in range(DAYS)]


def spread(whole: int, schemes: int, seed: int, *, kind: int) -> np.ndarray:
    """So many things over days and schemes, as counts of shape (days, schemes); none is left out.

    Some schemes are four times as busy as others.
    """
    rng = np.random.default_rng([seed, kind])
    by_day = np.array([weight(d) for d in days()])
    by_scheme = np.exp(rng.normal(0, 0.5, schemes))
    chance = np.outer(by_day, by_scheme).ravel()
    counts = rng.multinomial(whole, chance / chance.sum())
    return counts.reshape(DAYS, schemes)


@dataclass(frozen=True)
class Year:
    """What happens on which day in which scheme: counts of shape (days, schemes)."""

    sizes: Sizes
    asks: np.ndarray
    parcels: np.ndarray
    advised: np.ndarray
    packs: np.ndarray


def year(scale: float, seed: int) -> Year:
    """The whole year at a scale."""
    sizes = Sizes.at(scale)
    wholes = (sizes.requests, sizes.parcels, sizes.advised, sizes.packs)
    kinds = [spread(n, sizes.schemes, seed, kind=k) for k, n in enumerate(wholes)]
    return Year(sizes, *kinds)
