"""Start everything on a fresh machine: what `make run` calls."""

from __future__ import annotations

import gc
from typing import Any

from django.conf import settings
from django.core.management import call_command, get_commands
from django.core.management.base import BaseCommand, CommandParser

from commonweal.config import serving
from commonweal.sector.models import Organisation

# Enough to look alive, little enough to be built while the kettle boils.
SMALL = 0.1


def migrate() -> None:
    """Bring the database up to date. Django makes thousands of classes as it does so, and looking
    for those that are no longer needed takes a third of the time: that is left to the end.
    """
    gc.disable()
    try:
        call_command("migrate", verbosity=0)
    finally:
        gc.enable()
        gc.collect()
    call_command("needs")
    call_command("set_out_help")


class Command(BaseCommand):
    """Prepare the database, build the demonstration place if nothing is there, serve and work."""

    help = "Prepare the database, build the demonstration place if it is empty, and serve."

    def add_arguments(self, parser: CommandParser) -> None:
        """Where to listen."""
        parser.add_argument("--port", type=int, default=8000)

    def handle(self, *args: Any, **options: Any) -> None:
        """Until Ctrl-C."""
        port = options["port"]
        serving.need_free_port(serving.HERE, port)
        serving.lead_letters_to(port)
        self.say("Preparing the database")
        migrate()
        self.build()
        address = f"http://{serving.HERE}:{port}/"
        plan = serving.Plan(
            port,
            processes=settings.WEB_PROCESSES,
            with_worker=True,
            grace=serving.AT_ONCE,
            when_open=lambda: self.opened(address),
            when_shut=lambda: self.say("Stopped."),
        )
        serving.run(plan)

    def build(self) -> None:
        """The demonstration place, if nothing is here; one whose building was stopped goes on."""
        if "demo" not in get_commands():
            return
        from commonweal.demo.bench import left_unfinished

        left = left_unfinished()
        if left or not Organisation.objects.exists():
            self.say("Building the demonstration place")
            call_command("demo", **(left or {"scale": SMALL}))

    def say(self, sentence: str) -> None:
        """Tell at once what is under way."""
        self.stdout.write(sentence)
        self.stdout.flush()

    def opened(self, address: str) -> None:
        """Where to look."""
        self.say(f"Open at {address}")
        if settings.LOOPBACK_ONLY:
            self.say(f"Enter as staff: {address}demonstration/   Outgoing mail: {address}outbox/")
        self.say("Ctrl-C stops it.")
        serving.open_browser(address)
