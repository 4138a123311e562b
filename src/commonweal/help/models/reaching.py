"""Reaching people whom an organisation already knows, and plans that are theirs."""

from __future__ import annotations

from django.db import models
from django.db.models import F, Q

from commonweal.accounts.models import User
from commonweal.help.choices import Basis, Mode, Purpose, ReferralAnswer, RingOutcome, RingStanding
from commonweal.help.fields import SealedText
from commonweal.help.models.people import Client, Ground
from commonweal.help.models.requests import Request
from commonweal.help.models.schemes import Scheme


class HeldList(models.Model):
    """People whom one scheme keeps in touch with, for one purpose. Nobody else sees it.

    It is no promise of a service, and says so wherever it is shown. ``review_on`` is at most
    twelve months off; after it the list cannot be used until somebody has looked through it.
    """

    personal_data = "none by itself; the label of staff"
    retention = "while used, and a year after"

    scheme = models.ForeignKey(Scheme, models.CASCADE, related_name="lists")
    title = models.CharField(max_length=200)
    purpose = models.CharField(max_length=10, choices=Purpose.choices)
    basis = models.CharField(max_length=12, choices=Basis.choices)
    basis_why = models.TextField()
    source = models.CharField(max_length=300)
    owner = models.ForeignKey(User, models.PROTECT, related_name="help_lists")
    begun_on = models.DateField()
    review_on = models.DateField()
    ended_on = models.DateField(null=True)

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(review_on__gt=F("begun_on")), name="a_list_is_looked_through_later"
            ),
        ]

    def __str__(self) -> str:
        return self.title


class Listed(models.Model):
    """Somebody is on a list of their own organisation's, because of what."""

    personal_data = "that somebody is known to an organisation, and why"
    retention = "as the list"

    list = models.ForeignKey(HeldList, models.CASCADE, related_name="people")
    client = models.ForeignKey(Client, models.CASCADE, related_name="listed")
    why = SealedText()
    at = models.DateTimeField()
    by = models.CharField(max_length=200)
    left_at = models.DateTimeField(null=True)
    left_why = models.CharField(max_length=200, blank=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["list", "client"],
                condition=Q(left_at__isnull=True),
                name="somebody_is_on_a_list_once",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.client} on {self.list}"


class RingRound(models.Model):
    """Several organisations ring people they know, each its own, about the same thing.

    Whoever began it sees counts and outcomes only, and none too small. ``most_tries`` is how often
    anybody is tried before it stops.
    """

    personal_data = "none"
    retention = "kept"

    scheme = models.ForeignKey(Scheme, models.PROTECT, related_name="ring_rounds")
    title = models.CharField(max_length=200)
    why = models.TextField()
    script = models.TextField(blank=True)
    standing = models.CharField(
        max_length=6, choices=RingStanding.choices, default=RingStanding.DRAFT
    )
    opens_on = models.DateField()
    closes_on = models.DateField()
    most_tries = models.PositiveSmallIntegerField(default=3)
    begun_at = models.DateTimeField()
    closed_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(closes_on__gte=F("opens_on")), name="a_ring_round_closes_after_it_opens"
            ),
            models.CheckConstraint(
                condition=Q(most_tries__gte=1, most_tries__lte=5),
                name="nobody_is_tried_more_than_five_times",
            ),
        ]

    def __str__(self) -> str:
        return self.title


class RingPart(models.Model):
    """A scheme takes part in a ring-round with a list of its own."""

    personal_data = "the label of staff"
    retention = "kept"

    ring_round = models.ForeignKey(RingRound, models.CASCADE, related_name="parts")
    scheme = models.ForeignKey(Scheme, models.CASCADE, related_name="ring_parts")
    list = models.ForeignKey(HeldList, models.SET_NULL, null=True, related_name="ring_parts")
    asked_at = models.DateTimeField()
    joined_at = models.DateTimeField(null=True)
    joined_by = models.CharField(max_length=200, blank=True)
    declined_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["ring_round", "scheme"], name="a_scheme_takes_part_in_a_ring_round_once"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.scheme}: {self.ring_round}"


class RingCall(models.Model):
    """One person on a holder's own list, for one ring-round: tries, and what came of them."""

    personal_data = "that somebody was rung, and what came of it"
    retention = "three months after the ring-round; the counts are kept"

    part = models.ForeignKey(RingPart, models.CASCADE, related_name="calls")
    client = models.ForeignKey(Client, models.CASCADE, related_name="ring_calls")
    tries = models.PositiveSmallIntegerField(default=0)
    outcome = models.CharField(
        max_length=10, choices=RingOutcome.choices, default=RingOutcome.WAITING
    )
    tried_at = models.DateTimeField(null=True)
    next_at = models.DateTimeField(null=True)
    by = models.CharField(max_length=200, blank=True)
    note = SealedText()
    request = models.ForeignKey(Request, models.SET_NULL, null=True, related_name="ring_calls")

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["part", "client"], name="somebody_is_rung_once_in_a_ring_round"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.client}: {self.get_outcome_display()}"


