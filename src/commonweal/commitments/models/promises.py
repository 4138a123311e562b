"""What was promised, what is done about it, what shows it, and what people make of it."""

from __future__ import annotations

import uuid

from django.db import models
from django.db.models import F, Q

from commonweal.accounts.models import User
from commonweal.commitments.choices import ActionStanding, Judged, Promiser, ReviewedBy
from commonweal.commitments.models.documents import Document, Paragraph
from commonweal.commitments.models.files import File
from commonweal.commitments.models.hiding import is_hidden
from commonweal.commitments.querysets import ActionQuerySet, CommitmentQuerySet, EvidenceQuerySet
from commonweal.impact.models import Measure
from commonweal.sector.models import Organisation


class Commitment(models.Model):
    """A promise in its exact words: who promises what to whom, by when, and how it is looked at.

    Once ``published_at`` is set the words are frozen and ``digest`` is their SHA-256 in UTF-8.
    ``organisation`` is who promises, where that is one of the register; ``candidate`` where it is
    somebody who answered a call; ``promiser`` is the name as shown. ``threshold`` is in days,
    months or per cent, by ``reviewed_by``. ``excused`` says whether a reason given in time excuses
    falling short. ``ended_on`` is when it stopped binding; ``succeeded_by`` is the promise that
    took its place, if one did.
    """

    personal_data = "the name of a candidate or councillor, who holds or seeks a public office"
    retention = "kept"

    uuid = models.UUIDField(unique=True, default=uuid.uuid4)
    document = models.ForeignKey(Document, models.PROTECT, related_name="commitments")
    paragraph = models.ForeignKey(Paragraph, models.PROTECT, null=True, related_name="commitments")
    code = models.CharField(max_length=12, blank=True)
    words = models.TextField()
    digest = models.CharField(max_length=64, blank=True)
    published_at = models.DateTimeField(null=True)
    promised_by = models.CharField(max_length=12, choices=Promiser.choices)
    promiser = models.CharField(max_length=255)
    organisation = models.ForeignKey(
        Organisation, models.PROTECT, null=True, related_name="commitments"
    )
    candidate = models.ForeignKey(
        "commitments.Candidate", models.PROTECT, null=True, related_name="commitments"
    )
    promised_to = models.CharField(max_length=255)
    starts_on = models.DateField(null=True)
    due_on = models.DateField(null=True)
    reviewed_by = models.CharField(
        max_length=10, choices=ReviewedBy.choices, default=ReviewedBy.NARRATIVE
    )
    threshold = models.DecimalField(max_digits=8, decimal_places=2, null=True)
    excused = models.BooleanField(default=False)
    measure = models.ForeignKey(Measure, models.PROTECT, null=True, related_name="commitments")
    owner = models.CharField(max_length=200, blank=True)
    ended_on = models.DateField(null=True)
    ended_because = models.CharField(max_length=500, blank=True)
    succeeded_by = models.ForeignKey("self", models.PROTECT, null=True, related_name="succeeds")

    objects = CommitmentQuerySet.as_manager()

    class Meta:
        constraints = [
            models.CheckConstraint(condition=~Q(words=""), name="every_commitment_has_its_words"),
            models.CheckConstraint(
                condition=Q(published_at__isnull=True) | ~Q(digest=""),
                name="what_is_published_is_frozen",
            ),
            models.CheckConstraint(
                condition=Q(due_on__isnull=True)
                | Q(starts_on__isnull=True)
                | Q(due_on__gte=F("starts_on")),
                name="a_commitment_is_due_after_it_begins",
            ),
            models.CheckConstraint(
                condition=~Q(
                    reviewed_by__in=[ReviewedBy.MIN_DAYS, ReviewedBy.MIN_MONTHS, ReviewedBy.SHARE]
                )
                | Q(threshold__isnull=False),
                name="a_promise_that_is_counted_says_how_many",
            ),
            models.CheckConstraint(
                condition=Q(ended_on__isnull=True) | ~Q(ended_because=""),
                name="a_commitment_ends_for_a_reason",
            ),
        ]

    def __str__(self) -> str:
        return " ".join(filter(None, [self.code, self.words[:80]]))


class Action(models.Model):
    """Something to be done towards a priority, an objective or a promise, by somebody, by a day.

    ``due_on`` is the day first set: where a status says another, it slipped.
    """

    personal_data = "the name of who does it, where that is a person"
    retention = "kept"

    uuid = models.UUIDField(unique=True, default=uuid.uuid4)
    document = models.ForeignKey(Document, models.CASCADE, related_name="actions")
    paragraph = models.ForeignKey(Paragraph, models.PROTECT, null=True, related_name="actions")
    commitment = models.ForeignKey(Commitment, models.PROTECT, null=True, related_name="actions")
    code = models.CharField(max_length=12, blank=True)
    title = models.CharField(max_length=200)
    text = models.TextField(blank=True)
    owner = models.CharField(max_length=200, blank=True)
    organisation = models.ForeignKey(
        Organisation, models.PROTECT, null=True, related_name="actions_owned"
    )
    starts_on = models.DateField(null=True)
    due_on = models.DateField(null=True)
    position = models.PositiveIntegerField(default=0)
    begun_at = models.DateTimeField()
    taken_out_at = models.DateTimeField(null=True)

    objects = ActionQuerySet.as_manager()

    class Meta:
        constraints = [
            models.CheckConstraint(condition=~Q(title=""), name="every_action_has_a_title"),
            models.CheckConstraint(
                condition=Q(due_on__isnull=True)
                | Q(starts_on__isnull=True)
                | Q(due_on__gte=F("starts_on")),
                name="an_action_is_due_after_it_begins",
            ),
        ]

    @property
    def owner_shown(self) -> str:
        """Who does it, as others read it; nobody while that body is withheld."""
        return "" if is_hidden(self.organisation) else self.owner

    def __str__(self) -> str:
        return " ".join(filter(None, [self.code, self.title]))


