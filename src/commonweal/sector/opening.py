"""When something is open: hours that come again, days on which they do not hold, words for both.

Pure. Days and times are those of the place's own clock. Recurrence is that of RFC 5545 as Open
Referral uses it (weekly or monthly, an interval, days of the week or of the month), with weeks
that begin on Monday; the tests hold it against a library that knows the whole of it.
"""

from __future__ import annotations

import calendar
import datetime as dt
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass

from commonweal.ui.words import listed, long_day

DAYS = ("MO", "TU", "WE", "TH", "FR", "SA", "SU")
DAY_NAMES = dict(zip(DAYS, calendar.day_name, strict=True))
WEEKLY, MONTHLY, ONCE = "WEEKLY", "MONTHLY", ""
EVENING = dt.time(18)
LEAST_EVENING = dt.timedelta(minutes=30)
A_DAY = dt.timedelta(days=1)
ORDINALS = {1: "first", 2: "second", 3: "third", 4: "fourth", 5: "fifth", -1: "last"}


@dataclass(frozen=True)
class Hours:
    """Opening hours that come again.

    ``byday`` holds MO to SU; by the month also with a number before it: ``1SA`` is the first
    Saturday, ``-1FR`` the last Friday. ``starts`` is the day from which an interval of more than
    one is counted, and the day itself where nothing comes again (``freq`` is empty). Without
    ``opens`` the times are not known. ``closes`` at or before ``opens`` is on the next day.
    """

    freq: str = WEEKLY
    interval: int = 1
    byday: tuple[str, ...] = ()
    bymonthday: tuple[int, ...] = ()
    starts: dt.date | None = None
    valid_from: dt.date | None = None
    valid_to: dt.date | None = None
    opens: dt.time | None = None
    closes: dt.time | None = None


@dataclass(frozen=True)
class Change:
    """Days, both included, on which other hours hold than usual, or none."""

    first: dt.date
    last: dt.date
    closed: bool = True
    opens: dt.time | None = None
    closes: dt.time | None = None
    reason: str = ""


@dataclass(frozen=True, order=True)
class Span:
    """A time when it is open. ``known`` says whether these are its times or merely its day."""

    opens: dt.datetime
    closes: dt.datetime
    known: bool = True


def falls_on(hours: Hours, day: dt.date) -> bool:
    """Whether these hours hold on a day."""
    if (hours.valid_from and day < hours.valid_from) or (hours.valid_to and day > hours.valid_to):
        return False
    if hours.freq == ONCE:
        return day == hours.starts
    if hours.starts and day < hours.starts:
        return False
    if hours.freq == WEEKLY:
        return _in_a_week_of(hours, day) and DAYS[day.weekday()] in _weekdays(hours)
    return _in_a_month_of(hours, day) and _day_of_month(hours, day)


def _weekdays(hours: Hours) -> tuple[str, ...]:
    if hours.byday or not hours.starts:
        return tuple(word[-2:] for word in hours.byday)
    return (DAYS[hours.starts.weekday()],)


def _in_a_week_of(hours: Hours, day: dt.date) -> bool:
    if hours.interval <= 1 or not hours.starts:
        return True
    first, this = (d - dt.timedelta(days=d.weekday()) for d in (hours.starts, day))
    return (this - first).days // 7 % hours.interval == 0


def _in_a_month_of(hours: Hours, day: dt.date) -> bool:
    if hours.interval <= 1 or not hours.starts:
        return True
    months = (day.year - hours.starts.year) * 12 + day.month - hours.starts.month
    return months % hours.interval == 0


def _day_of_month(hours: Hours, day: dt.date) -> bool:
    size = calendar.monthrange(day.year, day.month)[1]
    numbers = {day.day, day.day - size - 1}
    if not hours.byday and not hours.bymonthday:
        return hours.starts is not None and day.day == hours.starts.day
    if hours.bymonthday and numbers.isdisjoint(hours.bymonthday):
        return False
    return not hours.byday or any(_is_that_weekday(word, day, size) for word in hours.byday)


