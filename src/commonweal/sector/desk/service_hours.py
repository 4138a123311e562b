"""Rows of the form of a service that say when: hours that come again, and days without them."""

from __future__ import annotations

import re
from dataclasses import asdict
from typing import Any

from django import forms

from commonweal.core.refused import Refused
from commonweal.sector.choices import Attending
from commonweal.sector.desk.service_row import RowForm, a_day, a_time, text, ticks
from commonweal.sector.offering import ToldHours
from commonweal.sector.opening import (
    DAY_NAMES,
    MONTHLY,
    ONCE,
    WEEKLY,
    Change,
    Hours,
    change_in_words,
    in_words,
)

WHICH = (("1", "First"), ("2", "Second"), ("3", "Third"), ("4", "Fourth"), ("5", "Fifth"),
         ("-1", "Last"))  # fmt: skip
SINGLE = "ONCE"
HOW = ((WEEKLY, "By the week"), (MONTHLY, "By the month"), (SINGLE, "Once, on one day"))
ATTENDING = (("", "Not said"), *Attending.choices)


class HoursForm(RowForm):
    """Hours that come again, or one day."""

    part = "hours"
    meaning = ("days", "monthdays", "day", "opens", "closes", "words")

    how = forms.ChoiceField(label="How often", choices=HOW, initial=WEEKLY, required=False)
    days = ticks("Days", list(DAY_NAMES.items()))
    which = ticks("By the month: which of these in the month", WHICH)
    monthdays = text("Or the days of the month", 60, "Such as: 1, 15")
    every = forms.IntegerField(
        label="Every how many weeks or months", required=False, min_value=1, max_value=52,
        initial=1, help_text="1 for every one, 2 for every second.",
    )  # fmt: skip
    day = a_day(
        "On the day, or counted from the day", "For once, or for every second week or month."
    )
    opens = a_time("From")
    closes = a_time("To")
    valid_from = a_day("These hours begin on")
    valid_to = a_day("These hours end on")
    attending = forms.ChoiceField(label="How people attend", choices=ATTENDING, required=False)
    place = forms.TypedChoiceField(
        label="Where", required=False, coerce=int, empty_value=None,
        choices=[("", "Wherever it is given")],
    )  # fmt: skip
    words = text("Anything to add", 500, "Such as: in school terms only.")

    def __init__(self, *args: Any, places: int = 0, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        choices = [("", "Wherever it is given"), *((n, f"Place {n + 1}") for n in range(places))]
        self.fields["place"].choices = choices  # type: ignore[attr-defined]

    def tell(self, said: dict[str, Any]) -> ToldHours:
        """The hours; where they are is looked at with the places."""
        hours = self.hours(said)
        return ToldHours(hours=hours, attending=said["attending"], words=said["words"])

    def hours(self, said: dict[str, Any]) -> Hours:
        """When it is.

        :raises Refused: when the row leaves open what it must say.
        """
        how, every = said["how"] or WEEKLY, said["every"] or 1
        common = {name: said[name] for name in ("opens", "closes", "valid_from", "valid_to")}
        if how == SINGLE:
            return Hours(freq=ONCE, starts=said["day"], **common)
        if every > 1 and not said["day"]:
            raise Refused("Say from which day that is counted.", field="hours")
        byday = tuple(said["days"])
        monthdays: tuple[int, ...] = ()
        if how == MONTHLY:
            monthdays = numbers(said["monthdays"])
            if byday and not said["which"]:
                raise Refused("Say which in the month: the first, the last.", field="hours")
            if not (byday or monthdays or said["day"]):
                raise Refused("Say on which days of the month.", field="hours")
            byday = tuple(f"{which}{day}" for which in said["which"] for day in byday)
        return Hours(
            freq=how, interval=every, byday=byday, bymonthday=monthdays, starts=said["day"],
            **common,
        )  # fmt: skip

    @staticmethod
    def say(told: ToldHours) -> str:
        """The hours as people say them."""
        return in_words(told.hours)

    @staticmethod
    def kept(told: ToldHours) -> list[dict[str, Any]]:
        """The rows that say these hours; several where one cannot."""
        h = told.hours
        common = {
            "how": h.freq or SINGLE, "every": h.interval, "day": h.starts, "opens": h.opens,
            "closes": h.closes, "valid_from": h.valid_from, "valid_to": h.valid_to,
            "attending": told.attending, "place": told.place, "words": told.words,
            "monthdays": ", ".join(map(str, h.bymonthday)), "in_words": in_words(h),
        }  # fmt: skip
        if h.freq != MONTHLY:
            return [common | {"days": [word[-2:] for word in h.byday]}]
        by_which: dict[str, list[str]] = {}
        for word in h.byday:
            by_which.setdefault(word[:-2], []).append(word[-2:])
        if len({tuple(days) for days in by_which.values()}) <= 1:
            days = next(iter(by_which.values()), [])
            return [common | {"days": days, "which": list(by_which)}]
        return [common | {"days": d, "which": [which]} for which, d in by_which.items()]


def numbers(text: str) -> tuple[int, ...]:
    """Days of the month as somebody lists them.

    :raises Refused: when one is no number.
    """
    parts = [part for part in re.split(r"[\s,;]+", text) if part]
    if not all(re.fullmatch(r"-?[0-9]{1,2}", part) for part in parts):
        raise Refused("Write the days of the month as numbers, such as: 1, 15.", field="hours")
    return tuple(int(part) for part in parts)


class ClosureForm(RowForm):
    """Days on which the usual hours do not hold."""

    part = "closures"
    meaning = ("first", "last", "reason")

    first = a_day("First day")
    last = a_day("Last day", "The same day if left empty.")
    opens = a_time("Open from")
    closes = a_time("Open to")
    open = forms.BooleanField(label="Open in those days, at other hours", required=False)
    reason = text("Why", 200, "Such as: Christmas.")

    def tell(self, said: dict[str, Any]) -> Change:
        """The change."""
        if not said["first"]:
            raise Refused("Say from which day.", field="closures")
        opens, closes = (said["opens"], said["closes"]) if said["open"] else (None, None)
        last = said["last"] or said["first"]
        return Change(said["first"], last, not said["open"], opens, closes, said["reason"])

    @staticmethod
    def say(told: Change) -> str:
        """The change as people say it."""
        return change_in_words(told)

    @staticmethod
    def kept(told: Change) -> list[dict[str, Any]]:
        """The row that says it."""
        return [asdict(told) | {"open": not told.closed, "in_words": change_in_words(told)}]
