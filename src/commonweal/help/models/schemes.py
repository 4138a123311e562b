"""Schemes: who organises helpers, where, when, and who is in them."""

from __future__ import annotations

from django.db import models
from django.db.models import F, Q

from commonweal.accounts.models import User
from commonweal.help.choices import SCHEME_LIVES, Guards, Level, Part, SchemeStanding
from commonweal.help.fields import SealedText
from commonweal.help.querysets import DutyQuerySet, SchemeMemberQuerySet, SchemeQuerySet
from commonweal.sector.models import Organisation, Term


class Scheme(models.Model):
    """A group that takes requests and organises helpers, for some needs in some areas.

    The organisation it belongs to is the controller of its records. ``front_door`` is the one
    scheme to which everything goes that no other serves. ``totals_only`` keeps its requests in a
    system of its own and reports numbers. ``hours`` are the stretches of the week in which
    somebody reads what comes in: ``[["mo", "09:00", "12:30"], ...]``; ``closed_on`` the days
    on which nobody does, as ISO dates. ``capacity`` is how many requests it can take in a week.
    ``money_limit`` is the most, in pence, that a helper may handle at once. ``complaint_days`` is
    how soon it acknowledges a complaint. ``keep_months`` is how long contact details stay after
    a request closed. Easting and northing, in metres, are where its helpers start from.
    """

    personal_data = "a telephone number and address that it gives out"
    retention = "kept"

    organisation = models.ForeignKey(Organisation, models.PROTECT, related_name="schemes")
    slug = models.SlugField(max_length=80, unique=True)
    name = models.CharField(max_length=200)
    about = models.TextField(blank=True)
    standing = models.CharField(
        max_length=10, choices=SchemeStanding.choices, default=SchemeStanding.PREPARING
    )
    front_door = models.BooleanField(default=False)
    totals_only = models.BooleanField(default=False)
    phone = models.CharField(max_length=30, blank=True)
    email = models.EmailField(blank=True)
    address = models.CharField(max_length=300, blank=True)
    hours = models.JSONField(default=list, blank=True)
    closed_on = models.JSONField(default=list, blank=True)
    languages = models.JSONField(default=list, blank=True)
    capacity = models.PositiveIntegerField(null=True)
    money_limit = models.PositiveIntegerField(default=2000)
    complaint_days = models.PositiveSmallIntegerField(default=7)
    keep_months = models.PositiveSmallIntegerField(default=12)
    easting = models.IntegerField(null=True)
    northing = models.IntegerField(null=True)
    begun_at = models.DateTimeField()
    edition = models.PositiveIntegerField(default=1)

    objects = SchemeQuerySet.as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["front_door"],
                condition=Q(front_door=True, standing__in=SCHEME_LIVES),
                name="a_place_has_one_front_door",
            ),
            models.CheckConstraint(
                condition=Q(front_door=False) | Q(totals_only=False),
                name="a_front_door_takes_requests_itself",
            ),
        ]

    def __str__(self) -> str:
        return self.name


class SchemeChange(models.Model):
    """A scheme opened, paused or closed. Rows are only ever added."""

    personal_data = "the label of staff"
    retention = "kept"

    scheme = models.ForeignKey(Scheme, models.CASCADE, related_name="changes")
    standing = models.CharField(max_length=10, choices=SchemeStanding.choices)
    at = models.DateTimeField()
    by = models.CharField(max_length=200)
    reason = models.CharField(max_length=500, blank=True)

    def __str__(self) -> str:
        return f"{self.scheme}: {self.get_standing_display()}"


class SchemeArea(models.Model):
    """An area that a scheme serves, by its GSS code: a ward, a parish, a district, a county."""

    personal_data = "none"
    retention = "kept"

    scheme = models.ForeignKey(Scheme, models.CASCADE, related_name="areas")
    code = models.CharField(max_length=9, db_index=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["scheme", "code"], name="a_scheme_names_an_area_once"),
        ]

    def __str__(self) -> str:
        return f"{self.scheme}: {self.code}"


class SchemeNeed(models.Model):
    """A need that a scheme answers, and what it asks of whoever does.

    ``minutes`` is how long it usually takes. ``answers`` are those of the eligibility questions
    about the task; ``lawful`` the highest check that may be asked for it, as the rules work out;
    ``wanted`` what the scheme asks, which is never above that; ``confirmed_by`` who looked at it.
    """

    personal_data = "the label of staff"
    retention = "kept"

    scheme = models.ForeignKey(Scheme, models.CASCADE, related_name="needs")
    term = models.ForeignKey(Term, models.PROTECT, related_name="schemes_that_serve")
    minutes = models.PositiveSmallIntegerField(default=60)
    answers = models.JSONField(default=dict, blank=True)
    lawful = models.CharField(max_length=20, choices=Level.choices, default=Level.NONE)
    wanted = models.CharField(max_length=20, choices=Level.choices, default=Level.NONE)
    ruleset = models.CharField(max_length=40, blank=True)
    confirmed_by = models.CharField(max_length=200, blank=True)
    confirmed_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["scheme", "term"], name="a_scheme_names_a_need_once"),
        ]

    def __str__(self) -> str:
        return f"{self.scheme}: {self.term}"


