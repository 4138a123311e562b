"""What organisations offer to people: services, where and when, for whom, at what cost.

The shape is Open Referral UK 3.0's, so that what comes in and goes out by it loses nothing. Each
row has a UUID for ever: a feed's own, or one given here.
"""

from __future__ import annotations

import uuid

from django.db import models
from django.db.models import F, Q

from commonweal.sector.choices import (
    Access,
    LocationKind,
    ServiceStatus,
)
from commonweal.sector.models.organisations import Organisation
from commonweal.sector.querysets_services import ServiceQuerySet


class Service(models.Model):
    """Something that an organisation offers to people.

    ``source`` is ``added-here`` for what was told to us, else the feed that keeps it; ``key`` is
    the feed's own identifier. What a feed keeps is changed there and not here. ``assured_on`` is
    the last day on which somebody said that all of it is right, and ``assured_by`` who. Ages are
    whole years, both included. ``free`` is nothing where nobody has said. ``why_not`` says to
    everybody why it does not run, and ``back_on`` from which day it is to run again.
    """

    personal_data = "contact of a service, which may be a person's"
    retention = "until two years after it has ended"

    organisation = models.ForeignKey(Organisation, models.PROTECT, related_name="services")
    uuid = models.UUIDField(unique=True, default=uuid.uuid4, editable=False)
    source = models.CharField(max_length=40)
    key = models.CharField(max_length=80, blank=True)
    name = models.CharField(max_length=255)
    description = models.TextField(blank=True)
    how_to_get_it = models.TextField(blank=True)
    who_for = models.TextField(blank=True)
    minimum_age = models.PositiveSmallIntegerField(null=True)
    maximum_age = models.PositiveSmallIntegerField(null=True)
    free = models.BooleanField(null=True)
    fees = models.TextField(blank=True)
    website = models.CharField(max_length=400, blank=True)
    email = models.CharField(max_length=254, blank=True)
    telephone = models.CharField(max_length=60, blank=True)
    accreditations = models.TextField(blank=True)
    alert = models.TextField(blank=True)
    status = models.CharField(
        max_length=20, choices=ServiceStatus.choices, default=ServiceStatus.ACTIVE
    )
    why_not = models.CharField(max_length=500, blank=True)
    back_on = models.DateField(null=True)
    assured_on = models.DateField(null=True)
    assured_by = models.CharField(max_length=200, blank=True)
    added_at = models.DateTimeField()
    changed_at = models.DateTimeField(db_index=True)
    changed_by = models.CharField(max_length=200, blank=True)

    objects = ServiceQuerySet.as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["source", "key"], condition=~Q(key=""), name="a_feed_states_a_service_once"
            ),
            models.CheckConstraint(condition=~Q(name=""), name="every_service_has_a_name"),
            models.CheckConstraint(
                condition=Q(minimum_age__isnull=True)
                | Q(maximum_age__isnull=True)
                | Q(minimum_age__lte=F("maximum_age")),
                name="the_youngest_are_not_older_than_the_oldest",
            ),
        ]

    def __str__(self) -> str:
        return self.name

    @property
    def because(self) -> str:
        """Why it does not run, as a sentence; blank where nobody has said."""
        return f"{self.why_not.rstrip('.')}." if self.why_not else ""


class Location(models.Model):
    """A place where services are given: a building, or somewhere that only has an address.

    The street is shown only where ``address_public``: a service may meet at somebody's home, or
    keep its whereabouts from those who look for the people it helps. It then has no areas, and its
    point is the middle of all postcodes that begin as its own does. Areas are GSS codes.
    """

    personal_data = "an address, which may be a person's"
    retention = "while a service is given there"

    organisation = models.ForeignKey(Organisation, models.PROTECT, related_name="locations")
    uuid = models.UUIDField(unique=True, default=uuid.uuid4, editable=False)
    source = models.CharField(max_length=40)
    kind = models.CharField(
        max_length=8, choices=LocationKind.choices, default=LocationKind.PHYSICAL
    )
    name = models.CharField(max_length=255, blank=True)
    description = models.TextField(blank=True)
    street = models.CharField(max_length=400, blank=True)
    town = models.CharField(max_length=120, blank=True)
    postcode = models.CharField(max_length=10, blank=True)
    address_public = models.BooleanField(default=True)
    latitude = models.FloatField(null=True)
    longitude = models.FloatField(null=True)
    county = models.CharField(max_length=9, blank=True)
    district = models.CharField(max_length=9, blank=True)
    ward = models.CharField(max_length=9, blank=True)
    access = models.JSONField(default=list, help_text="Words of ``choices.Access``.")
    access_words = models.TextField(blank=True)

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(latitude__isnull=True, longitude__isnull=True)
                | Q(latitude__range=(-90, 90), longitude__range=(-180, 180)),
                name="a_location_is_on_the_globe",
            ),
        ]

    def __str__(self) -> str:
        return self.name or self.street or self.postcode

    @property
    def step_free(self) -> bool:
        """Whether it is said that one can get in without a step."""
        return Access.STEP_FREE in self.access


class ServiceAtLocation(models.Model):
    """That a service is given at a location."""

    personal_data = "none"
    retention = "while the service is"

    service = models.ForeignKey(Service, models.CASCADE, related_name="at", db_index=False)
    location = models.ForeignKey(Location, models.CASCADE, related_name="services_at")
    uuid = models.UUIDField(unique=True, default=uuid.uuid4, editable=False)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["service", "location"], name="a_service_is_at_a_location_once"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.service} at {self.location}"
