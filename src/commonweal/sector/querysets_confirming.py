"""Questions about letters that ask whether an entry is right, as words that chain."""

from __future__ import annotations

import datetime as dt
from typing import TYPE_CHECKING

from django.db import models

from commonweal.sector.choices import Status

if TYPE_CHECKING:
    from commonweal.sector.models import Reminder  # noqa: F401


class ReminderQuerySet(models.QuerySet["Reminder"]):
    """Letters, by their links."""

    def open(self, at: dt.datetime) -> ReminderQuerySet:
        """Whose link can be used at this moment."""
        return self.unanswered().filter(
            expires_at__gt=at,
            organisation__withheld=False,
            organisation__same_as=None,
            organisation__status=Status.ACTIVE,
        )

    def unanswered(self) -> ReminderQuerySet:
        """Whose link was neither used nor replaced by a newer one."""
        return self.filter(used_at=None, replaced_at=None)
