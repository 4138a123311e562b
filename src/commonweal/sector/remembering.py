"""What each process keeps of the register and reads again once the register was written."""

from __future__ import annotations

import threading
import time
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Generic, TypeVar

from django.db import connection

from commonweal.sector.searching.memory import DEAR, PATIENCE, Stamp, stamp

T = TypeVar("T")


@dataclass(frozen=True)
class Kept(Generic[T]):
    """A thing, what the register was when it was read, when that was and how long it took."""

    thing: T
    stamp: Stamp
    read_at: float
    cost: float

    def can_wait(self) -> bool:
        """Whether it was dear to read and was read a moment ago."""
        return self.cost > DEAR and time.monotonic() - self.read_at < PATIENCE


@dataclass
class Remembered(Generic[T]):
    """Read once for each database, and again when the index of the register was written since.

    A register that is dear to read is read at most once a minute. Whoever shows something from
    here reads its rows from the register, so that what was withheld meanwhile is not shown.
    """

    read: Callable[[], T]
    kept: dict[str, Kept[T]] = field(default_factory=dict)
    reading: threading.Lock = field(default_factory=threading.Lock)

    def get(self) -> T:
        """The thing."""
        name, now = str(connection.settings_dict["NAME"]), stamp()
        with self.reading:
            kept = self.kept.get(name)
            if kept is None or (kept.stamp != now and not kept.can_wait()):
                began = time.monotonic()
                thing = self.read()
                kept = Kept(thing, now, time.monotonic(), time.monotonic() - began)
                self.kept[name] = kept
        return kept.thing

    def forget(self) -> None:
        """Let go of it."""
        self.kept.clear()
