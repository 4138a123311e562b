"""How long what somebody said of an entry stays fresh, and what follows when it no longer is.

Pure: days go in, steps come out. An entry is an organisation, or a service that is kept here. A
day after its last confirmation it is asked after by letter, then twice more; then somebody rings;
then it is greyed; then, if nobody but this place states it, it is taken from view until one
confirmation brings it back.
"""

from __future__ import annotations

import calendar
import datetime as dt
from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from enum import StrEnum


class Sort(StrEnum):
    """What an entry is: each sort has a rule of its own."""

    GROUP = "group"
    ORGANISATION = "organisation"
    SERVICE = "service"


SORTS = {
    Sort.GROUP: "Informal groups",
    Sort.ORGANISATION: "Registered organisations and partners",
    Sort.SERVICE: "Services kept here",
}


class Stage(StrEnum):
    """How far the asking after an entry has come."""

    FRESH = "fresh"
    REMINDED = "reminded"
    NUDGED = "nudged"
    NUDGED_AGAIN = "nudged-again"
    TELEPHONE = "telephone"
    GREYED = "greyed"
    WITHDRAWN = "withdrawn"


STAGES = {
    Stage.FRESH: "Not asked after",
    Stage.REMINDED: "Reminded",
    Stage.NUDGED: "Nudged",
    Stage.NUDGED_AGAIN: "Nudged twice",
    Stage.TELEPHONE: "To be rung",
    Stage.GREYED: "Greyed",
    Stage.WITHDRAWN: "Withdrawn from view",
}
# What follows a letter, when it is not answered and the next can be sent.
LETTERS = {
    Stage.FRESH: Stage.REMINDED,
    Stage.REMINDED: Stage.NUDGED,
    Stage.NUDGED: Stage.NUDGED_AGAIN,
}
# A letter lists every entry of its organisation, and asks after those that fall due so soon.
SOON = dt.timedelta(days=30)
# A link outlives all the letters of its round.
LINK_LIVES = dt.timedelta(days=90)


@dataclass(frozen=True, kw_only=True)
class Rule:
    """Months until the first letter; days from each step to the next. Days are at least one."""

    months: int = 12
    nudge_after: int = 14
    telephone_after: int = 14
    grey_after: int = 30
    withdraw_after: int = 60


USUAL: Mapping[Sort, Rule] = dict.fromkeys(Sort, Rule())


@dataclass(frozen=True, kw_only=True)
class Entry:
    """One entry as it stands.

    ``last`` is the day it was last confirmed, or else told to us or first read. ``here_only`` says
    that no register, list or feed states it: only such can be withdrawn. ``reachable`` says that
    somebody can be written to. ``since`` is the day it came to its stage, and before ``not_before``
    it goes no further than the telephone list: somebody has said when they will ring again.
    """

    key: int
    owner: int
    sort: Sort
    last: dt.date
    here_only: bool = True
    stage: Stage = Stage.FRESH
    since: dt.date | None = None
    reachable: bool = True
    not_before: dt.date | None = None


@dataclass(frozen=True, kw_only=True)
class Step:
    """What is next for an entry, and from which day. ``letter`` when it is done by writing."""

    to: Stage
    on: dt.date
    letter: bool = False


def months_after(day: dt.date, months: int) -> dt.date:
    """The same day of the month so many months later, or that month's last."""
    year, month = divmod(day.year * 12 + day.month - 1 + months, 12)
    last = calendar.monthrange(year, month + 1)[1]
    return dt.date(year, month + 1, min(day.day, last))


def due_on(last: dt.date, rule: Rule) -> dt.date:
    """The day from which an entry is no longer confirmed within its term."""
    return months_after(last, rule.months)


def latest_due(rule: Rule, today: dt.date) -> dt.date:
    """The latest day of which a confirmation is out of its term today: all after it are within."""
    day = months_after(today, -rule.months) + dt.timedelta(days=3)
    while due_on(day, rule) > today:
        day -= dt.timedelta(days=1)
    return day


def within_term(last: dt.date | None, rule: Rule, today: dt.date) -> bool:
    """Whether it was confirmed so lately that nobody need be asked yet."""
    return last is not None and today < due_on(last, rule)


