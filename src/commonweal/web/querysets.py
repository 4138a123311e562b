"""Questions about notices, as words that chain."""

from __future__ import annotations

import datetime as dt
from typing import TYPE_CHECKING

from django.db import models
from django.db.models import Q

if TYPE_CHECKING:
    from commonweal.web.models import Notice  # noqa: F401


class NoticeQuerySet(models.QuerySet["Notice"]):
    """The words of the noticeboard."""

    def standing(self, at: dt.datetime) -> NoticeQuerySet:
        """Pinned up at this moment, the most pressing first."""
        begun = self.filter(begins_at__lte=at)
        return begun.filter(Q(ends_at__isnull=True) | Q(ends_at__gt=at)).order_by(
            "-begins_at", "pk"
        )
