"""Writes what is published to files."""

from __future__ import annotations

from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand

from commonweal.core import clock
from commonweal.core.refused import Refused
from commonweal.places.reports import the_place
from commonweal.sector.exports import export, whole_or_not_at_all
from commonweal.sector.models import Organisation
from commonweal.sector.packaging import FORMATS, TABLES, write_package, write_table

PACKAGE = "package"


class Command(BaseCommand):
    """``export organisations PATH``, ``export services PATH`` or ``export package FOLDER``."""

    help = (
        "Write what is published: organisations to a file (.csv, .json, .jsonl, .parquet), a table "
        "of services (.csv, .jsonl, .parquet), or all tables with their descriptor into a folder."
    )

    def add_arguments(self, parser: ArgumentParser) -> None:
        """What to write, and where."""
        parser.add_argument("what", choices=[*TABLES, PACKAGE], help="what to write")
        parser.add_argument("path", type=Path, help="the file, or the folder of a package")
        parser.add_argument(
            "--format", action="append", choices=list(FORMATS), dest="formats",
            help="in which format a package is written; may be given again (default: all)",
        )  # fmt: skip

    def handle(
        self, *args: Any, what: str, path: Path, formats: list[str] | None, **options: Any
    ) -> None:
        """Write it; progress goes to standard error."""
        if formats and what != PACKAGE:
            raise Refused("--format is for a package. A file's format is its ending.")
        if what == PACKAGE:
            done = self.whole(path, formats or list(FORMATS))
        elif what == "organisations":
            done = export(Organisation.objects.all(), path, clock.today(), self.say)
        else:
            with whole_or_not_at_all(path) as draft:
                done = write_table(TABLES[what], {path.suffix[1:].lower(): draft}, self.say)
        self.stderr.write(f"{done:,} {'rows' if what == PACKAGE else what} written to {path}")

    def whole(self, folder: Path, formats: list[str]) -> int:
        """Every table and the descriptor, into a folder that is made if need be.

        :raises Refused: when it cannot be written there.
        """
        try:
            folder.mkdir(parents=True, exist_ok=True)
            return write_package(folder, clock.now(), the_place(), formats, self.say)
        except OSError as problem:
            raise Refused(f"{folder} cannot be written: {problem.strerror}.") from problem

    def say(self, done: int) -> None:
        """How far it is."""
        self.stderr.write(f"{done:,} written", ending="\r")
