"""A calendar says of every day what the register's own hours say."""

from __future__ import annotations

import datetime as dt
import uuid
from typing import Any
from zoneinfo import ZoneInfo

import icalendar
import pytest
from dateutil.rrule import rruleset, rrulestr
from hypothesis import given, settings
from hypothesis import strategies as st

from commonweal.sector.calendars import LONDON, Told, calendar_of, zone
from commonweal.sector.opening import DAYS, MONTHLY, ONCE, WEEKLY, Change, Hours, spans_on

START = dt.date(2026, 1, 1)
SEEN = 420
CHANGED = dt.datetime(2026, 11, 1, 9, tzinfo=dt.UTC)


def told(hours: Hours, *changes: Change, **more: Any) -> Told:
    plain: dict[str, Any] = {
        "service": uuid.UUID(int=1), "key": uuid.UUID(int=2), "name": "Lunch, and more; daily",
        "says": "One\nTwo", "where": "The Hall", "address": "https://a.example/services/1/",
        "point": (52.6, 1.3), "since": START, "changed_at": CHANGED,
    }  # fmt: skip
    return Told(hours=hours, changes=changes, **plain | more)


def read(*all_told: Told) -> Any:
    return icalendar.Calendar.from_ical(calendar_of("Lunch", all_told))


def naive(moment: Any) -> dt.datetime:
    if not isinstance(moment, dt.datetime):
        return dt.datetime.combine(moment, dt.time.min)
    return moment.astimezone(LONDON).replace(tzinfo=None)


def starts(event: Any) -> set[dt.datetime]:
    """When an event begins, by a library that knows the whole standard."""
    first = naive(event.decoded("dtstart"))
    if "rrule" not in event:
        return {first}
    rule = event["rrule"].copy()
    if "UNTIL" in rule:
        last = rule["UNTIL"][0] if isinstance(rule["UNTIL"], list) else rule["UNTIL"]
        rule["UNTIL"] = naive(last)
    found = rruleset()
    found.rrule(rrulestr(icalendar.vRecur(rule).to_ical().decode().replace("Z", ""), dtstart=first))
    left_out = event.get("exdate", [])
    for one in left_out if isinstance(left_out, list) else [left_out]:
        for day in one.dts:
            found.exdate(naive(day.dt))
    end = dt.datetime.combine(START, dt.time.min) + dt.timedelta(days=SEEN)
    return set(found.between(first, end, inc=True))


def agrees(hours: Hours, *changes: Change) -> None:
    calendar = read(told(hours, *changes))
    found = set().union(*(starts(event) for event in calendar.walk("VEVENT")), set())
    days = [START + dt.timedelta(days=n) for n in range(SEEN)]
    window = {s for s in found if START <= s.date() <= days[-1]}

    assert window == {span.opens for day in days for span in spans_on([hours], changes, day)}


TIMES = st.sampled_from([dt.time(0), dt.time(9, 30), dt.time(18), None])
SOME_DAYS = st.dates(START, START + dt.timedelta(days=200))


@st.composite
def some_hours(draw: Any) -> Hours:
    freq = draw(st.sampled_from([WEEKLY, MONTHLY, ONCE]))
    day = st.sampled_from(DAYS)
    which = st.builds(lambda n, d: f"{n}{d}", st.sampled_from([1, 2, 3, 4, -1]), day)
    byday = draw(st.lists(day if freq == WEEKLY else st.one_of(day, which), max_size=3))
    monthly = st.lists(st.sampled_from([1, 13, 28, 31, -1]), max_size=2, unique=True)
    first = draw(st.none() | SOME_DAYS)
    return Hours(
        freq=freq, interval=draw(st.integers(1, 3)), byday=tuple(dict.fromkeys(byday)),
        bymonthday=tuple(draw(monthly)) if freq == MONTHLY else (),
        starts=draw(SOME_DAYS) if freq == ONCE else draw(st.none() | SOME_DAYS),
        valid_from=first,
        valid_to=None if first is None else first + dt.timedelta(days=draw(st.integers(0, 150))),
        opens=draw(TIMES), closes=draw(TIMES),
    )  # fmt: skip


@st.composite
def some_changes(draw: Any) -> Change:
    first = draw(SOME_DAYS)
    opens = dt.time(11) if draw(st.booleans()) else None
    return Change(
        first, first + dt.timedelta(days=draw(st.integers(0, 20))), closed=draw(st.booleans()),
        opens=opens, closes=dt.time(13) if opens else None,
    )  # fmt: skip


