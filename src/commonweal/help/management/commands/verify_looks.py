"""``commonweal help verify-looks``: whether the chain of looks is whole."""

from __future__ import annotations

import json
from argparse import ArgumentParser
from dataclasses import asdict
from typing import Any

from django.core.management.base import BaseCommand, CommandError

from commonweal.help.reports.looks import verify_looks


class Command(BaseCommand):
    """Work out every digest anew, and name the first link that is not right."""

    help = "Check the chain of who looked at whose record. Fails where it breaks."

    def add_arguments(self, parser: ArgumentParser) -> None:
        """How to print, and a link that was written down elsewhere."""
        parser.add_argument("--json", action="store_true", help="print one JSON document")
        parser.add_argument(
            "--holds", metavar="NUMBER:DIGEST", help="a last link printed before, to be found again"
        )

    def handle(self, *args: Any, **options: Any) -> None:
        """Print what was found; exit with status 1 where the chain breaks."""
        found = verify_looks(written_down(options["holds"]))
        if options["json"]:
            self.stdout.write(json.dumps(asdict(found) | {"whole": found.whole}, indent=2))
        elif found.whole:
            self.stdout.write(f"The chain is whole: {found.checked} links.")
            if found.last:
                self.stdout.write(f"Write down its last link: {found.last}:{found.last_digest}")
        else:
            self.stdout.write(f"The chain breaks at {found.broken_at}. {found.why}")
        if not found.whole:
            raise SystemExit(1)


def written_down(words: str | None) -> tuple[int, str] | None:
    """A link as this command printed it.

    :raises CommandError: when it is none.
    """
    if not words:
        return None
    number, _, digest = words.partition(":")
    if not number.isdecimal() or len(digest) != 64:
        raise CommandError("Give the link as it was printed: 12:5f3c...")
    return int(number), digest
