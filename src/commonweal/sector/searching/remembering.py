"""What a process keeps of the database in memory, and when it reads it again."""

from __future__ import annotations

import threading
import time
from collections.abc import Callable, Hashable
from dataclasses import dataclass
from typing import Generic, TypeVar

from django.db import connection

# What takes longer than this to read again is read at most once in so many seconds.
DEAR = 0.5
PATIENCE = 60.0

T = TypeVar("T")


@dataclass(frozen=True)
class Kept(Generic[T]):
    """What was read, what it was read for, when, and how long that took, in seconds."""

    what: T
    stamp: Hashable
    read_at: float
    cost: float

    @property
    def can_wait(self) -> bool:
        """Whether it is dear to read and was read a moment ago."""
        return self.cost > DEAR and time.monotonic() - self.read_at < PATIENCE


class Remembered(Generic[T]):
    """Something read whole from the database, kept for each database until its stamp changes.

    :param may_wait: whether what is dear to read may be a minute old.
    """

    def __init__(
        self, stamp: Callable[[], Hashable], read: Callable[[], T], *, may_wait: bool = True
    ) -> None:
        self._stamp, self._read, self._may_wait = stamp, read, may_wait
        self._kept: dict[str, Kept[T]] = {}
        self._reading = threading.Lock()

    def get(self) -> T:
        """What is kept, read again if its stamp says so. Whoever finds it fresh waits for none."""
        name, now = str(connection.settings_dict["NAME"]), self._stamp()
        kept = self._kept.get(name)
        if kept and (kept.stamp == now or (self._may_wait and kept.can_wait)):
            return kept.what
        with self._reading:
            kept = self._kept.get(name)
            if not kept or kept.stamp != now:
                began = time.monotonic()
                what = self._read()
                ended = time.monotonic()
                kept = self._kept[name] = Kept(what, now, ended, ended - began)
        return kept.what

    def forget(self) -> None:
        """Let go of what is kept (a benchmark wants to measure reading it)."""
        self._kept.clear()
