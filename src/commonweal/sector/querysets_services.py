"""Questions about services, as words that chain."""

from __future__ import annotations

import datetime as dt
from typing import TYPE_CHECKING

from django.db import models
from django.db.models import Q

from commonweal.sector.choices import ServiceStatus

if TYPE_CHECKING:
    from commonweal.sector.models import Service  # noqa: F401


class ServiceQuerySet(models.QuerySet["Service"]):
    """The words of services."""

    def published(self) -> ServiceQuerySet:
        """What anyone may see: given by an organisation that anyone may see, and not ended."""
        return self.filter(
            organisation__withheld=False, organisation__same_as__isnull=True
        ).exclude(status=ServiceStatus.DEFUNCT).filter(
            Q(organisation__based_here=True) | Q(organisation__serves_here=True)
        )  # fmt: skip

    def running(self) -> ServiceQuerySet:
        """Given at present."""
        return self.filter(status=ServiceStatus.ACTIVE)

    def kept_here(self) -> ServiceQuerySet:
        """Told to us, not by a feed."""
        return self.filter(source="added-here")

    def assured_since(self, day: dt.date) -> ServiceQuerySet:
        """Somebody has said since this day that it is right."""
        return self.filter(assured_on__gte=day)
