"""Requests: what was asked, how it stands, who answers for it, and all that was tried."""

from __future__ import annotations

import uuid

from django.db import models
from django.db.models import F, Q

from commonweal.accounts.models import User
from commonweal.help.choices import (
    ENDINGS,
    OPEN_STATES,
    Knows,
    State,
    Told,
    TryOutcome,
    TryWay,
    Urgency,
    Way,
)
from commonweal.help.fields import SealedJSON, SealedText
from commonweal.help.models.people import Client
from commonweal.help.models.schemes import Scheme
from commonweal.help.querysets import RequestQuerySet
from commonweal.sector.models import Term


class Asking(models.Model):
    """What one person asked for at once: one or several needs, each a request of its own.

    ``reference`` is what they are given to remember; ``digest`` is of the private link to the page
    that says how it stands, and ``code`` of the code without which that page says nothing. While
    ``draft`` holds what was typed so far, nothing was sent; it is wiped when it is, or after a
    week. ``asker`` is whoever asked for somebody else: ``{"name", "phone", "email", "relation",
    "organisation"}``. ``sameness`` is a keyed hash of what was sent, for an hour, so that a form
    sent twice is one asking. ``batch`` names the spreadsheet it came in.
    """

    personal_data = "name and telephone of somebody who asks for another; what was typed so far"
    retention = "drafts a week; the rest as its requests"

    uuid = models.UUIDField(unique=True, default=uuid.uuid4)
    reference = models.CharField(max_length=12, unique=True)
    digest = models.CharField(max_length=64, unique=True)
    code = models.CharField(max_length=64, blank=True)
    way = models.CharField(max_length=10, choices=Way.choices)
    knows = models.CharField(max_length=8, choices=Knows.choices, default=Knows.SELF)
    asker = SealedJSON()
    draft = SealedJSON()
    language = models.CharField(max_length=8, default="en")
    begun_at = models.DateTimeField()
    sent_at = models.DateTimeField(null=True)
    entered_by = models.CharField(max_length=200, blank=True)
    sameness = models.CharField(max_length=64, blank=True, db_index=True)
    batch = models.CharField(max_length=64, blank=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["sameness"],
                condition=~Q(sameness=""),
                name="what_is_sent_twice_is_one_asking",
            ),
        ]

    def __str__(self) -> str:
        return self.reference


class Request(models.Model):
    """One need of one person, with the one scheme that answers for it.

    ``details`` is what they told of it and ``wanted`` when, where and how:
    ``{"windows": [["mo", "09:00", "12:00"]], "on": "2026-12-01", "minutes": 60, "means": "car",
    "skills": [], "language": "", "prefers": ""}``. ``owner`` answers for it now and ``next_on`` is
    by when they look at it again; no request that is open lacks either. ``due_at`` is by when
    somebody must have been reached. ``asked_at`` begins the wait that is published, which never
    pauses; the scheme's own clock is worked out of the transitions. ``held`` stops every match,
    because of a worry about somebody's safety. ``may_match`` is whether the person agreed, or the
    lead said why not. ``rule`` is how it repeats (RFC 5545), and ``until`` until when.
    ``again`` is the request of which this one is a reopening. When its person was forgotten, need,
    area and month stay.
    """

    personal_data = "what somebody needs, and why"
    retention = "as the person's record; then need, area and month"

    uuid = models.UUIDField(unique=True, default=uuid.uuid4)
    asking = models.ForeignKey(Asking, models.PROTECT, null=True, related_name="requests")
    scheme = models.ForeignKey(Scheme, models.PROTECT, related_name="requests")
    client = models.ForeignKey(Client, models.PROTECT, related_name="requests")
    need = models.ForeignKey(Term, models.PROTECT, related_name="help_requests")
    details = SealedText()
    wanted = SealedJSON()
    urgency = models.CharField(max_length=10, choices=Urgency.choices, default=Urgency.DAYS)
    urgency_by = models.CharField(max_length=200, blank=True)
    essential = models.BooleanField(default=False)
    state = models.CharField(max_length=12, choices=State.choices, default=State.CONSENTED)
    state_since = models.DateTimeField()
    asked_at = models.DateTimeField()
    due_at = models.DateTimeField(null=True)
    owner = models.ForeignKey(User, models.PROTECT, null=True, related_name="help_owned")
    next_on = models.DateTimeField(null=True)
    next_what = models.CharField(max_length=200, blank=True)
    held = models.BooleanField(default=False)
    may_match = models.BooleanField(default=True)
    may_match_why = SealedText()
    rule = models.CharField(max_length=120, blank=True)
    until = models.DateField(null=True)
    outcome = models.CharField(max_length=12, choices=State.choices, blank=True)
    outcome_why = SealedText()
    ended_at = models.DateTimeField(null=True)
    again = models.ForeignKey("self", models.PROTECT, null=True, related_name="reopenings")
    area = models.CharField(max_length=9, blank=True)
    district = models.CharField(max_length=9, blank=True)
    edition = models.PositiveIntegerField(default=1)
    forgotten_on = models.DateField(null=True)

    objects = RequestQuerySet.as_manager()

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=~Q(state__in=OPEN_STATES)
                | (Q(owner__isnull=False) & Q(next_on__isnull=False)),
                name="a_request_that_is_open_has_an_owner_and_a_day",
            ),
            models.CheckConstraint(
                condition=~Q(state=State.CLOSED) | Q(outcome__in=ENDINGS),
                name="nothing_closes_without_an_outcome",
            ),
            models.CheckConstraint(
                condition=Q(again__isnull=True) | ~Q(again=F("id")),
                name="a_request_reopens_another",
            ),
        ]
        indexes = [
            models.Index(fields=["scheme", "state", "next_on"], name="requests_of_a_scheme"),
            models.Index(fields=["owner", "state"], name="requests_by_owner"),
            models.Index(fields=["state", "next_on"], name="requests_by_day"),
            models.Index(fields=["asked_at"], name="requests_by_wait"),
        ]

    def __str__(self) -> str:
        return f"{self.need}, asked {self.asked_at:%d.%m.%Y}"


