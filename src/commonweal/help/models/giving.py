"""What is given out: parcels, packs, vouchers, rounds and advice."""

from __future__ import annotations

import uuid

from django.db import models
from django.db.models import F, Q

from commonweal.help.choices import AdviceWay, AtDoor, CountBasis, GivenKind, RoundStanding
from commonweal.help.fields import SealedJSON, SealedText
from commonweal.help.models.helpers import Helper
from commonweal.help.models.people import Client
from commonweal.help.models.requests import Request
from commonweal.help.models.schemes import Scheme
from commonweal.help.querysets import GivenQuerySet


class HouseholdSecret(models.Model):
    """What marks households in one scheme in one month (``2026-11``), so that no two are joined.

    Once it is burnt, after six months, its marks mean nothing to anybody.
    """

    personal_data = "none by itself"
    retention = "until six months after its month, then burnt"

    scheme = models.ForeignKey(Scheme, models.CASCADE, related_name="household_secrets")
    month = models.CharField(max_length=7)
    secret = SealedText()

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["scheme", "month"], name="a_scheme_has_one_secret_a_month"
            ),
        ]

    def __str__(self) -> str:
        return f"secret of {self.month}"


class Round(models.Model):
    """A way with stops that somebody drives or walks on a day, with a numbered sheet.

    ``holds`` is how many parcels go in at once. ``spot`` is where it starts. ``digest`` is of the
    private link to the page that works without a net, until ``expires_at``. ``signed_out_at`` and
    ``signed_back_at`` are of the printed sheet.
    """

    personal_data = "where it goes; the label of staff"
    retention = "a month; the number of stops is kept"

    scheme = models.ForeignKey(Scheme, models.CASCADE, related_name="rounds")
    number = models.PositiveIntegerField()
    on = models.DateField()
    name = models.CharField(max_length=120)
    driver = models.ForeignKey(Helper, models.SET_NULL, null=True, related_name="rounds")
    holds = models.PositiveSmallIntegerField(default=20)
    spot = SealedJSON()
    standing = models.CharField(
        max_length=10, choices=RoundStanding.choices, default=RoundStanding.PLANNED
    )
    metres = models.PositiveIntegerField(default=0)
    digest = models.CharField(max_length=64, unique=True, null=True)
    expires_at = models.DateTimeField(null=True)
    signed_out_at = models.DateTimeField(null=True)
    signed_out_by = models.CharField(max_length=200, blank=True)
    signed_back_at = models.DateTimeField(null=True)
    signed_back_by = models.CharField(max_length=200, blank=True)
    edition = models.PositiveIntegerField(default=1)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["scheme", "number"], name="rounds_of_a_scheme_are_numbered"
            ),
            models.CheckConstraint(
                condition=Q(signed_back_at__isnull=True)
                | Q(signed_out_at__isnull=False, signed_back_at__gte=F("signed_out_at")),
                name="a_sheet_comes_back_after_it_went_out",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.name}, {self.on:%d.%m.%Y}"


class Stop(models.Model):
    """One door of a round. ``allergens`` is all that a sheet says of anybody's health.

    ``gives`` is what is written down as given once it was handed over: ``{"kind", "what", "adults",
    "children", "basis", "days"}``. ``settled_at`` is when a person saw to what came of it.
    ``key`` names it on a telephone that has no net, so that what it says later counts once;
    ``said_at`` is when it happened by that telephone, ``at`` when we heard.
    """

    personal_data = "an address, what is handed over, and allergies"
    retention = "as the round"

    round = models.ForeignKey(Round, models.CASCADE, related_name="stops")
    client = models.ForeignKey(Client, models.SET_NULL, null=True, related_name="stops")
    request = models.ForeignKey(Request, models.SET_NULL, null=True, related_name="stops")
    key = models.UUIDField(unique=True, default=uuid.uuid4)
    position = models.PositiveSmallIntegerField()
    load = models.PositiveSmallIntegerField(default=1)
    items = SealedText()
    gives = SealedJSON()
    allergens = SealedText()
    door = SealedText()
    outcome = models.CharField(max_length=10, choices=AtDoor.choices, default=AtDoor.WAITING)
    said_at = models.DateTimeField(null=True)
    at = models.DateTimeField(null=True)
    by = models.CharField(max_length=200, blank=True)
    note = SealedText()
    settled_at = models.DateTimeField(null=True)
    settled_by = models.CharField(max_length=200, blank=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["round", "position"], name="stops_are_numbered"),
        ]

    def __str__(self) -> str:
        return f"stop {self.position} of {self.round}"


