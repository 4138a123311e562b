"""Serve the site."""

from __future__ import annotations

from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandParser

from commonweal.config import serving


class Command(BaseCommand):
    """Serve the site on this machine; a proxy in front speaks HTTPS to the world."""

    help = "Serve the site."

    def add_arguments(self, parser: CommandParser) -> None:
        """Where, and with how many processes."""
        parser.add_argument("--port", type=int, default=8000)
        parser.add_argument("--host", default=serving.HERE, help="default: this machine only")
        parser.add_argument("--processes", type=int, default=settings.WEB_PROCESSES)

    def handle(self, *args: Any, **options: Any) -> None:
        """Until told to stop."""
        port, host = options["port"], options["host"]
        address = settings.PUBLIC_ADDRESS or f"http://{host}:{port}/"

        def say() -> None:
            self.stdout.write(f"Open at {address}")
            self.stdout.flush()

        serving.run(serving.Plan(port, host, options["processes"], when_open=say))
