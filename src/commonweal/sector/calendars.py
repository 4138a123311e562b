"""Opening hours as a calendar (RFC 5545): what comes again, what does not, the zone's own rules.

A calendar says of every day what ``opening`` says: the tests hold one against the other. Hours at
unknown times are whole days. Each event keeps its identifier for ever.
"""

from __future__ import annotations

import datetime as dt
import uuid
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from zoneinfo import ZoneInfo

from icalendar import Calendar, Event, Timezone, TimezoneDaylight, TimezoneStandard, vRecur

from commonweal.sector.opening import (
    A_DAY,
    DAYS,
    MONTHLY,
    ONCE,
    WEEKLY,
    Change,
    Hours,
    change_on,
    falls_on,
)

ZONE = "Europe/London"
LONDON = ZoneInfo(ZONE)
WORDS = {"description": "says", "location": "where", "url": "address"}
HOUR = dt.timedelta(hours=1)
# Days looked through for a first occurrence: an interval of many months can be long.
LOOKED_AHEAD = 1_500
MOST_CHANGED = 800  # days of changes that are written out one by one


@dataclass(frozen=True)
class Told:
    """What a calendar tells of one service: its words, and the hours of one of its schedules.

    ``since`` is the day from which hours without a beginning are written down.
    """

    service: uuid.UUID
    key: uuid.UUID
    name: str
    says: str
    where: str
    address: str
    point: tuple[float, float] | None
    hours: Hours
    changes: tuple[Change, ...]
    since: dt.date
    changed_at: dt.datetime


def calendar_of(title: str, told: Iterable[Told]) -> bytes:
    """The calendar, as it is sent. Days with other hours stand once for each service."""
    calendar = Calendar()
    calendar.add("prodid", "-//Commonweal//Opening hours//EN")
    calendar.add("version", "2.0")
    calendar.add("calscale", "GREGORIAN")
    calendar.add("method", "PUBLISH")
    calendar.add("name", title)
    calendar.add("x-wr-calname", title)
    calendar.add("x-wr-timezone", ZONE)
    calendar.add("refresh-interval", dt.timedelta(hours=12), parameters={"VALUE": "DURATION"})
    calendar.add_component(zone())
    written: set[str] = set()
    for one in told:
        for event in (*events_of(one), *other_days(one)):
            if (key := str(event["uid"])) not in written:
                written.add(key)
                calendar.add_component(event)
    return bytes(calendar.to_ical())


def zone() -> Timezone:
    """The zone's rules since 1996, without an end."""
    timezone = Timezone()
    timezone.add("tzid", ZONE)
    rules = (
        (TimezoneDaylight, dt.datetime(1981, 3, 29, 1), 3, 0 * HOUR, HOUR, "BST"),  # noqa: DTZ001
        (TimezoneStandard, dt.datetime(1996, 10, 27, 2), 10, HOUR, 0 * HOUR, "GMT"),  # noqa: DTZ001
    )
    for kind, begins, month, before, after, name in rules:
        rule = kind()
        rule.add("dtstart", begins)
        rule.add("rrule", vRecur(FREQ="YEARLY", BYMONTH=month, BYDAY="-1SU"))
        rule.add("tzoffsetfrom", before)
        rule.add("tzoffsetto", after)
        rule.add("tzname", name)
        timezone.add_component(rule)
    return timezone


def events_of(told: Told) -> Iterator[Event]:
    """The event that comes again, without the days on which the service keeps other hours."""
    first = first_day(told.hours, told.since)
    if first is None:
        return
    changed = [d for d in changed_days(told.changes, first) if falls_on(told.hours, d)]
    rule = rule_of(told.hours, first)
    if rule is None and changed:
        return
    event = begun(told, str(told.key), first, told.hours.opens, told.hours.closes)
    if rule is not None:
        event.add("rrule", rule)
    for day in changed:
        leave_out(event, day, told.hours.opens)
    yield event


def other_days(told: Told) -> Iterator[Event]:
    """The days on which a service is open at other hours than usual, one by one."""
    for day in changed_days(told.changes, told.since):
        change = change_on(told.changes, day)
        if change is not None and not change.closed:
            key = str(uuid.uuid5(told.service, day.isoformat()))
            yield begun(told, key, day, change.opens, change.closes)