def next_step(entry: Entry, rule: Rule) -> Step | None:
    """What is next for an entry if nobody confirms it; nothing when it stays as it is."""
    since = entry.since or entry.last
    if entry.stage in LETTERS:
        return _next_letter(entry, rule, since)
    if entry.stage is Stage.NUDGED_AGAIN:
        wait = rule.telephone_after if entry.reachable else 0
        return Step(to=Stage.TELEPHONE, on=since + dt.timedelta(wait))
    if entry.stage is Stage.TELEPHONE:
        return Step(to=Stage.GREYED, on=_not_before(entry, since + dt.timedelta(rule.grey_after)))
    if entry.stage is Stage.GREYED and entry.here_only:
        until = since + dt.timedelta(rule.withdraw_after)
        return Step(to=Stage.WITHDRAWN, on=_not_before(entry, until))
    if entry.stage is Stage.WITHDRAWN and not entry.here_only:
        return Step(to=Stage.GREYED, on=since)
    return None


def _next_letter(entry: Entry, rule: Rule, since: dt.date) -> Step:
    first = entry.stage is Stage.FRESH
    on = due_on(entry.last, rule) if first else since + dt.timedelta(rule.nudge_after)
    if entry.reachable:
        return Step(to=LETTERS[entry.stage], on=on, letter=True)
    return Step(to=Stage.TELEPHONE, on=on if first else since)


def _not_before(entry: Entry, day: dt.date) -> dt.date:
    return max(day, entry.not_before) if entry.not_before else day


def step_due(entry: Entry, rule: Rule, today: dt.date) -> Step | None:
    """The step whose day has come: one a night at most, so that nobody is hurried through."""
    step = next_step(entry, rule)
    return step if step is not None and step.on <= today else None


def taken(entry: Entry, to: Stage, today: dt.date) -> Entry:
    """The entry after a step."""
    return replace(entry, stage=to, since=today)


@dataclass(frozen=True)
class Night:
    """What one night does.

    ``letters`` are the addresses written to, each with the organisations its one letter lists;
    ``steps`` what becomes of each entry, written to or not.
    """

    letters: dict[str, tuple[int, ...]]
    steps: tuple[tuple[Entry, Stage], ...]


def tonight(
    entries: Iterable[Entry],
    rules: Mapping[Sort, Rule],
    addresses: Mapping[int, Sequence[str]],
    *,
    today: dt.date,
    most: int,
    written: Collection[str] = (),
) -> Night:
    """Whom to write to tonight, and which entries go a step further.

    No more letters than ``most`` are written, and none to an address in ``written``, which had
    one tonight already: whoever is left waits for another night, those asked longest ago first.

    :param addresses: by organisation, where it can be written to: none that mail bounces from.
    """
    by_owner: dict[int, list[Entry]] = defaultdict(list)
    for entry in entries:
        by_owner[entry.owner].append(entry)
    steps: list[tuple[Entry, Stage]] = []
    waiting: list[Waiting] = []
    for owner, own in by_owner.items():
        due = [(e, s) for e in own if (s := step_due(e, rules[e.sort], today)) is not None]
        steps += [(e, s.to) for e, s in due if not s.letter]
        asked = [(e, s) for e, s in due if s.letter]
        if asked:
            begun = any(e.stage is not Stage.FRESH for e, _ in asked)
            along = _along(own, {e for e, _ in due}, rules, today)
            waiting.append(Waiting(
                not begun, min(s.on for _, s in asked), owner,
                (*((e, s.to) for e, s in asked), *along),
            ))  # fmt: skip
    letters: dict[str, list[int]] = {}
    for one in sorted(waiting, key=lambda w: (w.first, w.on, w.owner)):
        to = tuple(dict.fromkeys(addresses.get(one.owner, ())))
        if _may_go(to, letters, most=most, written=written):
            for address in to:
                letters.setdefault(address, []).append(one.owner)
            steps += one.steps
    return Night({to: tuple(owners) for to, owners in letters.items()}, tuple(steps))


@dataclass(frozen=True)
class Waiting:
    """An organisation to be written to: whether for the first time, since when it is due."""

    first: bool
    on: dt.date
    owner: int
    steps: tuple[tuple[Entry, Stage], ...]


def _along(
    own: Sequence[Entry], due: Collection[Entry], rules: Mapping[Sort, Rule], today: dt.date
) -> list[tuple[Entry, Stage]]:
    """What falls due so soon that this letter asks after it too."""
    fresh = (e for e in own if e.stage is Stage.FRESH and e.reachable and e not in due)
    return [(e, Stage.REMINDED) for e in fresh if due_on(e.last, rules[e.sort]) <= today + SOON]


def _may_go(
    to: Sequence[str], letters: Mapping[str, list[int]], *, most: int, written: Collection[str]
) -> bool:
    """Whether all of an organisation's letters fit in this night.

    One with more addresses than a night has letters goes in a night of its own.
    """
    if not to or most < 1 or any(address in written for address in to):
        return False
    more = sum(address not in letters for address in to)
    return not more or len(letters) + more <= most or not (letters or written)