class Given(models.Model):
    """Something was given to a household on a day.

    ``basis`` says what ``parcels`` counts: people or households. ``days`` is for how long food is
    meant to last. ``mark`` is a keyed hash of the household that says whether it came before, and
    is wiped after six months; ``times`` is how often it had come in the six months before.
    ``pence`` is of vouchers and money and ``number`` of a voucher. ``key`` names the form it was
    written on, so that sending that twice is one.
    """

    personal_data = "pseudonymous; what was given"
    retention = "the mark six months; the rest is kept without a name"

    scheme = models.ForeignKey(Scheme, models.PROTECT, related_name="given")
    client = models.ForeignKey(Client, models.SET_NULL, null=True, related_name="given")
    request = models.ForeignKey(Request, models.SET_NULL, null=True, related_name="given")
    stop = models.OneToOneField(Stop, models.SET_NULL, null=True, related_name="given")
    kind = models.CharField(max_length=8, choices=GivenKind.choices)
    what = models.CharField(max_length=120, blank=True)
    on = models.DateField()
    adults = models.PositiveSmallIntegerField(default=0)
    children = models.PositiveSmallIntegerField(default=0)
    basis = models.CharField(max_length=10, choices=CountBasis.choices)
    days = models.PositiveSmallIntegerField(null=True)
    kilograms = models.DecimalField(max_digits=6, decimal_places=1, null=True)
    pence = models.PositiveIntegerField(null=True)
    number = models.CharField(max_length=40, blank=True)
    key = models.UUIDField(null=True)
    source = models.CharField(max_length=120, blank=True)
    reason = models.CharField(max_length=30, blank=True)
    diet = SealedText()
    allergens = SealedText()
    mark = models.CharField(max_length=64, blank=True, db_index=True)
    times = models.PositiveSmallIntegerField(default=0)
    area = models.CharField(max_length=9, blank=True)
    by = models.CharField(max_length=200)
    at = models.DateTimeField()
    taken_back_at = models.DateTimeField(null=True)
    taken_back_why = models.CharField(max_length=300, blank=True)

    objects = GivenQuerySet.as_manager()

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(adults__gt=0) | Q(children__gt=0),
                name="what_is_given_is_given_to_somebody",
            ),
            models.CheckConstraint(
                condition=~Q(kind=GivenKind.PARCEL) | Q(days__in=[3, 7]),
                name="a_parcel_lasts_three_days_or_seven",
            ),
            models.UniqueConstraint(
                fields=["scheme", "key"], name="what_is_written_down_twice_is_given_once"
            ),
            models.UniqueConstraint(
                fields=["scheme", "number"],
                condition=~Q(number="") & Q(taken_back_at__isnull=True),
                name="a_voucher_is_given_once",
            ),
        ]
        indexes = [models.Index(fields=["scheme", "on"], name="given_by_day")]

    def __str__(self) -> str:
        return f"{self.get_kind_display()}, {self.on:%d.%m.%Y}"


class AdviceContact(models.Model):
    """Somebody was advised once. Clients, contacts and issues are three numbers."""

    personal_data = "that somebody was advised; the words may tell of them"
    retention = "as the person's record; the counts are kept"

    scheme = models.ForeignKey(Scheme, models.PROTECT, related_name="advice")
    client = models.ForeignKey(Client, models.SET_NULL, null=True, related_name="advice")
    request = models.ForeignKey(Request, models.SET_NULL, null=True, related_name="advice")
    mark = models.CharField(max_length=64, blank=True, db_index=True)
    on = models.DateField()
    way = models.CharField(max_length=8, choices=AdviceWay.choices)
    minutes = models.PositiveSmallIntegerField(null=True)
    note = SealedText()
    key = models.UUIDField(null=True)
    at = models.DateTimeField()
    by = models.CharField(max_length=200)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["scheme", "key"], name="advice_written_down_twice_is_one_contact"
            ),
        ]
        indexes = [models.Index(fields=["scheme", "on"], name="advice_by_day")]

    def __str__(self) -> str:
        return f"advice of {self.on:%d.%m.%Y}"


class AdviceIssue(models.Model):
    """One thing somebody was advised about, by its code, and what came of it in pence a year."""

    personal_data = "none by itself"
    retention = "kept"

    contact = models.ForeignKey(AdviceContact, models.CASCADE, related_name="issues")
    code = models.CharField(max_length=8)
    words = models.CharField(max_length=120, blank=True)
    gained = models.PositiveIntegerField(null=True)
    written_off = models.PositiveIntegerField(null=True)
    home_kept = models.BooleanField(default=False)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["contact", "code", "words"], name="an_issue_is_counted_once_a_contact"
            ),
        ]

    def __str__(self) -> str:
        return self.code