def _is_that_weekday(word: str, day: dt.date, size: int) -> bool:
    if word[-2:] != DAYS[day.weekday()]:
        return False
    which = int(word[:-2] or 0)
    from_start, from_end = (day.day - 1) // 7 + 1, -((size - day.day) // 7 + 1)
    return which in (0, from_start, from_end)


def spans_on(hours: Iterable[Hours], changes: Iterable[Change], day: dt.date) -> list[Span]:
    """When it is open that begins on a day, in order; on a day with a change only the change."""
    if change := change_on(changes, day):
        return [] if change.closed else [_span(day, change.opens, change.closes)]
    return sorted({_span(day, h.opens, h.closes) for h in hours if falls_on(h, day)})


def change_on(changes: Iterable[Change], day: dt.date) -> Change | None:
    """The change that holds on a day: of several the shortest."""
    held = (c for c in changes if c.first <= day <= c.last)
    return min(held, key=lambda c: (c.last - c.first, c.closed), default=None)


def _span(day: dt.date, opens: dt.time | None, closes: dt.time | None) -> Span:
    begins = dt.datetime.combine(day, opens or dt.time.min)
    if opens is None or closes is None:
        return Span(begins, dt.datetime.combine(day + A_DAY, dt.time.min), known=False)
    ends = dt.datetime.combine(day, closes)
    return Span(begins, ends if closes > opens else ends + A_DAY)


def open_at(hours: Sequence[Hours], changes: Sequence[Change], at: dt.datetime) -> Span | None:
    """The time when it is open that a moment lies in; one with known times first."""
    both = (at.date() - A_DAY, at.date())
    found = [s for day in both for s in spans_on(hours, changes, day) if s.opens <= at < s.closes]
    return min(found, key=lambda s: (not s.known, s.opens), default=None)


def next_open(
    hours: Sequence[Hours], changes: Sequence[Change], after: dt.datetime, *, days: int = 62
) -> Span | None:
    """When it opens next, looking at most so many days ahead; nothing if it does not."""
    for ahead in range(days + 1):
        for span in spans_on(hours, changes, after.date() + ahead * A_DAY):
            if span.opens > after or (not span.known and span.closes > after):
                return span
    return None


def is_in_the_evening(hours: Hours) -> bool:
    """Whether it is open for half an hour or more after six."""
    if hours.opens is None or hours.closes is None:
        return False
    span = _span(dt.date(2026, 1, 5), hours.opens, hours.closes)
    evening = dt.datetime.combine(span.opens.date(), EVENING)
    return span.closes - max(span.opens, evening) >= LEAST_EVENING


def is_at_the_weekend(hours: Hours) -> bool:
    """Whether it is open on a Saturday or a Sunday, every week or some."""
    if hours.freq == ONCE:
        return hours.starts is not None and hours.starts.weekday() >= 5
    if hours.freq == MONTHLY and not hours.byday:
        return False
    return not {"SA", "SU"}.isdisjoint(_weekdays(hours))


def in_words(hours: Hours) -> str:
    """The hours as people say them: ``Mondays and Thursdays, 10am to 2pm``."""
    parts = [_when(hours), _times(hours.opens, hours.closes)]
    said = ", ".join(filter(None, parts))
    if hours.valid_from and hours.valid_to:
        return f"{said}, from {long_day(hours.valid_from)} to {long_day(hours.valid_to)}"
    if hours.valid_to:
        return f"{said}, until {long_day(hours.valid_to)}"
    return f"{said}, from {long_day(hours.valid_from)}" if hours.valid_from else said


def change_in_words(change: Change) -> str:
    """A change as people say it: ``Closed from 24 December 2026 to 2 January 2027``."""
    days = f"on {long_day(change.first)}"
    if change.last != change.first:
        days = f"from {long_day(change.first)} to {long_day(change.last)}"
    times = _times(change.opens, change.closes)
    said = f"Closed {days}" if change.closed else f"Open {days}{', ' + times if times else ''}"
    return f"{said}: {change.reason}" if change.reason else said


