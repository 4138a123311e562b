"""Helpers: who they are to one scheme, what they may do, and what they were asked."""

from __future__ import annotations

import uuid

from django.db import models
from django.db.models import Q

from commonweal.accounts.models import User
from commonweal.help.choices import HelperStanding, Level
from commonweal.help.fields import SealedJSON, SealedText
from commonweal.help.models.people import Client
from commonweal.help.models.schemes import Scheme
from commonweal.help.querysets import HelperQuerySet
from commonweal.sector.models import Term


class Helper(models.Model):
    """Somebody who helps in one scheme.

    ``spot`` is roughly where they start from: the middle of their postcode. ``reach`` is how far
    they go, in metres. ``times`` are stretches of the week: ``[["mo", "09:00", "12:30"], ...]``.
    ``weekly_limit`` is how many tasks they take in a week. ``needs`` are the codes of what they
    offer to do; ``skills`` other things they can. ``insured_until`` is of a driver. ``digest`` is
    of the private link to their own page, ``None`` when it was revoked. ``last_asked_at`` is for
    sharing what is asked fairly. ``person`` is their account, if they have one. ``back_on`` is
    when a break ends, if they said so.
    """

    personal_data = "name, address, telephone, times, checks"
    retention = "while they help, and two years after; then forgotten"

    uuid = models.UUIDField(unique=True, default=uuid.uuid4)
    scheme = models.ForeignKey(Scheme, models.PROTECT, related_name="helpers")
    person = models.ForeignKey(User, models.SET_NULL, null=True, related_name="helping")
    name = SealedText()
    phone = SealedText()
    email = SealedText()
    postcode = SealedText()
    spot = SealedJSON()
    area = models.CharField(max_length=9, blank=True)
    reach = models.PositiveIntegerField(default=5000)
    means = models.JSONField(default=list, blank=True)
    needs = models.JSONField(default=list, blank=True)
    skills = models.JSONField(default=list, blank=True)
    languages = models.JSONField(default=list, blank=True)
    times = models.JSONField(default=list, blank=True)
    interests = SealedText()
    limits = SealedText()
    weekly_limit = models.PositiveSmallIntegerField(default=2)
    standing = models.CharField(
        max_length=10, choices=HelperStanding.choices, default=HelperStanding.APPLIED
    )
    joined_at = models.DateTimeField()
    insured_until = models.DateField(null=True)
    buddy = models.ForeignKey("self", models.SET_NULL, null=True, related_name="buddy_of")
    last_asked_at = models.DateTimeField(null=True)
    asked = models.PositiveIntegerField(default=0)
    digest = models.CharField(max_length=64, unique=True, null=True)
    back_on = models.DateField(null=True)
    left_on = models.DateField(null=True)
    forgotten_on = models.DateField(null=True)
    edition = models.PositiveIntegerField(default=1)

    objects = HelperQuerySet.as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["scheme", "person"],
                condition=Q(person__isnull=False),
                name="a_person_helps_in_a_scheme_once",
            ),
        ]
        indexes = [models.Index(fields=["scheme", "standing"], name="helpers_of_a_scheme")]

    def __str__(self) -> str:
        return f"a helper of {self.scheme}"


class HelperChange(models.Model):
    """A helper's standing changed: who, when, why. Rows are only ever added."""

    personal_data = "the label of staff"
    retention = "as the helper's record"

    helper = models.ForeignKey(Helper, models.CASCADE, related_name="changes")
    standing = models.CharField(max_length=10, choices=HelperStanding.choices)
    at = models.DateTimeField()
    by = models.CharField(max_length=200)
    reason = SealedText()

    def __str__(self) -> str:
        return f"{self.helper}: {self.get_standing_display()}"


class Check(models.Model):
    """What check a helper has for a need, as a person confirmed it. No copy is kept.

    ``level`` is what was seen; ``last4`` the last four digits of its number; ``renew_on`` when the
    scheme looks again (three years unless it says otherwise). ``update_service`` is whether the
    helper agreed to be looked up.
    """

    personal_data = "that a criminal record check was seen, and when"
    retention = "while they help, and six months after"

    helper = models.ForeignKey(Helper, models.CASCADE, related_name="checks")
    level = models.CharField(max_length=20, choices=Level.choices)
    issued_on = models.DateField()
    last4 = models.CharField(max_length=4)
    renew_on = models.DateField()
    update_service = models.BooleanField(default=False)
    seen_at = models.DateTimeField()
    seen_by = models.CharField(max_length=200)
    ended_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(last4__regex=r"^[0-9]{4}$"), name="four_digits_of_a_check_are_kept"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.get_level_display()}, {self.issued_on:%d.%m.%Y}"


class Training(models.Model):
    """Something a helper learnt, and until when it counts."""

    personal_data = "what a helper learnt"
    retention = "as the helper's record"

    helper = models.ForeignKey(Helper, models.CASCADE, related_name="trainings")
    title = models.CharField(max_length=120)
    on = models.DateField()
    until = models.DateField(null=True)
    by = models.CharField(max_length=200)

    def __str__(self) -> str:
        return self.title


class Apart(models.Model):
    """This person and this helper are not to be brought together. Never told to either."""

    personal_data = "that two people are kept apart, and why"
    retention = "as either record"

    client = models.ForeignKey(Client, models.CASCADE, related_name="apart")
    helper = models.ForeignKey(Helper, models.CASCADE, related_name="apart")
    at = models.DateTimeField()
    by = models.CharField(max_length=200)
    why = SealedText()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["client", "helper"], name="two_are_kept_apart_once"),
        ]

    def __str__(self) -> str:
        return f"{self.client} and {self.helper}"


class TaskRule(models.Model):
    """What one helper may do for one need, where that differs from all others in the scheme.

    A person decides: ``allowed`` with a reason, for instance that a buddy goes along.
    """

    personal_data = "what a helper may do, and why"
    retention = "as the helper's record"

    helper = models.ForeignKey(Helper, models.CASCADE, related_name="task_rules")
    term = models.ForeignKey(Term, models.PROTECT, related_name="task_rules")
    allowed = models.BooleanField()
    reason = SealedText()
    at = models.DateTimeField()
    by = models.CharField(max_length=200)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["helper", "term"], name="a_helper_has_one_rule_a_need"),
        ]

    def __str__(self) -> str:
        return f"{self.term}: {'yes' if self.allowed else 'no'}"
