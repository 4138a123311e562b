"""Check this installation's configuration."""

from __future__ import annotations

import json
from dataclasses import asdict
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser

from commonweal.config.doctor import examine


class Command(BaseCommand):
    """Say in sentences what is well and what is not; fail if something must be put right."""

    help = "Check this installation's configuration."
    requires_system_checks: list[str] = []

    def add_arguments(self, parser: CommandParser) -> None:
        """In words, or as one JSON document."""
        parser.add_argument("--json", action="store_true")

    def handle(self, *args: Any, **options: Any) -> None:
        """Ask everything."""
        findings = list(examine())
        if options["json"]:
            self.stdout.write(json.dumps([asdict(f) for f in findings], indent=2))
        else:
            for found in findings:
                mark = "well  " if found.well else "advice" if found.advice else "WRONG "
                self.stdout.write(f"{mark} {found.sentence}")
        wrong = sum(not f.well and not f.advice for f in findings)
        if wrong:
            raise CommandError(
                f"{wrong} {'thing is' if wrong == 1 else 'things are'} to be put right."
            )
