"""Builds the invented demonstration place."""

from __future__ import annotations

import time
from argparse import ArgumentParser
from typing import Any

from django.core.management import call_command
from django.core.management.base import BaseCommand

from commonweal.core import health
from commonweal.demo.building import build
from commonweal.demo.people import ACCOUNTS
from commonweal.sector.models import Organisation


class Command(BaseCommand):
    """``commonweal demo [--scale X] [--seed N]``."""

    help = "Build Saltwold, an invented county of seven districts, to see what Commonweal does."

    def add_arguments(self, parser: ArgumentParser) -> None:
        """How large, and which of the many Saltwolds there could be."""
        parser.add_argument(
            "--scale", type=float, default=1.0, help="1 is 3,500 registered organisations"
        )
        parser.add_argument("--seed", type=int, default=1, help="the same number, the same place")

    def handle(self, *args: Any, scale: float, seed: int, **options: Any) -> None:
        """Build it, in a new database too; progress goes to standard error."""
        began = time.monotonic()
        if not health.migrations_are_applied():
            call_command("migrate", verbosity=0)

        def say(words: str) -> None:
            self.stderr.write(f"{time.monotonic() - began:5.1f} s  {words}")

        build(scale=scale, seed=abs(seed), say=say)
        there = Organisation.objects.published().active().count()
        say(f"{there:,} organisations look after Saltwold, which is invented")
        for name, email, roles in ACCOUNTS:
            self.stderr.write(f"         {email:<27}{name}, {roles[0].value}")
