"""``commonweal commitments check-dates``: what the date rules find, for anybody to check."""

from __future__ import annotations

import datetime as dt
import json
from argparse import ArgumentParser
from dataclasses import asdict
from typing import Any

from django.core.management.base import BaseCommand, CommandError

from commonweal.commitments.dates import FIRST, LAST, Check, consultation, notice
from commonweal.ui.words import long_day

WHICH = (
    "Give --opened and --closed of a consultation, or --notice-given and --ends of funding that "
    "ended: both days of one pair, and of one only."
)


class Command(BaseCommand):
    """Check two days by the date rules of a Compact."""

    help = "Count the days of a consultation or the months of notice."

    def add_arguments(self, parser: ArgumentParser) -> None:
        """The two pairs of days, and how to print."""
        words = parser.add_subparsers(dest="word", required=True, metavar="WORD")
        check = words.add_parser("check-dates", help=self.help)
        check.add_argument(
            "--opened", metavar="DATE", help="when a consultation opened, as 2026-01-05"
        )
        check.add_argument("--closed", metavar="DATE", help="its last day")
        check.add_argument("--reason", default="", metavar="TEXT", help="the reason that is filed")
        check.add_argument("--notice-given", metavar="DATE", help="when notice was given")
        check.add_argument("--ends", metavar="DATE", help="when the funding ends")
        check.add_argument("--rationale", default="", metavar="TEXT", help="why, as it was written")
        check.add_argument("--json", action="store_true", help="print one JSON document")

    def handle(self, *args: Any, **options: Any) -> None:
        """Print what the rule finds: a fact, and no judgement of anybody."""
        try:
            found = checked(options)
        except ValueError as problem:
            raise CommandError(str(problem)) from problem
        if options["json"]:
            self.stdout.write(json.dumps(as_data(found), indent=2))
            return
        self.stdout.write(found.why)
        if found.unit == "days" and not found.met:
            self.stdout.write(f"The rule is met from {long_day(found.earliest)} on.")


def checked(options: dict[str, Any]) -> Check:
    """What the rule for these days finds.

    :raises ValueError: with a sentence, when the days are not one pair, or none at all.
    """
    consulted = (options["opened"], options["closed"])
    ended = (options["notice_given"], options["ends"])
    if all(consulted) and not any(ended):
        opened, closed = (day_of(value) for value in consulted)
        return consultation(opened, closed, reason=options["reason"])
    if all(ended) and not any(consulted):
        given, ends = (day_of(value) for value in ended)
        return notice(given, ends, rationale=options["rationale"], reason=options["reason"])
    raise ValueError(WHICH)


def day_of(value: str) -> dt.date:
    """A day of these times, written as 2026-01-05.

    :raises ValueError: with a sentence, when it is none.
    """
    try:
        day = dt.datetime.strptime(value, "%Y-%m-%d").date()  # noqa: DTZ007
    except ValueError:
        raise ValueError(f"{value!r} is not a day. Write it as 2026-01-05.") from None
    if not FIRST <= day <= LAST:
        raise ValueError(f"{value!r} is not between {FIRST.year} and {LAST.year}.")
    return day


def as_data(found: Check) -> dict[str, Any]:
    """The finding as data; ``days`` or ``months`` is what there was."""
    told = asdict(found) | {"earliest": found.earliest.isoformat()}
    return {found.unit: told.pop("had"), **told}
