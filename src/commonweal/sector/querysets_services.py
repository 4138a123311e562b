"""Questions about services, as words that chain."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.db import models

from commonweal.sector.choices import ServiceStatus
from commonweal.sector.querysets import is_published

if TYPE_CHECKING:
    from commonweal.sector.models import Service  # noqa: F401


class ServiceQuerySet(models.QuerySet["Service"]):
    """The words of services."""

    def shown(self) -> ServiceQuerySet:
        """What has a page: given by an organisation that anyone may see, even if it has ended."""
        return self.filter(is_published("organisation__"))

    def published(self) -> ServiceQuerySet:
        """What anyone may find: given by an organisation that anyone may see, and not ended."""
        return self.shown().exclude(status=ServiceStatus.DEFUNCT)

    def running(self) -> ServiceQuerySet:
        """Given at present."""
        return self.filter(status=ServiceStatus.ACTIVE)
