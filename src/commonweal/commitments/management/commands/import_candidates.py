"""``commonweal import democracy-club PATH --election ID``: bring the candidates of a file in."""

from __future__ import annotations

import json
from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand

from commonweal.commitments.actions.importing import foresee, import_candidates
from commonweal.commitments.reports.candidates_brought import Plan
from commonweal.commitments.sources.democracy_club import ATTRIBUTION
from commonweal.core.actors import Operator

SHOWN = 20


class Command(BaseCommand):
    """Bring the candidates of an election in, and report every row that could not be taken."""

    help = "Bring the ballots and candidates of an election in from a Democracy Club file."

    def add_arguments(self, parser: ArgumentParser) -> None:
        """The file and the election; the first word is the source, as the command line has it."""
        parser.add_argument("source", choices=["democracy-club"])
        parser.add_argument("path", type=Path, help="a CSV of candidates")
        parser.add_argument(
            "--election", required=True, help="its id in the file, or its address here"
        )
        parser.add_argument("--dry-run", action="store_true", help="change nothing, only report")
        parser.add_argument("--json", action="store_true", help="print one JSON document")

    def handle(self, *args: Any, **options: Any) -> None:
        """Do it, or only look; print what came of it."""
        path, election = options["path"], options["election"]
        if options["dry_run"]:
            plan = foresee(path, election)
        else:
            plan = import_candidates(by=Operator(), path=path, election=election)
        told = plan.as_json() | {"dry_run": options["dry_run"], "attribution": ATTRIBUTION}
        self.stdout.write(
            json.dumps(told, indent=2) if options["json"] else in_words(plan, options["dry_run"])
        )


def in_words(plan: Plan, dry: bool) -> str:
    """The report for people."""
    told = plan.as_json()
    lines = [f"{plan.election.name}: {'nothing was changed, this is a trial' if dry else 'done'}."]
    figures = ("read", "created", "updated", "unchanged", "outside", "repeated", "rejected", "gone")
    lines += [f"  {name:<10}{told[name]:>10,} candidates" for name in figures]
    lines += [f"  No longer in the file: {c.name}, {c.ballot.name}" for c in plan.gone[:SHOWN]]
    lines += [f"  Kept as staff put it: {k.field} of {k.candidate.name}" for k in plan.kept[:SHOWN]]
    lines += [
        f"  Answers closed, left as it is: {x.name}, {x.ballot.name}" for x in plan.left[:SHOWN]
    ]
    lines += [f"  To be checked again: {code}" for code in told["checks_undone"][:SHOWN]]
    lines += [f"  Row {f.row:,}, column {f.column}: {f.why}" for f in plan.faults[:SHOWN]]
    if len(plan.faults) > SHOWN:
        lines.append(f"  ... and {len(plan.faults) - SHOWN:,} more. --json tells them all.")
    return "\n".join([*lines, *(f"  {note}" for note in plan.notes[:SHOWN]), f"  {ATTRIBUTION}"])
