"""Questions about groups that join, as words that chain."""

from __future__ import annotations

import datetime as dt
from typing import TYPE_CHECKING

from django.db import models

from commonweal.sector.choices import Answer, Joining, Passing

if TYPE_CHECKING:
    from commonweal.sector.models import Application, RelayLetter, Vouch  # noqa: F401


class ApplicationQuerySet(models.QuerySet["Application"]):
    """Applications, as questions."""

    def open(self) -> ApplicationQuerySet:
        """Those that nothing has come of yet."""
        return self.filter(standing__in=[Joining.UNPROVED, Joining.WAITING])

    def waiting(self) -> ApplicationQuerySet:
        """Those that wait to be vouched for."""
        return self.filter(standing=Joining.WAITING)

    def for_staff(self) -> ApplicationQuerySet:
        """Those that staff may help on: they wait to be vouched for, or for a telephone call."""
        rung = models.Q(standing=Joining.UNPROVED, email="")
        return self.filter(models.Q(standing=Joining.WAITING) | rung)

    def overdue(self, now: dt.datetime) -> ApplicationQuerySet:
        """Those whose time to be vouched for is over."""
        return self.waiting().filter(lapses_at__lte=now)


class VouchQuerySet(models.QuerySet["Vouch"]):
    """Vouches, as questions."""

    def in_force(self) -> VouchQuerySet:
        """Those that say yes and were not taken back."""
        return self.filter(said=Answer.YES, withdrawn_at=None)

    def to_look_at(self) -> VouchQuerySet:
        """Those that say no, which no steward has looked at yet."""
        return self.filter(said=Answer.NO, withdrawn_at=None, looked_at=None)


class LetterQuerySet(models.QuerySet["RelayLetter"]):
    """Letters to be passed on, as questions."""

    def to_pass_on(self) -> LetterQuerySet:
        """Those that a steward is to pass on by telephone."""
        return self.filter(standing=Passing.TO_PASS_ON)

    def unproved(self) -> LetterQuerySet:
        """Those whose sender has not pressed the link yet."""
        return self.filter(standing=Passing.UNPROVED)
