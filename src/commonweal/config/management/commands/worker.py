"""Do the work that waits."""

from __future__ import annotations

from typing import Any

from django.core.management.base import BaseCommand, CommandParser

from commonweal.config import working


class Command(BaseCommand):
    """Imports, mail and nightly work, until told to stop."""

    help = "Do the work that waits: imports, mail, nightly refresh."

    def add_arguments(self, parser: CommandParser) -> None:
        """Once, or until told to stop."""
        parser.add_argument("--once", action="store_true", help="do what waits now, then end")
        parser.add_argument(
            "--with-parent", action="store_true", help="end when the process that started us ends"
        )

    def handle(self, *args: Any, **options: Any) -> None:
        """Rounds of work."""
        if options["once"]:
            working.round_of_work()
            working.attempt(working.tidy)
            return
        working.work(working.Stop().listen(), with_parent=options["with_parent"])