class TestHours:
    @pytest.mark.parametrize(
        "hours",
        [
            Hours(byday=("MO", "TH"), opens=dt.time(10), closes=dt.time(14)),
            Hours(byday=("SA",), opens=dt.time(22), closes=dt.time(2)),
            Hours(byday=("WE",)),
            Hours(byday=("WE",), interval=2, starts=dt.date(2026, 1, 7), opens=dt.time(9)),
            Hours(freq=MONTHLY, byday=("-1FR",), opens=dt.time(9), closes=dt.time(12)),
            Hours(freq=MONTHLY, bymonthday=(31,), opens=dt.time(9), closes=dt.time(12)),
            Hours(freq=MONTHLY, starts=dt.date(2026, 2, 14), opens=dt.time(9), closes=dt.time(12)),
            Hours(freq=ONCE, starts=dt.date(2026, 6, 6), opens=dt.time(9), closes=dt.time(12)),
            Hours(freq=WEEKLY),
        ],
    )
    def test_are_those_of_the_register(self, hours: Hours) -> None:
        agrees(hours)
        agrees(hours, Change(dt.date(2026, 6, 1), dt.date(2026, 6, 30), reason="Holidays"))
        agrees(
            hours,
            Change(dt.date(2026, 12, 20), dt.date(2027, 1, 3)),
            Change(dt.date(2026, 12, 24), dt.date(2026, 12, 24), False, dt.time(9), dt.time(11)),
        )

    @settings(max_examples=150, deadline=None)
    @given(some_hours(), st.lists(some_changes(), max_size=3))
    def test_are_those_of_the_register_whatever_they_are(
        self, hours: Hours, changes: list[Change]
    ) -> None:
        agrees(hours, *changes)

    def test_hold_in_summer_and_in_winter(self) -> None:
        calendar = read(told(Hours(byday=("MO",), opens=dt.time(10), closes=dt.time(14))))
        event = calendar.walk("VEVENT")[0]

        assert event["dtstart"].params["TZID"] == "Europe/London"
        assert event.decoded("dtstart").utcoffset() == dt.timedelta(0)
        ten = dt.time(10)
        days = {dt.date(2026, 7, 6), dt.date(2026, 12, 7)}
        assert starts(event) >= {dt.datetime.combine(day, ten) for day in days}


class TestCalendar:
    def test_has_the_zones_rules(self) -> None:
        text = zone().to_ical().decode()
        changed = zone().to_tz()

        assert "RRULE:FREQ=YEARLY;BYDAY=-1SU;BYMONTH=3" in text
        for month in range(1, 13):
            moment = dt.datetime.combine(dt.date(2031, month, 15), dt.time(12))
            theirs = moment.replace(tzinfo=ZoneInfo("Europe/London")).utcoffset()
            assert moment.replace(tzinfo=changed).utcoffset() == theirs

    def test_keeps_its_identifiers(self) -> None:
        one = told(
            Hours(byday=("MO",), opens=dt.time(10), closes=dt.time(14)),
            Change(dt.date(2026, 6, 1), dt.date(2026, 6, 2), False, dt.time(9), dt.time(11)),
        )

        first, second = ([str(e["uid"]) for e in read(one).walk("VEVENT")] for _ in range(2))

        assert first == second
        assert first[0] == str(one.key)
        assert len(set(first)) == len(first) == 3

    def test_says_the_words_whole(self) -> None:
        hours = Hours(byday=("MO",), opens=dt.time(10), closes=dt.time(14))
        event = read(told(hours, name='A; b, "c" \\ é', says="x" * 500 + "\nBEGIN:VEVENT")).walk(
            "VEVENT"
        )
        assert len(event) == 1
        assert str(event[0]["summary"]) == 'A; b, "c" \\ é'
        assert str(event[0]["description"]).endswith("\nBEGIN:VEVENT")

    def test_folds_lines_and_ends_them_as_the_standard_has_it(self) -> None:
        hours = Hours(byday=("MO",), opens=dt.time(10), closes=dt.time(14))
        lines = calendar_of("Lunch", [told(hours, says="ä" * 300)]).split(b"\r\n")

        assert all(len(line) <= 75 for line in lines)
        assert not any(b"\n" in line for line in lines)

    def test_of_nothing_is_a_calendar_still(self) -> None:
        calendar = read()

        assert calendar["version"] == "2.0"
        assert calendar["prodid"]
        assert not calendar.walk("VEVENT")