class Transition(models.Model):
    """A request went from one state to another: who, when and why. Rows are only ever added."""

    personal_data = "the label of staff"
    retention = "kept; the reason is wiped with the person's record"

    request = models.ForeignKey(Request, models.CASCADE, related_name="transitions")
    number = models.PositiveIntegerField()
    before = models.CharField(max_length=12, choices=State.choices, blank=True)
    after = models.CharField(max_length=12, choices=State.choices)
    at = models.DateTimeField()
    by_key = models.CharField(max_length=100)
    by = models.CharField(max_length=200)
    reason = SealedText()

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["request", "number"], name="transitions_of_a_request_are_numbered"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.before or 'nothing'} to {self.after}"


class Owning(models.Model):
    """Somebody came to answer for a request, and why. Rows are only ever added."""

    personal_data = "the label of staff"
    retention = "as the request"

    request = models.ForeignKey(Request, models.CASCADE, related_name="ownings")
    owner = models.ForeignKey(User, models.CASCADE, related_name="help_ownings")
    at = models.DateTimeField()
    by = models.CharField(max_length=200)
    reason = models.CharField(max_length=300, blank=True)

    def __str__(self) -> str:
        return f"{self.owner}, {self.at:%d.%m.%Y %H:%M}"


class Try(models.Model):
    """Somebody tried to reach a person, or their keyholder, and what came of it."""

    personal_data = "what was said; the label of staff"
    retention = "as the person's record"

    request = models.ForeignKey(Request, models.CASCADE, related_name="tries")
    at = models.DateTimeField()
    by = models.CharField(max_length=200)
    way = models.CharField(max_length=8, choices=TryWay.choices)
    outcome = models.CharField(max_length=10, choices=TryOutcome.choices)
    keyholder = models.BooleanField(default=False)
    note = SealedText()

    def __str__(self) -> str:
        return f"{self.get_way_display()}: {self.get_outcome_display()}"


class Note(models.Model):
    """Something to remember about a request, for whoever runs it next. Helpers never see it."""

    personal_data = "what was said; the label of staff"
    retention = "as the person's record"

    request = models.ForeignKey(Request, models.CASCADE, related_name="notes")
    at = models.DateTimeField()
    by = models.CharField(max_length=200)
    words = SealedText()
    handover = models.BooleanField(default=False)

    def __str__(self) -> str:
        return f"note of {self.at:%d.%m.%Y %H:%M}"


class HandOver(models.Model):
    """A request is to go to another scheme: the person is told first, and may say no.

    ``becomes`` is the request that the other scheme took it as. While ``answer`` waits, was a
    refusal or a silence, it stays with ``request`` and its owner.
    """

    personal_data = "the label of staff"
    retention = "as the request"

    request = models.ForeignKey(Request, models.CASCADE, related_name="hand_overs")
    to_scheme = models.ForeignKey(Scheme, models.PROTECT, related_name="handed_to")
    why = SealedText()
    begun_at = models.DateTimeField()
    begun_by = models.CharField(max_length=200)
    told_at = models.DateTimeField(null=True)
    told_way = models.CharField(max_length=8, choices=TryWay.choices, blank=True)
    answer = models.CharField(max_length=8, choices=Told.choices, default=Told.WAITING)
    answered_at = models.DateTimeField(null=True)
    answered_by = models.CharField(max_length=200, blank=True)
    taken_at = models.DateTimeField(null=True)
    taken_by = models.CharField(max_length=200, blank=True)
    refused_why = SealedText()
    becomes = models.OneToOneField(Request, models.PROTECT, null=True, related_name="came_from")
    ended_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["request"],
                condition=Q(ended_at__isnull=True),
                name="a_request_is_handed_to_one_scheme_at_a_time",
            ),
            models.CheckConstraint(
                condition=Q(taken_at__isnull=True) | Q(answer=Told.AGREED),
                name="nobody_is_handed_over_who_did_not_agree",
            ),
        ]

    def __str__(self) -> str:
        return f"to {self.to_scheme}: {self.get_answer_display()}"
