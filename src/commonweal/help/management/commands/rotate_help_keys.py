"""``commonweal help rotate-keys``: a new key, everything sealed anew, and the old keys dropped."""

from __future__ import annotations

import os
from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from cryptography.fernet import Fernet
from django.conf import settings
from django.core.management.base import BaseCommand, CommandError

from commonweal.core.actors import Operator
from commonweal.help.actions.keys import reseal_all, sealed_with_old_keys
from commonweal.help.sealing import CannotOpen

NAME = "COMMONWEAL_HELP_KEYS"


class Command(BaseCommand):
    """Three steps, because programs that run know only the keys they were started with."""

    help = "Change the keys that seal people's records: --add, then without a word, then --drop."

    def add_arguments(self, parser: ArgumentParser) -> None:
        """The first step and the last; the one between them has no word."""
        step = parser.add_mutually_exclusive_group()
        step.add_argument("--add", action="store_true", help="put a new key first in the file")
        step.add_argument("--drop", action="store_true", help="take the old keys out of the file")

    def handle(self, *args: Any, **options: Any) -> None:
        """Take one step, and say the next."""
        if options["add"]:
            add_key(key_file())
            self.stdout.write(
                "A new key is first in the file. Back the file up, restart the site and the "
                "worker, then run: commonweal help rotate-keys"
            )
        elif options["drop"]:
            self.drop()
        else:
            try:
                done = reseal_all(by=Operator())
            except CannotOpen as problem:
                raise CommandError(f"{problem} Put it back into the file.") from problem
            self.stdout.write(f"{done} values were sealed anew. All are sealed with the first key.")
            if len(settings.HELP_KEYS) > 1:
                self.stdout.write(
                    "Old keys are still there, for back-ups made before. When those are gone, "
                    "run: commonweal help rotate-keys --drop"
                )

    def drop(self) -> None:
        """Take the old keys away, if nothing needs them.

        :raises CommandError: while something does.
        """
        left = sealed_with_old_keys()
        if left:
            raise CommandError(
                f"{left} values still need an old key. Run: commonweal help rotate-keys"
            )
        write_keys(key_file(), (settings.HELP_KEYS[0],))
        self.stdout.write(
            "Only the newest key is left. Back-ups made with an older one can no longer be read "
            "without it. Restart the site and the worker."
        )


def key_file() -> Path:
    """Where the keys are kept.

    :raises CommandError: when they are set in the environment, where no program can change them.
    """
    if os.environ.get(NAME):
        raise CommandError(
            f"The keys are set in {NAME}. Put a new one first there, restart, and run: "
            "commonweal help rotate-keys. Then take the old ones out of it."
        )
    return Path(settings.HOME) / "help-keys"


def add_key(path: Path) -> None:
    """Put a new key before the others."""
    write_keys(path, (Fernet.generate_key().decode(), *path.read_text(encoding="utf-8").split()))


def write_keys(path: Path, keys: tuple[str, ...]) -> None:
    """Write the file whole and then put it in place, so that no stop leaves half of it."""
    fresh = path.with_suffix(".new")
    fresh.touch(mode=0o600)
    fresh.chmod(0o600)
    with fresh.open("w", encoding="utf-8") as file:
        file.write("\n".join(keys) + "\n")
        file.flush()
        os.fsync(file.fileno())
    fresh.replace(path)
