"""Replays a generated year of help through the real actions, and says what became of it."""

from __future__ import annotations

import datetime as dt
import os
import resource
import subprocess
import sys
import tempfile
import time
from argparse import ArgumentParser
from dataclasses import replace
from pathlib import Path
from typing import Any

from django.conf import settings
from django.core.management import call_command
from django.core.management.base import BaseCommand, CommandError
from django.db import connection

from commonweal.core import clock, health
from commonweal.core.actors import Robot
from commonweal.demo.county import saltwold
from commonweal.demo.rehearsal.counting import Outcome, outcome
from commonweal.demo.rehearsal.crew import WORKER, Crew
from commonweal.demo.rehearsal.playing import Player, back_to
from commonweal.demo.rehearsal.world import lay_out
from commonweal.demo.rehearsal.year import DAYS, Year, days, year
from commonweal.help.actions import lapse_offers, push_numbers, watch_requests
from commonweal.sector.models import Organisation

REHEARSING = "COMMONWEAL_REHEARSING"
WATCH = Robot("rehearsal")
MONTHS_ARE_COUNTED = 15  # the day of the month on which the rehearsal publishes numbers


class Command(BaseCommand):
    """``commonweal rehearse year [--scale X] [--workers N] [--days N] [--kills N] [--json]``."""

    help = "Replay a generated year of help through the real actions, killing workers at random."

    def add_arguments(self, parser: ArgumentParser) -> None:
        """How large, by how many at once, and how many of them die."""
        parser.add_argument("what", choices=["year"])
        parser.add_argument("--scale", type=float, default=0.01, help="1 is 97,000 requests")
        parser.add_argument("--days", type=int, default=DAYS, help="the first so many days")
        parser.add_argument("--seed", type=int, default=1)
        parser.add_argument("--workers", type=int, default=2)
        parser.add_argument("--kills", type=int, default=12, help="about how many are killed")
        parser.add_argument("--json", action="store_true")
        parser.add_argument("--worker", action="store_true", help="used by itself")

    def handle(self, *args: Any, **options: Any) -> None:
        """Play it in a home of its own; the figures go to standard output."""
        if not 0 < options["scale"] <= 2 or not 1 <= options["days"] <= DAYS:
            raise CommandError("The scale is above 0 and at most 2; the days are 1 to 365.")
        if not os.environ.get(REHEARSING):
            raise SystemExit(in_a_home_of_its_own(sys.argv[1:]))
        if options["worker"]:
            return work(options["scale"], options["seed"])
        told = rehearse(say=self.stderr.write, **options)
        self.stdout.write(told.as_json() if options["json"] else in_words(told))
        if told.lost or told.double_matched or told.failed:
            raise CommandError("Something was lost, matched twice, or failed.")
        return None


def in_a_home_of_its_own(words: list[str]) -> int:
    """Run the same command in a folder that is swept away afterwards; its exit status.

    With DATABASE_URL it plays in that database, which must hold no place.
    """
    with tempfile.TemporaryDirectory(prefix="commonweal-rehearsal-") as home:
        env = {**os.environ, "COMMONWEAL_HOME": home, REHEARSING: "yes"}
        played = [sys.executable, "-c", WORKER, *words]
        return subprocess.run(played, env=env, check=False).returncode  # noqa: S603


def plan_of(scale: float, seed: int) -> Year:
    """The year that is played."""
    return year(scale, seed)


def notes_file() -> Path:
    """Where players write distances for the reckoning."""
    return Path(settings.HOME) / "travel.jsonl"


def work(scale: float, seed: int) -> None:
    """Play what is asked on standard input, a line each, and say so on standard output."""
    player = Player(plan_of(scale, seed), saltwold(seed), seed, notes_file())
    for line in sys.stdin:
        what, at, number = line.split()
        try:
            if what == "watch":
                watch(days()[int(at)])
            else:
                player.play(int(at), int(number))
            print("done", flush=True)
        except Exception as problem:
            print("failed", type(problem).__name__, str(problem)[:200], flush=True)


def watch(day: dt.date) -> None:
    """The evening of a day: what nobody looked at is seen, and a month that is over is counted."""
    with clock.put_back(back_to(day) - 0.5):
        lapse_offers(by=WATCH)
        watch_requests(by=WATCH)
        if day.day == MONTHS_ARE_COUNTED:
            push_numbers(by=WATCH)


def rehearse(
    *, scale: float, seed: int, workers: int, kills: int, json: bool, say: Any, **options: Any
) -> Outcome:
    """Lay the world out, play every day, and count what became of it."""
    began = time.monotonic()
    if not health.migrations_are_applied():
        call_command("migrate", verbosity=0)
    if Organisation.objects.exists():
        raise CommandError("This database holds organisations. A rehearsal needs an empty one.")
    plan, last = plan_of(scale, seed), options["days"]
    say(f"Setting up {plan.sizes.schemes} schemes with {plan.sizes.helpers:,} helpers")
    lay_out(saltwold(seed), plan.sizes, seed)
    connection.close()
    units = last * plan.sizes.schemes
    words = ["rehearse", "year", "--worker", "--scale", str(scale), "--seed", str(seed)]
    crew = Crew(words, workers, min(kills / units, 0.5), seed)
    for at in range(last):
        crew.play([f"play {at} {n}" for n in range(plan.sizes.schemes)])
        crew.play([f"watch {at} 0"])
        if at % 30 == 29:
            say(f"{days()[at]:%-d %B}: {time.monotonic() - began:,.0f} s, {crew.killed} killed")
    crew.rest()
    cut = Year(plan.sizes, plan.asks[:last], plan.parcels, plan.advised, plan.packs)
    with clock.put_back(back_to(days()[last - 1]) - 0.5):
        told = outcome(cut, notes_file())
    peak = max(
        resource.getrusage(who).ru_maxrss
        for who in (resource.RUSAGE_SELF, resource.RUSAGE_CHILDREN)
    )
    return replace(
        told, killed=crew.killed, doubled=crew.doubled, failed=crew.failed[:20],
        seconds=round(time.monotonic() - began, 1), peak_mb=round(peak / 1024),
        database=connection.vendor, workers=workers,
    )  # fmt: skip


def counted(what: dict[str, int]) -> str:
    """How many of each, in one line."""
    return "; ".join(f"{n:,} {name}" for name, n in what.items()) or "none"


def in_words(told: Outcome) -> str:
    """The figures for people."""
    wait = "not known" if told.median_wait_hours is None else f"{told.median_wait_hours} hours"
    lines = [
        f"{told.requests:,} requests, {told.answered:,} answered, {told.still_open:,} still open",
        f"{told.unmet:,} unmet: {counted(told.unmet_why)}",
        f"unmet by theme: {counted(told.unmet_themes)}",
        f"unmet by district: {counted(told.unmet_districts)}",
        f"{told.lost} lost, {told.double_matched} matched twice",
        f"{told.parcels:,} parcels, {told.packs:,} packs, {told.advised:,} people advised",
        f"In the middle {wait} from asking to a helper's yes",
        f"Helpers go {told.km_over_optimum} times the least way; asked with a Gini of "
        f"{told.asked_gini}",
        f"{told.killed} workers killed, {told.doubled} days played by two at once, "
        f"{len(told.failed)} failed",
        f"{told.seconds:,.0f} seconds, {told.peak_mb:,} MB at most, {told.workers} workers, "
        f"{told.database}",
    ]
    return "\n".join([*lines, *told.failed])