def _when(hours: Hours) -> str:
    if hours.freq == ONCE:
        return f"{hours.starts:%A} {long_day(hours.starts)}" if hours.starts else ""
    often = _often(hours.interval, "week" if hours.freq == WEEKLY else "month")
    if hours.freq == WEEKLY:
        days = listed([f"{DAY_NAMES[day]}s" for day in _in_order(_weekdays(hours))])
        days = {7: "Every day"}.get(len(set(_weekdays(hours))), days)
        return f"{days}{often}"
    return f"{_of_the_month(hours)}{often or ' of each month'}"


def _often(interval: int, unit: str) -> str:
    if interval <= 1:
        return ""
    every = {2: "every second", 3: "every third", 4: "every fourth"}.get(interval)
    return f", {every or f'every {interval}th'} {unit}"


def _of_the_month(hours: Hours) -> str:
    if hours.byday:
        named = ((ORDINALS.get(int(word[:-2] or 0), ""), word[-2:]) for word in hours.byday)
        return "The " + listed([f"{which} {DAY_NAMES[day]}".strip() for which, day in named])
    days = hours.bymonthday or ((hours.starts.day,) if hours.starts else ())
    return "The " + listed(["last day" if d == -1 else _nth(d) for d in days])


def _in_order(days: Iterable[str]) -> Iterator[str]:
    said = set(days)
    return (day for day in DAYS if day in said)


def _nth(number: int) -> str:
    ending = (
        "th" if 10 <= number % 100 <= 20 else {1: "st", 2: "nd", 3: "rd"}.get(number % 10, "th")
    )
    return f"{number}{ending}"


def _times(opens: dt.time | None, closes: dt.time | None) -> str:
    if opens is None:
        return ""
    return (
        f"{time_in_words(opens)} to {time_in_words(closes)}"
        if closes
        else (f"from {time_in_words(opens)}")
    )


def time_in_words(time: dt.time) -> str:
    """A time as people say it: ``10am``, ``2:30pm``, ``midday``, ``midnight``."""
    if (time.hour, time.minute) in {(0, 0), (12, 0)}:
        return "midnight" if time.hour == 0 else "midday"
    minutes = f":{time.minute:02}" if time.minute else ""
    return f"{(time.hour - 1) % 12 + 1}{minutes}{'am' if time.hour < 12 else 'pm'}"


def state_in_words(
    hours: Sequence[Hours], changes: Sequence[Change], at: dt.datetime
) -> tuple[bool, str]:
    """Whether it is open at a moment, and that in words; blank where no hours are known.

    ``Open now until 2pm``, ``Opens Wednesday at midday``, ``Closed until 3 January: Christmas``.
    """
    now = open_at(hours, changes, at)
    if now is not None:
        until = f"now until {time_in_words(now.closes.time())}" if now.known else "today"
        return now.known, f"Open {until}"
    shut = [c for c in changes if c.closed and c.first <= at.date() <= c.last]
    if shut:
        longest = max(shut, key=lambda c: c.last)
        said = f"Closed until {_near_day(longest.last + A_DAY, at.date())}"
        return False, f"{said}: {longest.reason}" if longest.reason else said
    span = next_open(hours, changes, at)
    if span is None:
        return False, "No opening in the next two months" if hours else ""
    day = _near_day(span.opens.date(), at.date())
    return False, f"Opens {day}{f' at {time_in_words(span.opens.time())}' if span.known else ''}"


def _near_day(day: dt.date, today: dt.date) -> str:
    ahead = (day - today).days
    if ahead < 2:
        return "tomorrow" if ahead else "today"
    if ahead < 7:
        return f"{day:%A}"
    return f"{day:%A} {day.day} {day:%B}" + (f" {day.year}" if ahead > 300 else "")
