"""Offers, matches and visits: who was asked, who said yes, and whether they came home."""

from __future__ import annotations

import uuid

from django.db import models
from django.db.models import F, Q

from commonweal.accounts.models import User
from commonweal.help.choices import (
    AlertStep,
    ExpenseStanding,
    MatchEnd,
    OfferAnswer,
    OfferWay,
    VisitStanding,
)
from commonweal.help.fields import SealedJSON, SealedText
from commonweal.help.models.helpers import Helper
from commonweal.help.models.requests import Request
from commonweal.help.models.schemes import Scheme
from commonweal.help.querysets import MatchQuerySet, OfferQuerySet, VisitQuerySet


class MatchRun(models.Model):
    """Helpers were proposed for many requests at once, and a person saw who would go unserved.

    ``proposed`` is ``[{"request": key, "helper": key, "why": text}, ...]`` and ``unserved``
    ``[{"request": key, "why": text}, ...]``. Nothing of it is offered before ``agreed_at``.
    ``metres`` is how far all helpers would go together.
    """

    personal_data = "who was proposed for what"
    retention = "a month"

    scheme = models.ForeignKey(Scheme, models.CASCADE, null=True, related_name="match_runs")
    at = models.DateTimeField()
    by = models.CharField(max_length=200)
    proposed = SealedJSON(default=list)
    unserved = SealedJSON(default=list)
    metres = models.PositiveBigIntegerField(default=0)
    optimal = models.BooleanField(default=False)
    agreed_at = models.DateTimeField(null=True)
    agreed_by = models.CharField(max_length=200, blank=True)
    dropped_at = models.DateTimeField(null=True)

    def __str__(self) -> str:
        return f"proposals of {self.at:%d.%m.%Y %H:%M}"


class Offer(models.Model):
    """A helper was asked whether they take a request. One tap says yes or no.

    ``digest`` is of the private link; opening it changes nothing. ``why`` is the sentence a
    coordinator was shown; ``no_because`` what the helper said, if anything.
    """

    personal_data = "who was asked, and what they said"
    retention = "as the request"

    request = models.ForeignKey(Request, models.CASCADE, related_name="offers")
    helper = models.ForeignKey(Helper, models.CASCADE, related_name="offers")
    run = models.ForeignKey(MatchRun, models.SET_NULL, null=True, related_name="offers")
    at = models.DateTimeField()
    by = models.CharField(max_length=200)
    way = models.CharField(max_length=8, choices=OfferWay.choices)
    why = SealedText()
    digest = models.CharField(max_length=64, unique=True)
    expires_at = models.DateTimeField()
    answer = models.CharField(
        max_length=10, choices=OfferAnswer.choices, default=OfferAnswer.WAITING
    )
    answered_at = models.DateTimeField(null=True)
    answered_by = models.CharField(max_length=200, blank=True)
    no_because = SealedText()

    objects = OfferQuerySet.as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["request", "helper"],
                condition=Q(answer=OfferAnswer.WAITING),
                name="a_helper_is_asked_once_at_a_time",
            ),
            models.CheckConstraint(
                condition=Q(expires_at__gt=F("at")), name="an_offer_ends_after_it_is_made"
            ),
        ]
        indexes = [models.Index(fields=["answer", "expires_at"], name="offers_that_lapse")]

    def __str__(self) -> str:
        return f"{self.helper}: {self.get_answer_display()}"


class Match(models.Model):
    """A helper has a request, until ``ended_at``. A request has one helper at a time.

    ``see_until`` is the last moment at which the helper may read the address: 24 hours after it
    was done or was planned to end, whichever is first; the end of the match if that is sooner.
    """

    personal_data = "who helps whom"
    retention = "as the request"

    request = models.ForeignKey(Request, models.CASCADE, related_name="matches")
    helper = models.ForeignKey(Helper, models.PROTECT, related_name="matches")
    offer = models.OneToOneField(Offer, models.SET_NULL, null=True, related_name="match")
    at = models.DateTimeField()
    by = models.CharField(max_length=200)
    see_until = models.DateTimeField(null=True)
    ended_at = models.DateTimeField(null=True)
    ended_by = models.CharField(max_length=200, blank=True)
    end = models.CharField(max_length=10, choices=MatchEnd.choices, blank=True)
    ended_why = SealedText()

    objects = MatchQuerySet.as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["request"],
                condition=Q(ended_at__isnull=True),
                name="a_request_has_one_helper_at_a_time",
            ),
            models.CheckConstraint(
                condition=Q(ended_at__isnull=True) | ~Q(end=""),
                name="a_match_says_why_it_ended",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.helper}, since {self.at:%d.%m.%Y}"


