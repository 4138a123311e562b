"""``commonweal second-opinion``: another program's view of which organisations are one."""

from __future__ import annotations

from typing import Any

from django.core.management.base import BaseCommand

from commonweal.core.actors import Operator
from commonweal.sector.actions import ask_second_opinion


class Command(BaseCommand):
    """Scores the open doubtful pairs with Splink, and raises those it is nearly certain of."""

    help = "score the doubtful pairs with Splink, and raise what it is nearly certain of"

    def handle(self, *args: Any, **options: Any) -> None:
        """Ask, and say what came of it."""
        told = ask_second_opinion(by=Operator())
        self.stdout.write(
            f"{told.scored:,} open doubtful pairs scored, {told.raised:,} pairs raised. "
            "Nothing was merged: look at the review list."
        )