class ActionStatus(models.Model):
    """How an action stood from a day on, who says so and why. Rows are only ever added.

    ``due_on`` is the day by which it is to be done now, where that has changed.
    """

    personal_data = "the label of whoever says it"
    retention = "kept"

    action = models.ForeignKey(Action, models.CASCADE, related_name="statuses")
    standing = models.CharField(max_length=10, choices=ActionStanding.choices)
    reason = models.TextField(blank=True)
    due_on = models.DateField(null=True)
    at = models.DateTimeField()
    by = models.CharField(max_length=200)

    class Meta:
        indexes = [models.Index(fields=["action", "at"], name="statuses_of_an_action")]

    def __str__(self) -> str:
        return f"{self.action}: {self.get_standing_display()}"


class Evidence(models.Model):
    """Something that shows how it goes with a promise: dated, with its source.

    ``event`` is what it was computed from, where a date rule computed it. ``by_promiser`` says that
    whoever promised handed it in. What proves wrong is withdrawn with a reason and stays.
    """

    personal_data = "the label of whoever added it"
    retention = "kept"

    uuid = models.UUIDField(unique=True, default=uuid.uuid4)
    commitment = models.ForeignKey(Commitment, models.PROTECT, related_name="evidence")
    event = models.ForeignKey(
        "commitments.Event", models.PROTECT, null=True, related_name="evidence"
    )
    on = models.DateField()
    says = models.TextField()
    source = models.CharField(max_length=300)
    source_url = models.URLField(max_length=500, blank=True)
    file = models.ForeignKey(File, models.PROTECT, null=True, related_name="evidence")
    added_at = models.DateTimeField()
    added_by = models.CharField(max_length=200)
    by_promiser = models.BooleanField(default=False)
    published_at = models.DateTimeField(null=True)
    withdrawn_at = models.DateTimeField(null=True)
    withdrawn_because = models.CharField(max_length=500, blank=True)

    objects = EvidenceQuerySet.as_manager()

    class Meta:
        verbose_name_plural = "evidence"
        constraints = [
            models.CheckConstraint(condition=~Q(says=""), name="evidence_says_something"),
            models.CheckConstraint(condition=~Q(source=""), name="evidence_has_its_source"),
            models.CheckConstraint(
                condition=Q(withdrawn_at__isnull=True) | ~Q(withdrawn_because=""),
                name="evidence_is_withdrawn_for_a_reason",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.on:%d.%m.%Y}: {self.says[:60]}"


class ProgressReview(models.Model):
    """What a named person makes of a promise, with the promiser's reply beside it.

    Written first; then the promiser is asked for a reply (``asked_at``) and has until ``reply_by``;
    published once they replied or that day has passed, saying which. ``asked_how`` says how they
    were asked where it was not by e-mail. ``reply_digest`` is of the private link for those without
    an account. Once published it is never changed: a later reply
    stands with its own day, and another judgement is another row.
    """

    personal_data = "the names of who judges and who replies; the address asked for a reply"
    retention = "kept; the address until it is published"

    uuid = models.UUIDField(unique=True, default=uuid.uuid4)
    commitment = models.ForeignKey(Commitment, models.PROTECT, related_name="reviews")
    judged = models.CharField(max_length=12, choices=Judged.choices)
    reason = models.TextField()
    judge = models.CharField(max_length=200)
    judge_is = models.ForeignKey(User, models.PROTECT, null=True, related_name="judgements")
    on = models.DateField()
    evidence = models.ManyToManyField(Evidence, related_name="reviews", blank=True)
    asked_at = models.DateTimeField(null=True)
    asked_of = models.EmailField(blank=True)
    asked_how = models.CharField(max_length=300, blank=True)
    reminded_at = models.DateTimeField(null=True)
    reply_by = models.DateField(null=True)
    reply_digest = models.CharField(max_length=64, unique=True, null=True)
    reply = models.TextField(blank=True)
    replied_by = models.CharField(max_length=200, blank=True)
    replied_at = models.DateTimeField(null=True)
    published_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=~Q(reason="") & ~Q(judge=""),
                name="a_judgement_is_somebodys_with_a_reason",
            ),
            models.CheckConstraint(
                condition=Q(replied_at__isnull=True) | (~Q(reply="") & ~Q(replied_by="")),
                name="a_reply_to_a_review_is_somebodys",
            ),
            models.CheckConstraint(
                condition=Q(published_at__isnull=True) | Q(asked_at__isnull=False),
                name="nothing_is_published_before_a_reply_was_asked_for",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.commitment}: {self.get_judged_display()}"

    @property
    def organisation(self) -> Organisation | None:
        """Whose people may reply."""
        return self.commitment.organisation
