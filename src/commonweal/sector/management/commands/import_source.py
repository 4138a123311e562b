"""``commonweal import SOURCE PATH``: bring a file or folder of a source in."""

from __future__ import annotations

import json
import sys
from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError

from commonweal.core.actors import Operator, Robot
from commonweal.core.refused import Refused
from commonweal.intake.actions import drop_run
from commonweal.intake.choices import Standing
from commonweal.intake.described import known, meant
from commonweal.intake.models import Run
from commonweal.intake.progress import bar
from commonweal.intake.reports import report_of
from commonweal.sector.actions.imports import bring_in, confirm_bringing

FIGURES = ("read", "created", "updated", "unchanged", "outside", "rejected", "gone")


class Command(BaseCommand):
    """Import a source, and report what became of every organisation in it."""

    help = "Bring a file or folder of a source into the register."

    def add_arguments(self, parser: ArgumentParser) -> None:
        """The source, where its file is, and how to go about it."""
        parser.add_argument("source", help="a name that `commonweal sources` lists")
        parser.add_argument("path", nargs="?", type=Path, help="a file, a folder or a zip")
        parser.add_argument("--dry-run", action="store_true", help="change nothing, only report")
        parser.add_argument("--json", action="store_true", help="print one JSON document")
        parser.add_argument("--mapping", default="", help="for a spreadsheet: the list's name")
        parser.add_argument("--feed", default="", help="for open-referral: the feed's name")
        parser.add_argument("--confirm", action="store_true", help="apply the run that waits")
        parser.add_argument("--drop", action="store_true", help="drop the run that waits")

    def handle(self, *args: Any, **options: Any) -> None:
        """Run it, print the report, and fail with a sentence if it failed or must wait."""
        run = self.run_it(options)
        if sys.stderr.isatty():
            sys.stderr.write("\n")
        if options["json"]:
            self.stdout.write(json.dumps(report_of(run), indent=2))
        else:
            self.stdout.write(in_words(run))
        if run.standing == Standing.FAILED:
            raise CommandError(run.problem)
        if run.standing == Standing.WAITING:
            raise CommandError(
                f"{run.notes[-1]} Look at it, then: commonweal import {run.source} --confirm "
                "(or --drop)"
            )

    def run_it(self, options: dict[str, Any]) -> Run:
        """Confirm, drop or begin."""
        source, path = meant(options["source"], options), options["path"]
        if options["confirm"] or options["drop"]:
            waiting = Run.objects.filter(source=source).waiting().first()
            if waiting is None:
                raise Refused(f"No run of {source} waits for anybody.")
            if options["drop"]:
                return drop_run(by=Operator(), run=waiting)
            return confirm_bringing(by=Operator(), run=waiting, say=bar)
        if path is None:
            raise Refused(f"Say which file or folder: commonweal import {source} PATH")
        return bring_in(
            by=Robot(source),
            source=source,
            path=path,
            trial=options["dry_run"],
            say=bar,
        )


def in_words(run: Run) -> str:
    """The report of a run for people."""
    source = known(run.source)
    lines = [f"{source.title}: {run.get_standing_display()}."]
    lines += [f"  {name:<10}{getattr(run, name):>12,} {source.brings}" for name in FIGURES]
    lines += [f"  {rows:>12,} rows in {table}" for table, rows in run.tables.items()]
    lines += [f"  {note}" for note in run.notes]
    rejects = report_of(run)["rejects_file"]
    return "\n".join([*lines, f"  Rejected rows and why: {rejects}"] if rejects else lines)
