"""Questions about areas and postcodes, as words that chain."""

from __future__ import annotations

import datetime as dt
from collections.abc import Collection
from typing import TYPE_CHECKING

from django.db import connection, models
from django.db.models import Q

from commonweal.places.points import box_around

if TYPE_CHECKING:
    from commonweal.places.models import Area, Postcode  # noqa: F401


class AreaQuerySet(models.QuerySet["Area"]):
    """What may be asked of areas."""

    def live(self, on: dt.date | None = None) -> AreaQuerySet:
        """Those that have not ended; on a day, those that had begun and not yet ended."""
        if on is None:
            return self.filter(valid_to__isnull=True)
        begun = Q(valid_from__isnull=True) | Q(valid_from__lte=on)
        return self.filter(begun, Q(valid_to__isnull=True) | Q(valid_to__gte=on))

    def inside(self, codes: Collection[str]) -> AreaQuerySet:
        """Those whose parent is one of these areas."""
        return self.filter(parent__in=codes)


class PostcodeQuerySet(models.QuerySet["Postcode"]):
    """What may be asked of postcodes."""

    def live(self) -> PostcodeQuerySet:
        """Those that mail is still sent to."""
        return self.filter(terminated__isnull=True)

    def placed(self) -> PostcodeQuerySet:
        """Those with a known position."""
        return self.filter(latitude__isnull=False, longitude__isnull=False)

    def beginning(self, outward: str) -> PostcodeQuerySet:
        """Those whose first half is this (``NR1``)."""
        found = self.filter(postcode__startswith=f"{outward} ")
        if connection.vendor == "sqlite":
            # Where LIKE would read every postcode, a range of the key does not; the exclamation
            # mark is what comes after a space.
            found = found.filter(postcode__gte=f"{outward} ", postcode__lt=f"{outward}!")
        return found

    def within(self, latitude: float, longitude: float, km: float) -> PostcodeQuerySet:
        """Those in the box that holds every point within so many kilometres."""
        west, south, east, north = box_around(latitude, longitude, km)
        return self.filter(latitude__range=(south, north), longitude__range=(west, east))
