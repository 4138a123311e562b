"""Questions about messages, as words that chain."""

from __future__ import annotations

import datetime as dt
from typing import TYPE_CHECKING

from django.db.models import Q, QuerySet

from commonweal.comms.choices import Channel, Standing

if TYPE_CHECKING:
    from commonweal.comms.models import Bounce, Message  # noqa: F401


class Messages(QuerySet["Message"]):
    """Messages out."""

    def due(self, at: dt.datetime, channel: Channel = Channel.EMAIL) -> Messages:
        """Those of one channel whose time to be tried has come, oldest first."""
        return self.filter(
            channel=channel, standing=Standing.WAITING, next_try_at__lte=at
        ).order_by("next_try_at", "pk")

    def about(self, *keys: str) -> Messages:
        """Those that whoever wrote them finds by these words; of one that ends in a stroke, all
        that begin so."""
        wanted = Q(pk__in=[])
        for key in keys:
            wanted |= Q(about__startswith=key) if key.endswith("/") else Q(about=key)
        return self.filter(wanted)

    def newest_first(self) -> Messages:
        """The last written first."""
        return self.order_by("-written_at", "-pk")


class Bounces(QuerySet["Bounce"]):
    """Letters that came back."""

    def standing(self) -> Bounces:
        """Not cleared by staff since."""
        return self.filter(cleared_at=None)
