"""A run of charities, thought up together: who they are, what they do, how much they have."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any

import numpy as np

from commonweal.demo.catalogue import SORTS
from commonweal.demo.ground import Ground
from commonweal.demo.telling import DRAWS, texts

FIRST_NUMBER = 9_000_000
FIRST_LINKED = 9_500_000
DAY_OF_EXTRACT = np.datetime64("2026-11-22")
BLOCK = 20_000
YEARS_KEPT = 5
TODAY_YEAR = 2026
_WEIGHTS = np.cumsum([sort.registered for sort in SORTS])
_MEDIAN = np.array([sort.median for sort in SORTS], dtype=float)
_SPREAD = np.array([sort.spread for sort in SORTS])
_COMPANY = np.array([sort.company for sort in SORTS])
_CIO = np.array([sort.cio for sort in SORTS])
_HELPERS = np.array([sort.volunteers for sort in SORTS], dtype=float)


@dataclass
class Block:
    """Charities from number ``first`` on, as parallel columns. Money is pounds a year."""

    first: int
    size: int
    sorts: np.ndarray
    where: np.ndarray
    names: list[str]
    activities: list[str]
    objects: list[str]
    form: np.ndarray  # 0 trust, 1 other, 2 CIO, 3 company
    registered: np.ndarray
    removed: np.ndarray  # NaT while on the register
    incomes: np.ndarray  # one row a charity, newest year first
    spending: np.ndarray
    year_end: np.ndarray
    years: np.ndarray
    volunteers: np.ndarray
    trustees: np.ndarray
    contact: np.ndarray
    rng: np.random.Generator
    extra: dict[str, Any] = field(default_factory=dict)

    @property
    def numbers(self) -> np.ndarray:
        """The charity numbers: nine millions, which no register has reached."""
        numbers: np.ndarray = FIRST_NUMBER + self.first + np.arange(self.size)
        return numbers


def generator(seed: int, purpose: int, at: int = 0) -> np.random.Generator:
    """The same random numbers for the same seed, purpose and block, on every machine."""
    return np.random.default_rng(np.random.SeedSequence([seed, purpose, at]))


def picks(rng: np.random.Generator, cumulated: np.ndarray, size: int) -> np.ndarray:
    """Positions drawn with the likelihoods whose running total is given."""
    found: np.ndarray = np.searchsorted(cumulated, rng.random(size) * cumulated[-1], side="right")
    return found


def money(rng: np.random.Generator, sorts: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
    """Five years of income and spending, newest first: skewed as the sector's are."""
    size = len(sorts)
    last = np.exp(np.log(_MEDIAN[sorts]) + _SPREAD[sorts] * rng.standard_normal(size))
    growth = 1 + np.clip(rng.normal(0.03, 0.16, (size, YEARS_KEPT - 1)), -0.6, 1.5)
    back = np.cumprod(growth, axis=1)
    incomes = np.column_stack([last, last[:, None] / back])
    incomes[rng.random(size) < 0.02] = 0
    spending = incomes * np.clip(rng.normal(0.97, 0.12, incomes.shape), 0.2, 2.5)
    return incomes.astype(np.int64), spending.astype(np.int64)


def year_ends(rng: np.random.Generator, size: int) -> np.ndarray:
    """The last day of each charity's latest financial year that can have been reported."""
    months = rng.choice(
        np.arange(1, 13), size, p=np.array([1, 1, 44, 5, 2, 5, 3, 13, 4, 1, 1, 20]) / 100
    )
    year = np.where(months <= 4, TODAY_YEAR, TODAY_YEAR - 1)
    month = (year - 1970) * 12 + months
    ends: np.ndarray = month.astype("datetime64[M]").astype("datetime64[D]") - 1
    return ends


def make_block(
    seed: int, first: int, size: int, ground: Ground, seen: set[str] | None = None
) -> Block:
    """Charities ``first`` to ``first + size``: the same for the same seed, wherever made."""
    rng = generator(seed, 1, first)
    sorts = np.minimum(picks(rng, _WEIGHTS, size), len(SORTS) - 1)
    where = picks(rng, np.cumsum(ground.share), size)
    where = np.minimum(where, len(ground.postcodes) - 1)
    draws = rng.integers(0, 1 << 30, (size, DRAWS)).tolist()
    names, activities, objects = texts(
        ground, sorts.tolist(), where.tolist(), draws, set() if seen is None else seen
    )
    incomes, spending = money(rng, sorts)
    luck = rng.random(size)
    form = np.where(luck < _COMPANY[sorts], 3, np.where(luck > 1 - _CIO[sorts], 2, luck > 0.5))
    age = np.minimum(rng.exponential(22, size), 64)
    age = np.where(form == 2, np.minimum(age / 2, 13), age)
    registered = DAY_OF_EXTRACT - (age * 365.25 + 40).astype(int)
    removed = np.where(
        rng.random(size) < 0.06,
        DAY_OF_EXTRACT - rng.integers(30, 1500, size),
        np.datetime64("NaT"),
    )
    removed = np.where(removed <= registered + 30, np.datetime64("NaT"), removed)
    return Block(
        first=first,
        size=size,
        sorts=sorts,
        where=where,
        names=names,
        activities=activities,
        objects=objects,
        form=form,
        registered=registered,
        removed=removed,
        incomes=incomes,
        spending=spending,
        year_end=year_ends(rng, size),
        years=np.clip(age - 0.3, 0, YEARS_KEPT).astype(int),
        volunteers=rng.poisson(_HELPERS[sorts] * np.exp(rng.normal(0, 0.6, size))),
        trustees=rng.integers(3, 9, size),
        contact=rng.integers(0, 1 << 30, size),
        rng=rng,
    )