def first_day(hours: Hours, since: dt.date) -> dt.date | None:
    """The first day on which these hours hold, from their own beginning or a day."""
    if hours.freq == ONCE:
        return hours.starts if hours.starts and falls_on(hours, hours.starts) else None
    begins = max(filter(None, (hours.starts, hours.valid_from)), default=since)
    days = (begins + n * A_DAY for n in range(LOOKED_AHEAD))
    return next((day for day in days if falls_on(hours, day)), None)


def changed_days(changes: Sequence[Change], since: dt.date) -> list[dt.date]:
    """Every day from ``since`` on which a change holds, in order, the first some hundreds."""
    days: set[dt.date] = set()
    for change in changes:
        begins = max(change.first, since)
        many = min((change.last - begins).days + 1, MOST_CHANGED)
        days.update(begins + n * A_DAY for n in range(many))
    return sorted(days)


def rule_of(hours: Hours, first: dt.date) -> vRecur | None:
    """How it comes again; nothing for one day."""
    if hours.freq == ONCE:
        return None
    interval = hours.interval if hours.starts else 1
    rule = vRecur(FREQ=hours.freq, WKST="MO")
    if interval > 1:
        rule["INTERVAL"] = interval
    if hours.freq == WEEKLY:
        rule["BYDAY"] = [w[-2:] for w in hours.byday] or [DAYS[first.weekday()]]
    if hours.freq == MONTHLY:
        if hours.byday:
            rule["BYDAY"] = weekdays_of_a_month(hours.byday)
        if hours.bymonthday:
            rule["BYMONTHDAY"] = list(hours.bymonthday)
        if not hours.byday and not hours.bymonthday:
            rule["BYMONTHDAY"] = [(hours.starts or first).day]
    if hours.valid_to:
        rule["UNTIL"] = until(hours)
    return rule


def weekdays_of_a_month(byday: Sequence[str]) -> list[str]:
    """The days as every program reads them: all Mondays beside a first Friday are five Mondays."""
    if not any(word[:-2] for word in byday):
        return list(byday)
    spelt = ([word] if word[:-2] else [f"{n}{word}" for n in range(1, 6)] for word in byday)
    return list(dict.fromkeys(word for words in spelt for word in words))


def until(hours: Hours) -> dt.date | dt.datetime:
    """The last start there may be: a day where times are not known, else a moment of UTC."""
    assert hours.valid_to is not None
    if hours.opens is None:
        return hours.valid_to
    last = dt.datetime.combine(hours.valid_to, dt.time(23, 59, 59), tzinfo=LONDON)
    return last.astimezone(dt.UTC)


def begun(
    told: Told, key: str, day: dt.date, opens: dt.time | None, closes: dt.time | None
) -> Event:
    """An event on one day, with the words of its service; without times, all of the day."""
    event = Event()
    event.add("uid", key)
    event.add("dtstamp", told.changed_at.astimezone(dt.UTC))
    event.add("last-modified", told.changed_at.astimezone(dt.UTC))
    event.add("summary", told.name)
    if opens is None:
        event.add("dtstart", day)
        event.add("dtend", day + A_DAY)
    else:
        event.add("dtstart", dt.datetime.combine(day, opens, tzinfo=LONDON))
    if opens is not None and closes is not None:
        ends = day if closes > opens else day + A_DAY
        event.add("dtend", dt.datetime.combine(ends, closes, tzinfo=LONDON))
    for name in ("description", "location", "url"):
        if value := getattr(told, WORDS[name]):
            event.add(name, value)
    if told.point:
        event.add("geo", told.point)
    event.add("transp", "TRANSPARENT")
    return event


def leave_out(event: Event, day: dt.date, opens: dt.time | None) -> None:
    """Say that it does not come on one of its days."""
    if opens is None:
        event.add("exdate", day, parameters={"VALUE": "DATE"})
    else:
        event.add("exdate", dt.datetime.combine(day, opens, tzinfo=LONDON))