class Visit(models.Model):
    """A helper goes to somebody at a time, and says when they are back.

    ``password`` is what they say at the door. It may begin only while ``watcher``, who is on duty,
    watches over it. ``expected_end`` is when they said they would be back.
    """

    personal_data = "who went to whom, and when"
    retention = "as the request"

    match = models.ForeignKey(Match, models.CASCADE, related_name="visits")
    starts_at = models.DateTimeField()
    minutes = models.PositiveSmallIntegerField()
    expected_end = models.DateTimeField()
    password = SealedText()
    standing = models.CharField(
        max_length=10, choices=VisitStanding.choices, default=VisitStanding.PLANNED
    )
    watcher = models.ForeignKey(User, models.SET_NULL, null=True, related_name="watching")
    began_at = models.DateTimeField(null=True)
    ended_at = models.DateTimeField(null=True)
    report = SealedText()

    objects = VisitQuerySet.as_manager()

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(expected_end__gt=F("starts_at")),
                name="a_visit_is_expected_to_end_after_it_begins",
            ),
            models.CheckConstraint(
                condition=~Q(standing=VisitStanding.UNDER_WAY) | Q(watcher__isnull=False),
                name="a_visit_under_way_is_watched",
            ),
        ]
        indexes = [models.Index(fields=["standing", "expected_end"], name="visits_to_watch")]

    def __str__(self) -> str:
        return f"visit of {self.starts_at:%d.%m.%Y %H:%M}"


class Alert(models.Model):
    """A helper did not say that they were back: what was done, and whether it got through."""

    personal_data = "the label of staff"
    retention = "two years"

    visit = models.ForeignKey(Visit, models.CASCADE, related_name="alerts")
    step = models.CharField(max_length=5, choices=AlertStep.choices)
    due_at = models.DateTimeField()
    at = models.DateTimeField()
    to = models.CharField(max_length=200)
    failed = models.BooleanField(default=False)
    answered_at = models.DateTimeField(null=True)
    answered_by = models.CharField(max_length=200, blank=True)
    note = SealedText()

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["visit", "step"], name="each_step_of_an_alert_is_taken_once"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.get_step_display()}, {self.at:%H:%M}"


class MoneyHandled(models.Model):
    """Money of somebody's that a helper took along: how much, for what, and what came back.

    In pence. Never a card, never a PIN.
    """

    personal_data = "that somebody's money was handled"
    retention = "six years"

    visit = models.ForeignKey(Visit, models.CASCADE, related_name="money")
    taken = models.PositiveIntegerField()
    spent = models.PositiveIntegerField(default=0)
    returned = models.PositiveIntegerField(default=0)
    receipt = models.CharField(max_length=60, blank=True)
    signed = models.BooleanField(default=False)
    at = models.DateTimeField()
    by = models.CharField(max_length=200)

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(spent__lte=F("taken")), name="no_more_is_spent_than_was_taken"
            ),
        ]

    def __str__(self) -> str:
        return f"£{self.taken / 100:,.2f} taken along, £{self.spent / 100:,.2f} spent"


class Expense(models.Model):
    """What a helper asks back: miles driven, or something paid. In pence."""

    personal_data = "what a helper asked back"
    retention = "six years"

    helper = models.ForeignKey(Helper, models.CASCADE, related_name="expenses")
    visit = models.ForeignKey(Visit, models.SET_NULL, null=True, related_name="expenses")
    on = models.DateField()
    what = models.CharField(max_length=200)
    miles = models.DecimalField(max_digits=6, decimal_places=1, null=True)
    pence_a_mile = models.PositiveSmallIntegerField(null=True)
    pence = models.PositiveIntegerField()
    receipt = models.CharField(max_length=60, blank=True)
    standing = models.CharField(
        max_length=8, choices=ExpenseStanding.choices, default=ExpenseStanding.CLAIMED
    )
    decided_by = models.CharField(max_length=200, blank=True)
    decided_at = models.DateTimeField(null=True)
    reason = models.CharField(max_length=300, blank=True)

    def __str__(self) -> str:
        return f"{self.what}: {self.pence} pence"

    @property
    def pounds(self) -> str:
        """The sum, as it is written."""
        return f"{self.pence / 100:,.2f}"


class Thanks(models.Model):
    """Somebody said thank you, for a helper to read."""

    personal_data = "the words may name somebody"
    retention = "as the helper's record"

    helper = models.ForeignKey(Helper, models.CASCADE, related_name="thanks")
    request = models.ForeignKey(Request, models.SET_NULL, null=True, related_name="thanks")
    key = models.UUIDField(unique=True, default=uuid.uuid4)
    words = SealedText()
    at = models.DateTimeField()
    by = models.CharField(max_length=200)
    read_at = models.DateTimeField(null=True)

    def __str__(self) -> str:
        return f"thanks of {self.at:%d.%m.%Y}"
