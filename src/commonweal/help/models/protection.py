"""What protects people: worries, looks, ways in for emergencies, rights and complaints."""

from __future__ import annotations

from django.db import models
from django.db.models import F, Q

from commonweal.accounts.models import User
from commonweal.help.choices import (
    ComplaintStanding,
    LookKind,
    RightKind,
    RightStanding,
    WorryStanding,
)
from commonweal.help.fields import SealedText
from commonweal.help.models.helpers import Helper
from commonweal.help.models.people import Client
from commonweal.help.models.requests import Request
from commonweal.help.models.schemes import Scheme
from commonweal.help.querysets import LookQuerySet, WorryQuerySet


class Worry(models.Model):
    """A safeguarding concern about somebody, for the scheme's safeguarding lead and deputy only.

    Never seen by the person it is about, or by a helper it is about, even where they hold a part
    in the scheme. ``person`` is somebody who runs it, where it is about them.
    """

    personal_data = "a worry about somebody's safety"
    retention = "seven years; for a child until they are 25"

    scheme = models.ForeignKey(Scheme, models.PROTECT, related_name="worries")
    client = models.ForeignKey(Client, models.SET_NULL, null=True, related_name="worries")
    helper = models.ForeignKey(Helper, models.SET_NULL, null=True, related_name="worries")
    person = models.ForeignKey(User, models.SET_NULL, null=True, related_name="help_worries")
    request = models.ForeignKey(Request, models.SET_NULL, null=True, related_name="worries")
    about = SealedText()
    child_born = models.DateField(null=True)
    words = SealedText()
    raised_at = models.DateTimeField()
    raised_by_key = models.CharField(max_length=100)
    raised_by = models.CharField(max_length=200)
    standing = models.CharField(
        max_length=12, choices=WorryStanding.choices, default=WorryStanding.RAISED
    )
    closed_at = models.DateTimeField(null=True)
    forget_on = models.DateField(null=True)

    objects = WorryQuerySet.as_manager()

    def __str__(self) -> str:
        return f"concern of {self.raised_at:%d.%m.%Y}"

    def about_people(self) -> set[int | None]:
        """The accounts of whom it is about, who never see it."""
        return {self.person_id, self.helper.person_id if self.helper else None}


class WorryStep(models.Model):
    """What was done about a worry, by whom. Rows are only ever added."""

    personal_data = "what was done about a worry"
    retention = "as the worry"

    worry = models.ForeignKey(Worry, models.CASCADE, related_name="steps")
    standing = models.CharField(max_length=12, choices=WorryStanding.choices)
    at = models.DateTimeField()
    by = models.CharField(max_length=200)
    words = SealedText()

    def __str__(self) -> str:
        return f"{self.get_standing_display()}, {self.at:%d.%m.%Y}"


class Look(models.Model):
    """Somebody looked at, changed or took out a person's record. One chain for the installation.

    Rows are only ever added; the database refuses to change one, or to shorten the chain within
    two years. ``subject`` is the record's own UUID, which says nothing once the record is erased,
    so that the chain stays whole. ``digest`` is the SHA-256 of this row and the digest before.
    """

    personal_data = "pseudonymous; the label of staff"
    retention = "two years, then from the old end, with the last digest kept"

    number = models.PositiveBigIntegerField(unique=True)
    at = models.DateTimeField()
    actor_key = models.CharField(max_length=100)
    actor = models.CharField(max_length=200)
    role = models.CharField(max_length=40)
    kind = models.CharField(max_length=6, choices=LookKind.choices)
    subject = models.UUIDField(db_index=True)
    scheme = models.BigIntegerField()
    purpose = models.CharField(max_length=120)
    before = models.CharField(max_length=64)
    digest = models.CharField(max_length=64)

    objects = LookQuerySet.as_manager()

    class Meta:
        indexes = [models.Index(fields=["scheme", "at"], name="looks_of_a_scheme")]

    def __str__(self) -> str:
        return f"{self.number}: {self.get_kind_display()}"


class LookEnd(models.Model):
    """Where the old end of the chain of looks was last cut: the number and digest before it.

    One row. The first look that is left names this digest as the one before.
    """

    personal_data = "none"
    retention = "kept"

    number = models.PositiveBigIntegerField()
    digest = models.CharField(max_length=64)
    at = models.DateTimeField()

    def __str__(self) -> str:
        return f"cut after {self.number}"


