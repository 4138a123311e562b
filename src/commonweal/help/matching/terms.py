"""What a match is made of: a task, a helper, what things weigh, and what comes of it. Pure.

Distances are metres on the British National Grid, in a straight line. Times are minutes since the
Monday midnight that the plan begins with; whoever builds them writes a weekly time once for each
week that the plan spans. Keys are whatever the caller knows tasks, people and helpers by.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field, fields
from enum import StrEnum
from typing import NamedTuple

Span = tuple[int, int]
NOTHING: frozenset[str] = frozenset()


@dataclass(frozen=True, slots=True, kw_only=True)
class Task:
    """One thing that one person needs done once.

    ``skills``, ``means`` and ``checks`` are all needed; of ``languages`` one is enough.
    ``windows`` are when it can be done, of which a helper must have ``minutes`` free together;
    none means at any time. ``only`` names the helpers who alone may go, where it names any;
    ``never`` who may not, and why is nobody's business. ``known`` is who has been to see this
    person, and how many times.

    ``urgency`` (people set it; more is more urgent) and ``waited`` (hours) change no match: by
    them those who would go unserved are put in order, for a person to see first.
    """

    key: str
    easting: float
    northing: float
    person: str = ""
    skills: frozenset[str] = NOTHING
    languages: frozenset[str] = NOTHING
    means: frozenset[str] = NOTHING
    checks: frozenset[str] = NOTHING
    windows: tuple[Span, ...] = ()
    minutes: int = 60
    only: frozenset[str] = NOTHING
    never: frozenset[str] = NOTHING
    known: Mapping[str, int] = field(default_factory=dict, hash=False)
    urgency: int = 0
    waited: float = 0.0


@dataclass(frozen=True, slots=True, kw_only=True)
class Helper:
    """Somebody who may be asked. Who is suspended is never passed in.

    ``reach`` is how far they go, in metres. ``times`` is when they are free; none means that they
    have not said, and may be asked for any time. ``capacity`` is how many more tasks they take
    this week: their limit less what they have accepted. ``rested`` is how many days ago they were
    last asked, None if never; ``asks`` how often they were asked of late. ``never`` names people
    whom they are not to be sent to.
    """

    key: str
    easting: float
    northing: float
    reach: float
    skills: frozenset[str] = NOTHING
    languages: frozenset[str] = NOTHING
    means: frozenset[str] = NOTHING
    checks: frozenset[str] = NOTHING
    times: tuple[Span, ...] = ()
    capacity: int = 1
    rested: int | None = None
    asks: int = 0
    never: frozenset[str] = NOTHING


@dataclass(frozen=True, slots=True, kw_only=True)
class Weights:
    """How much each good reason is worth, in metres of way: all of them can be compared so.

    ``known`` metres further is a helper sent who has been to see this person before, and
    ``visit`` more for each visit after the first, up to ``visits`` of them. ``day`` metres
    further is one sent for each day that they have not been asked, up to ``days``; it counts for
    the first task that they get. Each time that they were asked of late costs ``asked``. Each
    task after the first in one plan costs ``again`` more than the one before. Whether somebody is
    helped at all is not weighed against any of these: it comes first.
    """

    known: int = 1_500
    visit: int = 250
    visits: int = 6
    day: int = 20
    days: int = 60
    asked: int = 150
    again: int = 400

    def __post_init__(self) -> None:
        for weight in fields(self):
            if getattr(self, weight.name) < 0:
                raise ValueError(f"A weight is not less than nothing: {weight.name}.")


class Reason(StrEnum):
    """Why somebody is without a helper, in words that give no one away."""

    EMPTY = "there is no helper"
    FAR = "no helper is near enough"
    SKILL = "no helper near has the skill"
    LANGUAGE = "no helper near speaks the language"
    MEANS = "no helper near has the means"
    CHECK = "no helper near has the check"
    TIME = "no helper near is free at that time"
    EXCLUDED = "nobody else can go"
    FULL = "all who could go have reached their weekly limit"
    TAKEN = "all who could go are needed by others"


class Match(NamedTuple):
    """A helper for a task, how far they go (metres) and how often they have been there."""

    task: str
    helper: str
    metres: int
    visits: int


class Unserved(NamedTuple):
    """A task without a helper. Were all its reasons gone, there would be somebody to ask."""

    task: str
    reasons: tuple[Reason, ...]


@dataclass(frozen=True, slots=True)
class Plan:
    """Who is to be asked for what; people decide.

    ``unserved`` is in the order of urgency, then wait. ``cost`` is what all matches weigh by the
    weights. ``proven`` says that no plan whatever helps more people, and that none which helps as
    many weighs less.
    """

    matches: tuple[Match, ...]
    unserved: tuple[Unserved, ...]
    cost: int
    proven: bool

    @property
    def metres(self) -> int:
        """The way of all helpers together, one way."""
        return sum(match.metres for match in self.matches)
