"""The one place where the time is read. Only actions and views call it; all else is handed it."""

from __future__ import annotations

import datetime as dt

from django.utils import timezone


def now() -> dt.datetime:
    """This moment, with its zone."""
    return timezone.now()


def today() -> dt.date:
    """The day it is here, in the place's own time zone."""
    return timezone.localdate()


def day_of(moment: dt.datetime) -> dt.date:
    """The day it was here at that moment."""
    return timezone.localtime(moment).date()


def here(moment: dt.datetime) -> dt.datetime:
    """That moment by the place's own clock."""
    return timezone.localtime(moment)
