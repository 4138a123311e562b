"""What belongs to a service: its hours, costs, languages, contacts, areas and terms."""

from __future__ import annotations

import uuid

from django.db import models
from django.db.models import F, Q

from commonweal.sector.choices import Attending, Frequency
from commonweal.sector.models.services import Service, ServiceAtLocation
from commonweal.sector.opening import Change, Hours, change_in_words, in_words


class Schedule(models.Model):
    """Hours of a service, or of a service at one of its locations. See ``opening.Hours``."""

    personal_data = "none"
    retention = "while the service is"

    service = models.ForeignKey(Service, models.CASCADE, related_name="schedules")
    at = models.ForeignKey(
        ServiceAtLocation, models.CASCADE, null=True, related_name="schedules", db_index=False
    )
    uuid = models.UUIDField(unique=True, default=uuid.uuid4, editable=False)
    freq = models.CharField(max_length=8, choices=Frequency.choices, blank=True)
    interval = models.PositiveSmallIntegerField(default=1)
    byday = models.CharField(max_length=60, blank=True)
    bymonthday = models.CharField(max_length=100, blank=True)
    starts = models.DateField(null=True)
    valid_from = models.DateField(null=True)
    valid_to = models.DateField(null=True)
    opens = models.TimeField(null=True)
    closes = models.TimeField(null=True)
    attending = models.CharField(max_length=10, choices=Attending.choices, blank=True)
    words = models.TextField(blank=True)

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(interval__gte=1), name="hours_come_again_after_one_or_more"
            ),
            models.CheckConstraint(
                condition=Q(valid_from__isnull=True)
                | Q(valid_to__isnull=True)
                | Q(valid_from__lte=F("valid_to")),
                name="hours_begin_before_they_end",
            ),
        ]

    def __str__(self) -> str:
        return self.words or in_words(self.hours)

    @property
    def hours(self) -> Hours:
        """The hours, to ask when it is open."""
        return Hours(
            freq=self.freq, interval=self.interval,
            byday=tuple(filter(None, self.byday.split(","))),
            bymonthday=tuple(int(day) for day in self.bymonthday.split(",") if day),
            starts=self.starts, valid_from=self.valid_from, valid_to=self.valid_to,
            opens=self.opens, closes=self.closes,
        )  # fmt: skip


class Closure(models.Model):
    """Days on which a service keeps other hours than usual, or none. See ``opening.Change``."""

    personal_data = "none"
    retention = "a year after its last day"

    service = models.ForeignKey(Service, models.CASCADE, related_name="closures")
    first = models.DateField()
    last = models.DateField()
    closed = models.BooleanField(default=True)
    opens = models.TimeField(null=True)
    closes = models.TimeField(null=True)
    reason = models.CharField(max_length=200, blank=True)

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(first__lte=F("last")), name="a_closure_begins_before_it_ends"
            ),
        ]

    def __str__(self) -> str:
        return change_in_words(self.change)

    @property
    def change(self) -> Change:
        """The change, to ask when it is open."""
        return Change(self.first, self.last, self.closed, self.opens, self.closes, self.reason)


class CostOption(models.Model):
    """What a service costs, for some or for all. Pounds; no amount where only words say it."""

    personal_data = "none"
    retention = "while the service is"

    service = models.ForeignKey(Service, models.CASCADE, related_name="costs")
    uuid = models.UUIDField(unique=True, default=uuid.uuid4, editable=False)
    option = models.CharField(max_length=255, blank=True)
    amount = models.DecimalField(max_digits=9, decimal_places=2, null=True)
    words = models.TextField(blank=True)
    valid_from = models.DateField(null=True)
    valid_to = models.DateField(null=True)

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(amount__isnull=True) | Q(amount__gte=0), name="no_cost_is_below_nothing"
            ),
        ]

    def __str__(self) -> str:
        return self.option or self.words


class ServiceLanguage(models.Model):
    """A language in which a service is given; ``code`` is ISO 639."""

    personal_data = "none"
    retention = "while the service is"

    service = models.ForeignKey(Service, models.CASCADE, related_name="languages", db_index=False)
    uuid = models.UUIDField(unique=True, default=uuid.uuid4, editable=False)
    code = models.CharField(max_length=8)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["service", "code"], name="a_service_is_in_a_language_once"
            ),
        ]

    def __str__(self) -> str:
        return self.code


class ServiceContact(models.Model):
    """Whom the public may ask about a service."""

    personal_data = "name and number of somebody who asked to be named"
    retention = "while the service is"

    service = models.ForeignKey(Service, models.CASCADE, related_name="contacts")
    uuid = models.UUIDField(unique=True, default=uuid.uuid4, editable=False)
    name = models.CharField(max_length=200, blank=True)
    title = models.CharField(max_length=200, blank=True)
    telephone = models.CharField(max_length=60, blank=True)

    def __str__(self) -> str:
        return self.name or self.title or self.telephone


class ServiceArea(models.Model):
    """An area that a service is for; ``code`` is a GSS code, blank where the words name none."""

    personal_data = "none"
    retention = "while the service is"

    service = models.ForeignKey(Service, models.CASCADE, related_name="areas", db_index=False)
    uuid = models.UUIDField(unique=True, default=uuid.uuid4, editable=False)
    code = models.CharField(max_length=9, blank=True, db_index=True)
    words = models.CharField(max_length=200)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["service", "words"], name="a_service_is_for_an_area_once"
            ),
        ]

    def __str__(self) -> str:
        return self.words


class ServiceTerm(models.Model):
    """A code of a classification given to a service: a need it meets, an audience it is for."""

    personal_data = "none"
    retention = "while the service is"

    service = models.ForeignKey(Service, models.CASCADE, related_name="terms", db_index=False)
    uuid = models.UUIDField(unique=True, default=uuid.uuid4, editable=False)
    scheme = models.CharField(max_length=12)
    code = models.CharField(max_length=12)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["service", "scheme", "code"], name="a_service_has_a_term_once"
            ),
        ]
        indexes = [models.Index(fields=["scheme", "code"], name="services_by_term")]

    def __str__(self) -> str:
        return f"{self.scheme} {self.code}"
