"""Questions about services, as words that chain."""

from __future__ import annotations

import datetime as dt
from typing import TYPE_CHECKING

from django.db import models
from django.db.models import Q

from commonweal.sector.choices import ServiceStatus
from commonweal.sector.freshness import Stage

if TYPE_CHECKING:
    from commonweal.sector.models import Service  # noqa: F401


class ServiceQuerySet(models.QuerySet["Service"]):
    """The words of services."""

    def shown(self) -> ServiceQuerySet:
        """What has a page: given by an organisation that anyone may see, even if it has ended.

        What was withdrawn from view, or its organisation, has none.
        """
        return self.of_entries().exclude(
            Q(stage=Stage.WITHDRAWN) | Q(organisation__stage=Stage.WITHDRAWN)
        )

    def of_entries(self) -> ServiceQuerySet:
        """Given by an organisation of this place that is not withheld, in view or not."""
        return self.filter(
            organisation__withheld=False, organisation__same_as__isnull=True
        ).filter(
            Q(organisation__based_here=True) | Q(organisation__serves_here=True)
        )  # fmt: skip

    def published(self) -> ServiceQuerySet:
        """What anyone may find: given by an organisation that anyone may see, and not ended."""
        return self.shown().exclude(status=ServiceStatus.DEFUNCT)

    def running(self) -> ServiceQuerySet:
        """Given at present."""
        return self.filter(status=ServiceStatus.ACTIVE)

    def kept_here(self) -> ServiceQuerySet:
        """Told to us, not by a feed."""
        return self.filter(source="added-here")

    def assured_since(self, day: dt.date) -> ServiceQuerySet:
        """Somebody has said since this day that it is right."""
        return self.filter(assured_on__gte=day)
