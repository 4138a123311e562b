"""Processes that play days side by side, and somebody who kills them at random."""

from __future__ import annotations

import queue
import random
import subprocess
import sys
import threading
import time
from collections.abc import Sequence
from dataclasses import dataclass, field

WORKER = "import sys; from commonweal.config.cli import main; sys.exit(main(sys.argv[1:]))"
USUAL = 0.05  # seconds that a unit is taken to last, before any was timed


@dataclass
class Crew:
    """So many workers. ``kills`` of them die in the middle of a day, whatever they are doing.

    A day of a scheme whose worker died is played again from its beginning by another. Some days are
    given to two workers at once, as when one that seemed dead was not: ``doubled`` counts them.
    """

    words: Sequence[str]
    workers: int
    chance: float
    seed: int
    killed: int = 0
    doubled: int = 0
    failed: list[str] = field(default_factory=list)

    def __post_init__(self) -> None:
        self.dice = random.Random(f"crew {self.seed}")  # noqa: S311
        self.usual = USUAL
        self.todo: queue.Queue[str | None] = queue.Queue()
        self.lock = threading.Lock()
        self.threads = [threading.Thread(target=self.drive) for _ in range(self.workers)]
        for thread in self.threads:
            thread.start()

    def begin(self) -> subprocess.Popen[str]:
        """A new worker."""
        return subprocess.Popen(  # noqa: S603
            [sys.executable, "-c", WORKER, *self.words], text=True,
            stdin=subprocess.PIPE, stdout=subprocess.PIPE,
        )  # fmt: skip

    def drive(self) -> None:
        """Hand units to one worker, and to the next when it was killed, until there are none."""
        worker = self.begin()
        while (unit := self.todo.get()) is not None:
            with self.lock:
                doomed = self.dice.random() < self.chance
                when = self.dice.uniform(0, self.usual)
            if not self.hand_over(worker, unit, when if doomed else None):
                worker.wait()
                worker = self.begin()
                self.todo.put(unit)
            self.todo.task_done()
        assert worker.stdin is not None
        worker.stdin.close()
        worker.wait()

    def hand_over(self, worker: subprocess.Popen[str], unit: str, when: float | None) -> bool:
        """Let a worker play one unit; whether it lived to say that it was done."""
        assert worker.stdin is not None
        assert worker.stdout is not None
        began = time.monotonic()
        end = threading.Timer(when, worker.kill) if when is not None else None
        if end:
            end.start()
        try:
            worker.stdin.write(f"{unit}\n")
            worker.stdin.flush()
            said = worker.stdout.readline().strip()
        except OSError:
            said = ""
        if end:
            end.cancel()
        if said.startswith("failed"):
            with self.lock:
                self.failed.append(f"{unit}: {said}")
        with self.lock:
            self.killed += not said
            if said:
                self.usual = 0.9 * self.usual + 0.1 * (time.monotonic() - began)
        return bool(said)

    def play(self, units: Sequence[str]) -> None:
        """Have every unit played, and wait until all are."""
        for unit in units:
            self.todo.put(unit)
            if self.workers > 1 and self.dice.random() < self.chance:
                self.doubled += 1
                self.todo.put(unit)
        self.todo.join()

    def rest(self) -> None:
        """Let every worker go."""
        for _ in self.threads:
            self.todo.put(None)
        for thread in self.threads:
            thread.join()
