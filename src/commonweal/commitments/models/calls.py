"""A call to candidates: how it is put, what each was sent and answered."""

from __future__ import annotations

import uuid

from django.db import models
from django.db.models import F, Q

from commonweal.commitments.choices import (
    AnswerWay,
    ContactKind,
    ContactWay,
    Order,
    Stance,
)
from commonweal.commitments.models.documents import Document, Paragraph
from commonweal.commitments.models.elections import Ballot, Candidate, Election
from commonweal.commitments.querysets import AnswerQuerySet, CandidateLinkQuerySet


class Call(models.Model):
    """How a call is put: to which election, from when to when, by whom, and by which rules.

    All answers appear at ``reveal_at``, the same for all, by the clock: whoever opened the call
    (``opened_by``) agreed to that. It is ``held_at`` only where a person stops it for a reason.
    ``word_limit`` is the same for all. ``seed`` draws the order where it is not by surname, and is
    published before answers close. ``council_help`` says that a public body helps, which needs
    legal sign-off on record. ``frozen_digest`` is the SHA-256 of all answers as they stood at the
    deadline.
    """

    personal_data = "the label of staff"
    retention = "kept"

    document = models.OneToOneField(Document, models.PROTECT, related_name="call")
    election = models.ForeignKey(Election, models.PROTECT, related_name="calls")
    invite_at = models.DateTimeField()
    closes_at = models.DateTimeField()
    reveal_at = models.DateTimeField()
    word_limit = models.PositiveIntegerField(default=150)
    order = models.CharField(max_length=8, choices=Order.choices, default=Order.SURNAME)
    seed = models.CharField(max_length=60, blank=True)
    invitation = models.TextField()
    reminder = models.TextField(blank=True)
    remind_days = models.JSONField(default=list)
    host = models.CharField(max_length=255)
    funder = models.CharField(max_length=255)
    independence = models.TextField()
    imprint = models.TextField()
    council_help = models.TextField(blank=True)
    council_signoff = models.TextField(blank=True)
    favours = models.BooleanField(default=False)
    opened_at = models.DateTimeField(null=True)
    opened_by = models.CharField(max_length=200, blank=True)
    frozen_at = models.DateTimeField(null=True)
    frozen_digest = models.CharField(max_length=64, blank=True)
    held_at = models.DateTimeField(null=True)
    held_because = models.TextField(blank=True)

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(closes_at__gt=F("invite_at")) & Q(reveal_at__gte=F("closes_at")),
                name="a_call_is_put_then_closes_then_is_shown",
            ),
            models.CheckConstraint(
                condition=~Q(order=Order.SEED) | ~Q(seed=""), name="a_drawn_order_has_its_seed"
            ),
            models.CheckConstraint(
                condition=Q(opened_at__isnull=True) | Q(council_help="") | ~Q(council_signoff=""),
                name="a_council_helps_only_with_legal_sign_off",
            ),
            models.CheckConstraint(
                condition=Q(held_at__isnull=True) | ~Q(held_because=""),
                name="a_call_is_held_for_a_reason",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.document}"


class CandidateLink(models.Model):
    """A private link for one candidate: no account, not used up by opening, and revocable."""

    personal_data = "none: a digest"
    retention = "kept with the candidate"

    call = models.ForeignKey(Call, models.CASCADE, related_name="links")
    candidate = models.ForeignKey(Candidate, models.CASCADE, related_name="links")
    digest = models.CharField(max_length=64, unique=True)
    made_at = models.DateTimeField()
    revoked_at = models.DateTimeField(null=True)
    revoked_because = models.CharField(max_length=300, blank=True)

    objects = CandidateLinkQuerySet.as_manager()

    def __str__(self) -> str:
        return f"link {self.pk}"


class Contact(models.Model):
    """Something a candidate was sent or told: the log that shows that all were treated alike.

    ``text_digest`` is the SHA-256 of the text without the private link and the name.
    """

    personal_data = "that a candidate was written to; the label of staff"
    retention = "kept"

    call = models.ForeignKey(Call, models.CASCADE, related_name="contacts")
    candidate = models.ForeignKey(Candidate, models.CASCADE, related_name="contacts")
    kind = models.CharField(max_length=12, choices=ContactKind.choices)
    way = models.CharField(max_length=10, choices=ContactWay.choices)
    number = models.PositiveSmallIntegerField(default=0)
    text_digest = models.CharField(max_length=64)
    due_at = models.DateTimeField()
    at = models.DateTimeField()
    by = models.CharField(max_length=200)
    failed_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["call", "candidate", "kind", "way", "number"],
                name="a_candidate_is_sent_a_thing_once",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.candidate}: {self.get_kind_display().lower()}"


