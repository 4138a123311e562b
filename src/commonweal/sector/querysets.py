"""Questions about organisations, as words that chain."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.db import models
from django.db.models import Q

from commonweal.sector.choices import MemberRole, Side, Status

if TYPE_CHECKING:
    from commonweal.sector.models import Organisation  # noqa: F401


class OrganisationQuerySet(models.QuerySet["Organisation"]):
    """The register's words."""

    def published(self) -> OrganisationQuerySet:
        """What anyone may see: belongs to the place, is not withheld, was not merged away."""
        return self.filter(withheld=False, same_as__isnull=True).filter(
            Q(based_here=True) | Q(serves_here=True)
        )

    def active(self) -> OrganisationQuerySet:
        """Still on a register, or still going without one."""
        return self.filter(status=Status.ACTIVE)

    def of_the_sector(self) -> OrganisationQuerySet:
        """Voluntary, community or social enterprise; not the councils and firms beside them."""
        return self.filter(side=Side.SECTOR)

    def based_in(self, code: str) -> OrganisationQuerySet:
        """Whose postcode lies in the area with this GSS code, at any level."""
        return self.filter(
            Q(county=code) | Q(district=code) | Q(ward=code) | Q(msoa=code) | Q(lsoa=code)
        )

    def serving(self, code: str) -> OrganisationQuerySet:
        """Which say that they serve exactly this area."""
        return self.filter(areas_served__code=code).distinct()

    def kept_by_nobody(self) -> OrganisationQuerySet:
        """Which had people who kept their page, and have no owner now."""
        owned = self.model.objects.filter(
            members__role=MemberRole.OWNER,
            members__ended_at=None,
            members__person__is_active=True,
        )
        left = self.filter(same_as=None, members__isnull=False)
        return left.exclude(pk__in=owned.values("pk")).distinct()
