"""Questions about what was observed, as words that chain."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.db import models

if TYPE_CHECKING:
    from commonweal.impact.models import Observation  # noqa: F401


class ObservationQuerySet(models.QuerySet["Observation"]):
    """Observations, as questions."""

    def standing(self) -> ObservationQuerySet:
        """Those that nobody withdrew."""
        return self.filter(withdrawn_at=None)

    def in_order(self) -> ObservationQuerySet:
        """From the oldest stretch of days to the newest."""
        return self.order_by("ends_on", "starts_on", "area", "pk")
