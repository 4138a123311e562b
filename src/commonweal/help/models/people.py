"""People who are helped: one record in each scheme, and on what grounds it is kept."""

from __future__ import annotations

import uuid

from django.db import models
from django.db.models import F, Q

from commonweal.help.choices import Basis, Purpose
from commonweal.help.fields import SealedJSON, SealedText
from commonweal.help.models.schemes import Scheme
from commonweal.help.querysets import ClientQuerySet, GroundQuerySet


class Client(models.Model):
    """Somebody whom one scheme helps. Another scheme that helps them has a record of its own.

    ``spot`` is where they live: ``{"easting": metres, "northing": metres}``. ``area`` is the GSS
    code of the ward and ``district`` that of the district. ``safe`` is how they may be reached:
    ``{"way", "number", "hours": [["09:00", "12:00"]], "voicemail": bool, "says", "interpreter"}``.
    ``abuse`` marks a case of domestic abuse: it has no status page and is reached by ``safe``
    only. ``access`` is what helpers must know to get there and to be understood. A ``forgotten_on``
    record keeps need, area and month of its requests and nothing else.
    """

    personal_data = "name, address, how to be reached, health where they told it"
    retention = "the scheme's keep_months after their last request closed (12), then forgotten"

    uuid = models.UUIDField(unique=True, default=uuid.uuid4)
    scheme = models.ForeignKey(Scheme, models.PROTECT, related_name="clients")
    name = SealedText()
    called = SealedText()
    phone = SealedText()
    email = SealedText()
    address = SealedText()
    postcode = SealedText()
    spot = SealedJSON()
    area = models.CharField(max_length=9, blank=True, db_index=True)
    district = models.CharField(max_length=9, blank=True)
    language = models.CharField(max_length=8, default="en")
    safe = SealedJSON()
    access = SealedText()
    born = SealedText()
    abuse = models.BooleanField(default=False)
    do_not_contact = models.BooleanField(default=False)
    begun_at = models.DateTimeField()
    forgotten_on = models.DateField(null=True)
    edition = models.PositiveIntegerField(default=1)

    objects = ClientQuerySet.as_manager()

    def __str__(self) -> str:
        return f"somebody helped by {self.scheme}"


class ClientMark(models.Model):
    """By what one scheme finds its own people again: keyed hashes that differ in every scheme."""

    personal_data = "pseudonymous"
    retention = "as long as the record"

    client = models.ForeignKey(Client, models.CASCADE, related_name="marks")
    kind = models.CharField(max_length=10)
    mark = models.CharField(max_length=32, db_index=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["client", "kind", "mark"], name="a_mark_is_made_once_of_a_person"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.kind} of {self.client}"


class Keyholder(models.Model):
    """Somebody to ring when a person does not answer, because that person said so."""

    personal_data = "name and telephone of a friend or neighbour"
    retention = "as long as the record"

    client = models.ForeignKey(Client, models.CASCADE, related_name="keyholders")
    name = SealedText()
    phone = SealedText()
    relation = SealedText()
    at = models.DateTimeField()

    def __str__(self) -> str:
        return f"keyholder of {self.client}"


class Ground(models.Model):
    """For what, and on which lawful basis, a person's details are used. Ended, never changed.

    ``given_by`` says who agreed: they themselves, or somebody who may speak for them. ``script``
    is the version of the words read to them and ``read_by`` who read them.
    """

    personal_data = "what somebody agreed to; the label of staff"
    retention = "while relied on, and six years after"

    client = models.ForeignKey(Client, models.CASCADE, related_name="grounds")
    purpose = models.CharField(max_length=10, choices=Purpose.choices)
    basis = models.CharField(max_length=12, choices=Basis.choices)
    given_by = models.CharField(max_length=200, blank=True)
    way = models.CharField(max_length=10, blank=True)
    script = models.CharField(max_length=20, blank=True)
    read_by = models.CharField(max_length=200, blank=True)
    why = SealedText()
    at = models.DateTimeField()
    by = models.CharField(max_length=200)
    expires_on = models.DateField(null=True)
    ended_at = models.DateTimeField(null=True)
    ended_by = models.CharField(max_length=200, blank=True)
    ended_way = models.CharField(max_length=10, blank=True)

    objects = GroundQuerySet.as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["client", "purpose"],
                condition=Q(ended_at__isnull=True),
                name="a_purpose_has_one_ground_at_a_time",
            ),
            models.CheckConstraint(
                condition=Q(ended_at__isnull=True) | Q(ended_at__gte=F("at")),
                name="a_ground_ends_after_it_began",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.get_purpose_display()}: {self.get_basis_display()}"
