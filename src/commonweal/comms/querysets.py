"""Questions about messages, as words that chain."""

from __future__ import annotations

import datetime as dt
from typing import TYPE_CHECKING

from django.db.models import QuerySet

from commonweal.comms.choices import Channel, Standing

if TYPE_CHECKING:
    from commonweal.comms.models import Bounce, Message  # noqa: F401


class Messages(QuerySet["Message"]):
    """Messages out."""

    def due(self, at: dt.datetime) -> Messages:
        """E-mails whose time to be tried has come, oldest first."""
        return self.filter(
            channel=Channel.EMAIL, standing=Standing.WAITING, next_try_at__lte=at
        ).order_by("next_try_at", "pk")

    def newest_first(self) -> Messages:
        """The last written first."""
        return self.order_by("-written_at", "-pk")


class Bounces(QuerySet["Bounce"]):
    """Letters that came back."""

    def standing(self) -> Bounces:
        """Not cleared by staff since."""
        return self.filter(cleared_at=None)
