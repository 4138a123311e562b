"""What a test may take as given: rows that stand before the story begins, saved by no action."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar

_given: ContextVar[bool] = ContextVar("given", default=False)


@contextmanager
def given() -> Iterator[None]:
    """Let our own code save outside an action, for as long as the block lasts. Tests only."""
    token = _given.set(True)
    try:
        yield
    finally:
        _given.reset(token)


def is_given() -> bool:
    """Whether a test is laying out what it takes as given."""
    return _given.get()
