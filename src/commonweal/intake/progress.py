"""How far a run has come: shown on the terminal, and left where the staff page can read it."""

from __future__ import annotations

import json
import sys
import time
from collections.abc import Callable
from contextlib import suppress
from dataclasses import dataclass, field
from pathlib import Path

from django.db import connection

from commonweal.core import clock
from commonweal.intake.models import Run

Say = Callable[[str, int, int], None]
EVERY = 0.5
WIDTH = 24


def silent(step: str, done: int, total: int) -> None:
    """Say nothing."""


def bar(step: str, done: int, total: int) -> None:
    """One line on the terminal's error output, drawn again over itself."""
    share = min(done / total, 1) if total else 0
    filled = round(share * WIDTH)
    figures = f"{done:,} of {total:,}" if total else ""
    line = f"[{'#' * filled}{'.' * (WIDTH - filled)}] {step} {figures}"
    sys.stderr.write(f"\r{line[:98]:<98}" if sys.stderr.isatty() else "")
    sys.stderr.flush()


@dataclass
class Progress:
    """Tells people how far a run has come, and the database at most twice a second.

    While everything is applied in one transaction no other connection could see the row, so the
    same words also go to a small file in the run's folder.
    """

    run: Run
    folder: Path
    tell: Say = silent
    last: float = field(default=0.0)

    def __call__(self, step: str, done: int = 0, total: int = 0) -> None:
        """Say the step, how far, and out of how much."""
        self.tell(step, done, total)
        fresh = step != self.run.step
        if not fresh and time.monotonic() - self.last < EVERY:
            return
        self.last = time.monotonic()
        self.run.step, self.run.done_of, self.run.total_of = step[:100], done, total
        self.note()
        if not connection.in_atomic_block:
            Run.objects.filter(pk=self.run.pk).update(
                step=step[:100], done_of=done, total_of=total, beat_at=clock.now()
            )

    def note(self) -> None:
        """Leave the same words in the run's folder."""
        words = {"step": self.run.step, "done": self.run.done_of, "total": self.run.total_of}
        with suppress(OSError):
            (self.folder / "progress.json").write_text(json.dumps(words), encoding="utf-8")