class WayIn(models.Model):
    """Emergency access: somebody looks into a scheme that is not theirs, for a time and a reason.

    Its lead is told at once, and looks at it afterwards.
    """

    personal_data = "staff"
    retention = "two years"

    scheme = models.ForeignKey(Scheme, models.CASCADE, related_name="ways_in")
    person = models.ForeignKey(User, models.CASCADE, related_name="ways_in")
    reason = SealedText()
    at = models.DateTimeField()
    until = models.DateTimeField()
    told_at = models.DateTimeField(null=True)
    seen_at = models.DateTimeField(null=True)
    seen_by = models.CharField(max_length=200, blank=True)
    seen_words = SealedText()

    class Meta:
        constraints = [
            models.CheckConstraint(condition=Q(until__gt=F("at")), name="a_way_in_ends"),
        ]

    def __str__(self) -> str:
        return f"{self.person}, until {self.until:%d.%m.%Y %H:%M}"


class RightsRequest(models.Model):
    """Somebody asks what is kept of them, or that it be put right, erased or used no more."""

    personal_data = "who asked for what is kept of them"
    retention = "two years after it was answered"

    scheme = models.ForeignKey(Scheme, models.PROTECT, related_name="rights")
    client = models.ForeignKey(Client, models.SET_NULL, null=True, related_name="rights")
    helper = models.ForeignKey(Helper, models.SET_NULL, null=True, related_name="rights")
    kind = models.CharField(max_length=10, choices=RightKind.choices)
    words = SealedText()
    received_on = models.DateField()
    asked_on = models.DateField(null=True)
    given_on = models.DateField(null=True)
    extended_why = models.CharField(max_length=300, blank=True)
    due_on = models.DateField()
    standing = models.CharField(
        max_length=8, choices=RightStanding.choices, default=RightStanding.OPEN
    )
    answered_on = models.DateField(null=True)
    answered_by = models.CharField(max_length=200, blank=True)
    answer = SealedText()

    def __str__(self) -> str:
        return f"{self.get_kind_display()}, due {self.due_on:%d.%m.%Y}"


class HelpComplaint(models.Model):
    """Somebody complains about a scheme, with the days by which it must answer."""

    personal_data = "who complained, about what"
    retention = "two years after it was answered"

    scheme = models.ForeignKey(Scheme, models.PROTECT, related_name="complaints")
    client = models.ForeignKey(Client, models.SET_NULL, null=True, related_name="complaints")
    name = SealedText()
    reach = SealedText()
    words = SealedText()
    received_on = models.DateField()
    acknowledge_by = models.DateField()
    acknowledged_on = models.DateField(null=True)
    answered_on = models.DateField(null=True)
    answer = SealedText()
    standing = models.CharField(
        max_length=12, choices=ComplaintStanding.choices, default=ComplaintStanding.OPEN
    )
    by = models.CharField(max_length=200)

    def __str__(self) -> str:
        return f"complaint of {self.received_on:%d.%m.%Y}"


class Forgetting(models.Model):
    """A run that forgot what was due, or said what it would: how many of what."""

    personal_data = "none: counts only"
    retention = "kept"

    at = models.DateTimeField()
    by = models.CharField(max_length=200)
    dry = models.BooleanField()
    counts = models.JSONField(default=dict)

    def __str__(self) -> str:
        return f"{self.at:%d.%m.%Y}: {self.counts}"


class Total(models.Model):
    """What a scheme with a system of its own reports of a month: numbers, and no people."""

    personal_data = "none: counts only"
    retention = "kept"

    scheme = models.ForeignKey(Scheme, models.CASCADE, related_name="totals")
    month = models.DateField()
    what = models.CharField(max_length=20)
    count = models.PositiveIntegerField()
    at = models.DateTimeField()
    by = models.CharField(max_length=200)
    withdrawn_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["scheme", "month", "what"],
                condition=Q(withdrawn_at__isnull=True),
                name="a_month_is_reported_once",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.scheme}, {self.month:%B %Y}: {self.count} {self.what}"
