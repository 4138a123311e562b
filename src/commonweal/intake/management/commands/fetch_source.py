"""Downloads a source into its dated archive."""

from __future__ import annotations

import json
from typing import Any

from django.core.management.base import BaseCommand, CommandParser

from commonweal.core.actors import Operator
from commonweal.intake.actions import KEEP_EDITIONS, fetch_source
from commonweal.intake.fetching import Fetched
from commonweal.intake.progress import bar


class Command(BaseCommand):
    """``commonweal fetch SOURCE [--keep N] [--json]``."""

    help = "Download a source, resuming, and keep it dated."

    def add_arguments(self, parser: CommandParser) -> None:
        """Which source, and how many editions stay."""
        parser.add_argument("source", metavar="SOURCE")
        parser.add_argument("--keep", type=int, default=KEEP_EDITIONS, help="editions that stay")
        parser.add_argument("--json", action="store_true", help="one JSON document and no more")

    def handle(self, *args: Any, **options: Any) -> None:
        """Fetch it, with progress on standard error."""
        fetched = fetch_source(
            by=Operator(), source=options["source"], keep=options["keep"], say=bar
        )
        if self.stderr.isatty():
            self.stderr.write("")
        words = json.dumps(fetched.as_json(), indent=2) if options["json"] else said(fetched)
        self.stdout.write(words)


def said(fetched: Fetched) -> str:
    """What came of it, in words."""
    if fetched.unchanged:
        return f"Nothing has changed since the edition in {fetched.folder}."
    lines = [f"{len(fetched.files)} files, {fetched.bytes:,} bytes, in {fetched.folder}:"]
    lines += [f"  {name}" for name in fetched.files]
    if fetched.resumed:
        lines.append("A download that had broken off was gone on with.")
    if fetched.removed:
        lines.append(f"Older editions removed: {', '.join(fetched.removed)}.")
    lines.append(f"To bring it in: commonweal import {fetched.source} {fetched.folder}")
    return "\n".join(lines)
