"""Writes published organisations to a file."""

from __future__ import annotations

from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand

from commonweal.core import clock
from commonweal.sector.exports import export
from commonweal.sector.models import Organisation


class Command(BaseCommand):
    """``export organisations PATH.csv|.json|.parquet``."""

    help = "Write the published organisations to a file: .csv, .json or .parquet."

    def add_arguments(self, parser: ArgumentParser) -> None:
        """What to write, and where."""
        parser.add_argument("what", choices=["organisations"], help="what to write")
        parser.add_argument("path", type=Path, help="a file ending in .csv, .json or .parquet")

    def handle(self, *args: Any, what: str, path: Path, **options: Any) -> None:
        """Write them; progress goes to standard error."""

        def say(done: int) -> None:
            self.stderr.write(f"{done:,} written", ending="\r")

        done = export(Organisation.objects.all(), path, clock.today(), say)
        self.stderr.write(f"{done:,} organisations written to {path}")
