"""Take in one letter that came back."""

from __future__ import annotations

import sys
from typing import Any

from django.core.management.base import BaseCommand

from commonweal.comms.bounces.reading import MOST_BYTES
from commonweal.comms.bounces.taking import take_in


class Command(BaseCommand):
    """Reads one message from standard input, as a mail alias hands it over."""

    help = "Take in one letter that came back, from standard input."

    def handle(self, *args: Any, **options: Any) -> None:
        """Note it, if it is about a letter of ours; say which, and end well either way.

        A mail server that is told of a failure sends the message back to its sender, who for a
        bounce is nobody.
        """
        noted = take_in(sys.stdin.buffer.read(MOST_BYTES))
        if noted is None:
            self.stdout.write("This is about no letter of ours.")
        else:
            grade = "for good" if noted.hard else "for now"
            self.stdout.write(f"Noted: it came back {grade} ({noted.status}).")
