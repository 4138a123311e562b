"""Questions about services, as words that chain."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.db import models

from commonweal.sector.choices import ServiceStatus
from commonweal.sector.freshness import Stage
from commonweal.sector.querysets import is_entry, is_published

if TYPE_CHECKING:
    from commonweal.sector.models import Service  # noqa: F401


class ServiceQuerySet(models.QuerySet["Service"]):
    """The words of services."""

    def shown(self) -> ServiceQuerySet:
        """What has a page: given by an organisation that anyone may see, even if it has ended.

        What was withdrawn from view, or its organisation, has none.
        """
        return self.filter(is_published("organisation__")).exclude(stage=Stage.WITHDRAWN)

    def of_entries(self) -> ServiceQuerySet:
        """Given by an organisation of this place that is not withheld, in view or not."""
        return self.filter(is_entry("organisation__"))

    def published(self) -> ServiceQuerySet:
        """What anyone may find: given by an organisation that anyone may see, and not ended."""
        return self.shown().exclude(status=ServiceStatus.DEFUNCT)

    def running(self) -> ServiceQuerySet:
        """Given at present."""
        return self.filter(status=ServiceStatus.ACTIVE)

    def kept_here(self) -> ServiceQuerySet:
        """Told to us, not by a feed."""
        return self.filter(source="added-here")