class Answer(models.Model):
    """What a candidate says to one ask, word for word. The last row counts; rows are only added.

    ``withheld`` is on record legal advice by which the words are not shown; the stance still is.
    ``after_deadline`` marks one that was let in later, for a reason on the correction log.
    """

    personal_data = "the words of who seeks a public office"
    retention = "kept"

    uuid = models.UUIDField(unique=True, default=uuid.uuid4)
    call = models.ForeignKey(Call, models.PROTECT, related_name="answers")
    candidate = models.ForeignKey(Candidate, models.PROTECT, related_name="answers")
    ask = models.ForeignKey(Paragraph, models.PROTECT, related_name="answers")
    stance = models.CharField(max_length=8, choices=Stance.choices)
    words = models.TextField(blank=True)
    way = models.CharField(max_length=10, choices=AnswerWay.choices, default=AnswerWay.LINK)
    read_back = models.BooleanField(default=False)
    at = models.DateTimeField()
    by = models.CharField(max_length=200)
    after_deadline = models.BooleanField(default=False)
    withheld = models.TextField(blank=True)
    withheld_at = models.DateTimeField(null=True)
    resubmit_by = models.DateTimeField(null=True)

    objects = AnswerQuerySet.as_manager()

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=~Q(way=AnswerWay.TELEPHONE) | Q(read_back=True),
                name="an_answer_by_telephone_was_read_back",
            ),
            models.CheckConstraint(
                condition=Q(withheld_at__isnull=True) | ~Q(withheld=""),
                name="words_are_withheld_on_advice",
            ),
        ]
        indexes = [
            models.Index(fields=["call", "candidate", "ask", "at"], name="answers_of_a_candidate"),
        ]

    def __str__(self) -> str:
        return f"{self.candidate}: {self.get_stance_display()}"


class CallCorrection(models.Model):
    """Something about a call was put right after its answers closed. Shown to everybody."""

    personal_data = "the label of staff"
    retention = "kept"

    call = models.ForeignKey(Call, models.CASCADE, related_name="corrections")
    candidate = models.ForeignKey(Candidate, models.CASCADE, null=True, related_name="corrections")
    what = models.TextField()
    why = models.TextField()
    at = models.DateTimeField()
    by = models.CharField(max_length=200)

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=~Q(what="") & ~Q(why=""), name="a_correction_says_what_and_why"
            ),
        ]

    def __str__(self) -> str:
        return self.what[:60]


class Freeze(models.Model):
    """The answers of one ballot as they stood when they closed, in one digest.

    ``sealing`` says how it is made, so that anybody can make it again. ``salt`` is drawn by chance
    and published with the answers: before their hour the digest gives nothing away. Where a poll
    was put off there is one more of the new deadline.
    """

    personal_data = "none: a digest"
    retention = "kept"

    call = models.ForeignKey(Call, models.CASCADE, related_name="freezes")
    ballot = models.ForeignKey(Ballot, models.PROTECT, related_name="freezes")
    closed_at = models.DateTimeField()
    at = models.DateTimeField()
    salt = models.CharField(max_length=64)
    digest = models.CharField(max_length=64)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["call", "ballot", "closed_at"], name="answers_are_frozen_once_a_deadline"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.ballot}: {self.digest[:12]}"


class Spend(models.Model):
    """Money spent on a call in one ward, where spending favours or opposes candidates.

    ``authority`` says which agent authorised it and when, or that none did, where it goes past the
    permitted sum.
    """

    personal_data = "the label of staff"
    retention = "kept"

    call = models.ForeignKey(Call, models.CASCADE, related_name="spending")
    ballot = models.ForeignKey(Ballot, models.PROTECT, related_name="spending")
    on = models.DateField()
    what = models.CharField(max_length=300)
    pounds = models.DecimalField(max_digits=10, decimal_places=2)
    paid_by = models.CharField(max_length=255)
    authority = models.CharField(max_length=300, blank=True)
    at = models.DateTimeField()
    by = models.CharField(max_length=200)

    class Meta:
        constraints = [
            models.CheckConstraint(condition=Q(pounds__gt=0), name="what_was_spent_was_something"),
        ]

    def __str__(self) -> str:
        return f"{self.what}: £{self.pounds}"


class Interest(models.Model):
    """What somebody who works on a call declared of themselves. The last row of a person counts."""

    personal_data = "interests of staff"
    retention = "kept with the call"

    call = models.ForeignKey(Call, models.CASCADE, related_name="interests")
    person_key = models.CharField(max_length=100)
    person = models.CharField(max_length=200)
    public_body = models.BooleanField()
    words = models.TextField(blank=True)
    at = models.DateTimeField()

    def __str__(self) -> str:
        return f"{self.person}: {'public body' if self.public_body else 'no public body'}"


class CouncillorUpdate(models.Model):
    """What an elected councillor says of how it goes with what they said, in their own words."""

    personal_data = "the words of who holds a public office"
    retention = "kept"

    candidate = models.ForeignKey(Candidate, models.CASCADE, related_name="updates")
    call = models.ForeignKey(Call, models.CASCADE, related_name="updates")
    words = models.TextField()
    at = models.DateTimeField()

    class Meta:
        constraints = [
            models.CheckConstraint(condition=~Q(words=""), name="an_update_says_something"),
        ]

    def __str__(self) -> str:
        return self.words[:60]
