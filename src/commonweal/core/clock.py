"""The one place where the time is read. Only actions and views call it; all else is handed it."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar

from django.utils import timezone

_back: ContextVar[dt.timedelta] = ContextVar("put back by", default=dt.timedelta())


def now() -> dt.datetime:
    """This moment, with its zone."""
    return timezone.now() - _back.get()


def today() -> dt.date:
    """The day it is here, in the place's own time zone."""
    return timezone.localdate(now())


@contextmanager
def put_back(days: float) -> Iterator[None]:
    """The clock as it stood so many days ago, for as long as the block lasts.

    For the demonstration only, which was not there to live through those days.
    """
    token = _back.set(dt.timedelta(days=days))
    try:
        yield
    finally:
        _back.reset(token)


def day_of(moment: dt.datetime) -> dt.date:
    """The day it was here at that moment."""
    return timezone.localtime(moment).date()


def here(moment: dt.datetime) -> dt.datetime:
    """That moment by the place's own clock."""
    return timezone.localtime(moment)
