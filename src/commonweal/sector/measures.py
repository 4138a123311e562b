"""What a map of areas can be shaded by, and how its values are said. Pure but for their words."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field

from commonweal.sector.choices import SIZES, Kind
from commonweal.sector.statistics import FEWEST
from commonweal.ui import words

CAUSE = "cause-"
KINDS, SIZED, CAUSES = "By kind", "By yearly income", "By cause"


@dataclass(frozen=True)
class AreaRow:
    """One area's figures. Money is pounds, of registered ones, None where fewer than three tell it.

    ``organisations`` are all that are based there, ``groups`` the informal ones among them.
    ``change`` is how many joined a register in the last twelve months less how many left one.
    ``deprived`` is the share, from 0 to 1, of its small areas among the most deprived fifth.
    ``kinds``, ``sizes`` and ``causes`` count those based there, groups too, by code; what is not
    there is nought, and causes are counted only when they were asked for.
    """

    code: str
    name: str
    kind: str
    population: int | None
    population_year: int | None
    organisations: int
    income_known: int
    income_total: int | None
    income_median: int | None
    change: int
    deprived: float | None
    kinds: Mapping[str, int] = field(default_factory=dict)
    sizes: Mapping[str, int] = field(default_factory=dict)
    causes: Mapping[str, int] = field(default_factory=dict)
    groups: int = 0

    @property
    def registered(self) -> int:
        """Those that are on a register."""
        return self.organisations - self.groups

    @property
    def registered_per_1000(self) -> float | None:
        """Registered ones for every 1,000 people, to a tenth."""
        return round(self.registered * 1000 / self.population, 1) if self.population else None

    @property
    def per_1000(self) -> float | None:
        """Organisations for every 1,000 people, to a tenth; None where the people are not known."""
        if not self.population:
            return None
        return round(self.organisations * 1000 / self.population, 1)

    @property
    def deprived_percent(self) -> float | None:
        """The deprived share in whole per cent."""
        return None if self.deprived is None else round(self.deprived * 100)


@dataclass(frozen=True)
class Measure:
    """Something a map can be shaded by: its title, its unit, and how a value is said.

    ``family`` is what it is offered under, and ``short`` what it is called there.
    """

    key: str
    title: str
    heading: str
    value: Callable[[AreaRow], float | None]
    written: Callable[[float | None], str]
    step: float = 1
    why_hidden: str = "Not known"
    family: str = ""
    short: str = ""

    @property
    def offered_as(self) -> str:
        """What it is called where it is chosen."""
        return self.short or self.title


def percent(value: float | None) -> str:
    """``37%``."""
    return "not known" if value is None else f"{value:.0f}%"


def signed(value: float | None) -> str:
    """``+3``, ``0``, ``-2``."""
    return "not known" if value is None else f"{value:+,.0f}".replace("+0", "0")


FEW = f"Not shown: fewer than {FEWEST} tell their income"
MEASURES = (
    Measure(
        "organisations", "Organisations based there", "How many",
        lambda r: r.organisations, words.number,
    ),
    Measure(
        "registered", "Registered organisations based there", "Registered",
        lambda r: r.registered, words.number,
    ),
    Measure(
        "groups", "Informal groups known there", "Groups",
        lambda r: r.groups, words.number,
    ),
    Measure(
        "registered-per-1000", "Registered organisations for every 1,000 people", "Per 1,000",
        lambda r: r.registered_per_1000, words.number, 0.1,
        "How many people live there is not known",
    ),
    Measure(
        "per-1000", "Organisations for every 1,000 people", "Per 1,000",
        lambda r: r.per_1000, words.number, 0.1, "How many people live there is not known",
    ),
    Measure(
        "deprivation", "Share of small areas among the most deprived fifth", "Deprived",
        lambda r: r.deprived_percent, percent, 1, "Not known",
    ),
    Measure(
        "income", "Their yearly income together", "Income",
        lambda r: r.income_total, words.money_short, 1, FEW,
    ),
    Measure(
        "median-income", "Yearly income of the one in the middle", "Middle income",
        lambda r: r.income_median, words.money_short, 1, FEW,
    ),
    Measure(
        "change", "Joined a register less left one, last twelve months", "Change",
        lambda r: r.change, signed,
    ),
)  # fmt: skip


def counted(key: str, of: str, code: str, title: str, family: str) -> Measure:
    """How many are of one kind, size or cause."""

    def value(row: AreaRow) -> int:
        held: Mapping[str, int] = getattr(row, of)
        return held.get(code, 0)

    return Measure(
        key, f"Organisations based there: {title}", "Of these", value, words.number,
        family=family, short=title,
    )  # fmt: skip


BY_KIND = tuple(
    counted(f"kind-{code}", "kinds", code, str(label), KINDS) for code, label in Kind.choices
)
BY_SIZE = tuple(
    counted(f"size-{code}", "sizes", code, title, SIZED) for code, (title, _, _) in SIZES.items()
)


def by_cause(titles: Mapping[str, str]) -> tuple[Measure, ...]:
    """How many work on each of these causes, by their titles."""
    named = sorted(titles.items(), key=lambda pair: pair[1])
    return tuple(counted(f"{CAUSE}{c}", "causes", c, title, CAUSES) for c, title in named)


def measure(key: str, among: tuple[Measure, ...] = MEASURES) -> Measure:
    """The measure of that name; the first for any other word."""
    return next((m for m in among if m.key == key), MEASURES[0])
