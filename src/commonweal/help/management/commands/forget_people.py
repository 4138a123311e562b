"""``commonweal help forget``: forget what is due now, or only say what that would be."""

from __future__ import annotations

import json
from argparse import ArgumentParser
from typing import Any

from django.core.management.base import BaseCommand

from commonweal.core import clock
from commonweal.core.actors import Operator
from commonweal.help.actions import forgetting_due
from commonweal.help.actions.forgetting import cut_looks, forget_people


class Command(BaseCommand):
    """Forget what is due. The worker does the same every hour."""

    help = "Forget what is due of people and helpers, as the worker does every hour."

    def add_arguments(self, parser: ArgumentParser) -> None:
        """Whether to change anything, and how to print."""
        parser.add_argument("--dry-run", action="store_true", help="change nothing; only say")
        parser.add_argument("--json", action="store_true", help="print one JSON document")

    def handle(self, *args: Any, **options: Any) -> None:
        """Print how many of what."""
        dry, by = options["dry_run"], Operator()
        counts = dict(forget_people(by=by, dry=dry).counts)
        looks = forgetting_due.looks(clock.today()).count() if dry else cut_looks(by=by)
        counts |= {"looks": looks} if looks else {}
        if options["json"]:
            self.stdout.write(json.dumps({"dry": dry, "counts": counts}, indent=2))
            return
        said = "would be forgotten" if dry else "forgotten"
        for name, number in counts.items():
            self.stdout.write(f"{name.replace('_', ' ')}: {number} {said}")
        if not counts:
            self.stdout.write("Nothing is due.")
