"""Questions about organisations, as words that chain."""

from __future__ import annotations

from functools import reduce
from operator import or_
from typing import TYPE_CHECKING

from django.db import models
from django.db.models import Q

from commonweal.sector.choices import AREA_COLUMNS, Side, Status

if TYPE_CHECKING:
    from commonweal.sector.models import Organisation  # noqa: F401


def is_published(of: str = "") -> Q:
    """Which organisations anyone may see, or what belongs to such a one.

    :param of: the way from what is asked for to its organisation, such as ``organisation__``.
    """
    stands = Q(**{f"{of}withheld": False, f"{of}same_as__isnull": True})
    return stands & (Q(**{f"{of}based_here": True}) | Q(**{f"{of}serves_here": True}))


class OrganisationQuerySet(models.QuerySet["Organisation"]):
    """The register's words."""

    def published(self) -> OrganisationQuerySet:
        """What anyone may see: belongs to the place, is not withheld, was not merged away."""
        return self.filter(is_published())

    def active(self) -> OrganisationQuerySet:
        """Still on a register, or still going without one."""
        return self.filter(status=Status.ACTIVE)

    def of_the_sector(self) -> OrganisationQuerySet:
        """Voluntary, community or social enterprise; not the councils and firms beside them."""
        return self.filter(side=Side.SECTOR)

    def based_in(self, code: str) -> OrganisationQuerySet:
        """Whose postcode lies in the area with this GSS code, at any level."""
        return self.filter(reduce(or_, (Q(**{column: code}) for column in AREA_COLUMNS)))

    def serving(self, code: str) -> OrganisationQuerySet:
        """Which say that they serve exactly this area."""
        return self.filter(areas_served__code=code).distinct()