class NeedRule(models.Model):
    """How a need is handled wherever it is asked for; a place may change it.

    ``essential`` needs (food, medicine, warmth) are decided the same day, whatever else is open.
    ``warm_only`` ones are never put in a queue: somebody is put through at once. ``signpost`` is
    read out before anything is asked. ``offered`` says whether people may choose it.
    """

    personal_data = "none"
    retention = "kept"

    term = models.OneToOneField(Term, models.PROTECT, related_name="help_rule")
    essential = models.BooleanField(default=False)
    warm_only = models.BooleanField(default=False)
    offered = models.BooleanField(default=True)
    signpost = models.TextField(blank=True)

    def __str__(self) -> str:
        return str(self.term)


class HelpLine(models.Model):
    """A number to ring instead of waiting for us: 999, 111 and others, in the order shown."""

    personal_data = "none"
    retention = "kept"

    name = models.CharField(max_length=120)
    number = models.CharField(max_length=40)
    when = models.CharField(max_length=300)
    words = models.CharField(max_length=500, blank=True)
    emergency = models.BooleanField(default=False)
    position = models.PositiveSmallIntegerField(default=0)

    def __str__(self) -> str:
        return f"{self.name}: {self.number}"


class SchemeMember(models.Model):
    """A person with a part in one scheme, from the day it was given. Ended, never changed.

    ``guards`` says whether they hear of worries about somebody's safety.
    """

    personal_data = "contact of somebody who acts for a scheme"
    retention = "while they act for it, and two years after"

    scheme = models.ForeignKey(Scheme, models.CASCADE, related_name="members")
    person = models.ForeignKey(User, models.CASCADE, related_name="scheme_parts")
    part = models.CharField(max_length=12, choices=Part.choices)
    guards = models.CharField(max_length=6, choices=Guards.choices, blank=True)
    since = models.DateTimeField()
    by = models.CharField(max_length=200)
    ended_at = models.DateTimeField(null=True)
    ended_by = models.CharField(max_length=200, blank=True)
    ended_reason = models.CharField(max_length=500, blank=True)

    objects = SchemeMemberQuerySet.as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["scheme", "person"],
                condition=Q(ended_at__isnull=True),
                name="a_person_has_one_part_in_a_scheme",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.person}: {self.get_part_display()}"


class DutyPool(models.Model):
    """Schemes that share the holding of the telephone, each with its own records."""

    personal_data = "none"
    retention = "kept"

    name = models.CharField(max_length=200)
    begun_at = models.DateTimeField()
    ended_at = models.DateTimeField(null=True)

    def __str__(self) -> str:
        return self.name


class PoolScheme(models.Model):
    """A scheme takes part in a pool, because its lead agreed."""

    personal_data = "the label of staff"
    retention = "kept"

    pool = models.ForeignKey(DutyPool, models.CASCADE, related_name="schemes")
    scheme = models.ForeignKey(Scheme, models.CASCADE, related_name="pools")
    agreed_at = models.DateTimeField()
    agreed_by = models.CharField(max_length=200)
    left_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["pool", "scheme"],
                condition=Q(left_at__isnull=True),
                name="a_scheme_is_in_a_pool_once",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.scheme} in {self.pool}"


class Duty(models.Model):
    """A stretch of time in which a person answers for one scheme.

    Of a shared one there is a row for each scheme of the pool. ``off_at`` is when they went off
    before its end; from then on, or from its end, they are on duty no more.
    """

    personal_data = "staff"
    retention = "two years"

    scheme = models.ForeignKey(Scheme, models.CASCADE, related_name="duties")
    person = models.ForeignKey(User, models.CASCADE, related_name="duties")
    pool = models.ForeignKey(DutyPool, models.SET_NULL, null=True, related_name="duties")
    starts_at = models.DateTimeField()
    ends_at = models.DateTimeField()
    off_at = models.DateTimeField(null=True)
    by = models.CharField(max_length=200)
    note = SealedText()

    objects = DutyQuerySet.as_manager()

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(ends_at__gt=F("starts_at")), name="a_duty_ends_after_it_begins"
            ),
        ]
        indexes = [
            models.Index(fields=["scheme", "starts_at", "ends_at"], name="duties_by_time"),
        ]

    def __str__(self) -> str:
        return f"{self.person}, {self.starts_at:%d.%m.%Y %H:%M}"
