"""Questions about organisations, as words that chain."""

from __future__ import annotations

from functools import reduce
from operator import or_
from typing import TYPE_CHECKING

from django.db import models
from django.db.models import Q

from commonweal.sector.choices import AREA_COLUMNS, Kind, MemberRole, Side, Status
from commonweal.sector.freshness import Stage

if TYPE_CHECKING:
    from commonweal.sector.models import Organisation  # noqa: F401


def is_published(of: str = "") -> Q:
    """Which organisations anyone may see: entries that were not withdrawn from view."""
    return is_entry(of) & ~Q(**{f"{of}stage": Stage.WITHDRAWN})


def is_entry(of: str = "") -> Q:
    """Which organisations belong to the place, are not withheld and were not merged away.

    :param of: the way from what is asked for to its organisation, such as ``organisation__``.
    """
    stands = Q(**{f"{of}withheld": False, f"{of}same_as__isnull": True})
    return stands & (Q(**{f"{of}based_here": True}) | Q(**{f"{of}serves_here": True}))


class OrganisationQuerySet(models.QuerySet["Organisation"]):
    """The register's words."""

    def published(self) -> OrganisationQuerySet:
        """What anyone may see: an entry of this place that was not withdrawn from view."""
        return self.filter(is_published())

    def entries(self) -> OrganisationQuerySet:
        """Belongs to the place, is not withheld, was not merged away; in view or not."""
        return self.filter(is_entry())

    def active(self) -> OrganisationQuerySet:
        """Still on a register, or still going without one."""
        return self.filter(status=Status.ACTIVE)

    def of_the_sector(self) -> OrganisationQuerySet:
        """Voluntary, community or social enterprise; not the councils and firms beside them."""
        return self.filter(side=Side.SECTOR)

    def registered(self) -> OrganisationQuerySet:
        """On a register: all but informal groups, which are counted apart everywhere."""
        return self.exclude(kind=Kind.GROUP)

    def based_in(self, code: str) -> OrganisationQuerySet:
        """Whose postcode lies in the area with this GSS code, at any level."""
        return self.filter(reduce(or_, (Q(**{column: code}) for column in AREA_COLUMNS)))

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