class RingCount(models.Model):
    """How many calls of a part came to one end, kept when the calls themselves are forgotten."""

    personal_data = "none: counts only"
    retention = "kept"

    part = models.ForeignKey(RingPart, models.CASCADE, related_name="counts")
    outcome = models.CharField(max_length=10, choices=RingOutcome.choices)
    count = models.PositiveIntegerField()

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["part", "outcome"], name="an_end_is_counted_once_a_part"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.get_outcome_display()}: {self.count}"


class Plan(models.Model):
    """A plan of support that belongs to the person: their strengths, their goals, their words.

    ``digest`` is of the private link on which they read their own copy, until ``open_until``.
    """

    personal_data = "strengths, goals, health where they told it"
    retention = "as the person's record"

    client = models.ForeignKey(Client, models.CASCADE, related_name="plans")
    ground = models.ForeignKey(Ground, models.PROTECT, related_name="plans")
    mode = models.CharField(max_length=8, choices=Mode.choices)
    strengths = SealedText()
    matters = SealedText()
    begun_on = models.DateField()
    review_on = models.DateField()
    closed_on = models.DateField(null=True)
    closed_why = SealedText()
    by = models.CharField(max_length=200)
    digest = models.CharField(max_length=64, unique=True, null=True)
    open_until = models.DateTimeField(null=True)
    edition = models.PositiveIntegerField(default=1)

    def __str__(self) -> str:
        return f"{self.get_mode_display()}, {self.begun_on:%d.%m.%Y}"


class Goal(models.Model):
    """What the person wants, what stands in the way, and how far they feel they are (1 to 10)."""

    personal_data = "what somebody wants"
    retention = "as the plan"

    plan = models.ForeignKey(Plan, models.CASCADE, related_name="goals")
    position = models.PositiveSmallIntegerField()
    words = SealedText()
    barrier = SealedText()
    before = models.PositiveSmallIntegerField(null=True)
    after = models.PositiveSmallIntegerField(null=True)
    reached_on = models.DateField(null=True)
    left_on = models.DateField(null=True)

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=(Q(before__isnull=True) | Q(before__gte=1, before__lte=10))
                & (Q(after__isnull=True) | Q(after__gte=1, after__lte=10)),
                name="how_far_somebody_is_goes_from_one_to_ten",
            ),
        ]

    def __str__(self) -> str:
        return f"goal {self.position}"


class Step(models.Model):
    """Something to be done for a goal: by whom, and by when."""

    personal_data = "what somebody does"
    retention = "as the plan"

    goal = models.ForeignKey(Goal, models.CASCADE, related_name="steps")
    words = SealedText()
    who = SealedText()
    by_when = models.DateField(null=True)
    done_on = models.DateField(null=True)

    def __str__(self) -> str:
        return f"step of {self.goal}"


class PlanReview(models.Model):
    """A plan was looked through with the person."""

    personal_data = "what was said; the label of staff"
    retention = "as the plan"

    plan = models.ForeignKey(Plan, models.CASCADE, related_name="reviews")
    on = models.DateField()
    by = models.CharField(max_length=200)
    words = SealedText()

    def __str__(self) -> str:
        return f"review of {self.on:%d.%m.%Y}"


class WarmReferral(models.Model):
    """A person is brought to another organisation that says whether it takes them on.

    Nothing leaves before they agreed (``ground``). ``digest`` is of the private link on which the
    other organisation reads what they agreed to be told, and answers.
    """

    personal_data = "what somebody agreed to be told"
    retention = "as the person's record"

    client = models.ForeignKey(Client, models.CASCADE, related_name="referrals")
    plan = models.ForeignKey(Plan, models.SET_NULL, null=True, related_name="referrals")
    ground = models.ForeignKey(Ground, models.PROTECT, related_name="referrals")
    to_scheme = models.ForeignKey(
        Scheme, models.PROTECT, null=True, related_name="referrals_received"
    )
    to_name = models.CharField(max_length=200, blank=True)
    to_email = models.EmailField(blank=True)
    tells = SealedText()
    at = models.DateTimeField()
    by = models.CharField(max_length=200)
    digest = models.CharField(max_length=64, unique=True)
    expires_at = models.DateTimeField()
    answer = models.CharField(
        max_length=10, choices=ReferralAnswer.choices, default=ReferralAnswer.WAITING
    )
    answered_at = models.DateTimeField(null=True)
    answered_by = models.CharField(max_length=200, blank=True)
    answer_words = SealedText()

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(to_scheme__isnull=False) | ~Q(to_name=""),
                name="a_referral_goes_to_somebody",
            ),
        ]

    def __str__(self) -> str:
        return f"to {self.to_scheme or self.to_name}"
