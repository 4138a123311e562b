"""What is asked of the sector, what it says, and what comes of that."""

from __future__ import annotations

import uuid

from django.db import models
from django.db.models import F, Q

from commonweal.commitments.choices import (
    Asked,
    CommentStanding,
    ConsultationStanding,
    SpeaksAs,
    Way,
)
from commonweal.commitments.models.documents import Document, Paragraph, Version
from commonweal.commitments.models.files import File
from commonweal.commitments.models.hiding import is_hidden
from commonweal.commitments.querysets import CommentQuerySet, ConsultationQuerySet
from commonweal.sector.models import Organisation


class Consultation(models.Model):
    """A time in which anybody may say what they think of a draft.

    The words from ``formative`` to ``information_notice`` are the checklist: each is shown to
    whoever answers, and none may be blank before it opens. ``closes_on`` is the last day, counted
    with; ``first_closes_on`` the day first set. ``short_reason`` says why it is open for fewer days
    than twelve weeks. ``version`` is the draft that is asked about.
    """

    personal_data = "the label of staff"
    retention = "kept"

    document = models.ForeignKey(Document, models.PROTECT, related_name="consultations")
    number = models.PositiveIntegerField()
    title = models.CharField(max_length=200)
    introduction = models.TextField(blank=True)
    version = models.ForeignKey(Version, models.PROTECT, null=True, related_name="consultations")
    standing = models.CharField(
        max_length=10, choices=ConsultationStanding.choices, default=ConsultationStanding.DRAFT
    )
    formative = models.TextField(blank=True)
    information = models.TextField(blank=True)
    enough_time = models.TextField(blank=True)
    who_decides = models.TextField(blank=True)
    decides_on = models.DateField(null=True)
    equality = models.TextField(blank=True)
    information_notice = models.TextField(blank=True)
    opens_on = models.DateField(null=True)
    closes_on = models.DateField(null=True)
    first_closes_on = models.DateField(null=True)
    short_reason = models.TextField(blank=True)
    opened_at = models.DateTimeField(null=True)
    closed_at = models.DateTimeField(null=True)
    reported_at = models.DateTimeField(null=True)

    objects = ConsultationQuerySet.as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["document", "number"], name="consultations_of_a_document_are_numbered"
            ),
            models.UniqueConstraint(
                fields=["document"],
                condition=Q(standing=ConsultationStanding.OPEN),
                name="a_document_is_consulted_on_once_at_a_time",
            ),
            models.CheckConstraint(
                condition=Q(closes_on__isnull=True)
                | Q(opens_on__isnull=True)
                | Q(closes_on__gte=F("opens_on")),
                name="a_consultation_closes_after_it_opens",
            ),
            models.CheckConstraint(
                condition=Q(standing=ConsultationStanding.DRAFT)
                | (
                    Q(opens_on__isnull=False)
                    & Q(closes_on__isnull=False)
                    & Q(first_closes_on__isnull=False)
                ),
                name="a_consultation_that_opens_has_its_days",
            ),
        ]

    def __str__(self) -> str:
        return self.title


class Extension(models.Model):
    """A consultation was given more time. Rows are only ever added."""

    personal_data = "the label of staff"
    retention = "kept"

    consultation = models.ForeignKey(Consultation, models.CASCADE, related_name="extensions")
    before = models.DateField()
    after = models.DateField()
    reason = models.CharField(max_length=500)
    at = models.DateTimeField()
    by = models.CharField(max_length=200)

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(after__gt=F("before")), name="an_extension_gives_more_time"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.consultation}: until {self.after:%d.%m.%Y}"


class Question(models.Model):
    """Something that is asked, beside what people say of single paragraphs."""

    personal_data = "none"
    retention = "kept"

    consultation = models.ForeignKey(Consultation, models.CASCADE, related_name="questions")
    position = models.PositiveIntegerField()
    words = models.CharField(max_length=400)
    help = models.CharField(max_length=400, blank=True)
    asked = models.CharField(max_length=8, choices=Asked.choices, default=Asked.OPEN)
    options = models.JSONField(default=list, blank=True)

    def __str__(self) -> str:
        return self.words


class Submission(models.Model):
    """What one person or body sent in at once: some comments, and about them only what they chose.

    ``organisation`` is set by staff, or by whoever is signed in for it. ``area`` is the GSS code of
    the district of their postcode, which itself is not kept. ``named`` says that the public may
    read who they are. ``digest`` is of the private link by which they see what came of it, change
    their mind, or take it back. ``event`` names the event whose notes these are.
    """

    personal_data = "name and address of who answers, if they give them; the label of staff"
    retention = "name, address, files and link two years after the report; the words are kept"

    uuid = models.UUIDField(unique=True, default=uuid.uuid4)
    consultation = models.ForeignKey(Consultation, models.PROTECT, related_name="submissions")
    way = models.CharField(max_length=10, choices=Way.choices, default=Way.WEB)
    said_on = models.DateField()
    at = models.DateTimeField()
    speaks_as = models.CharField(max_length=12, choices=SpeaksAs.choices, default=SpeaksAs.MYSELF)
    name = models.CharField(max_length=200, blank=True)
    organisation_name = models.CharField(max_length=255, blank=True)
    organisation = models.ForeignKey(
        Organisation, models.SET_NULL, null=True, related_name="submissions"
    )
    area = models.CharField(max_length=9, blank=True)
    email = models.EmailField(blank=True)
    named = models.BooleanField(default=False)
    follows = models.BooleanField(default=False)
    digest = models.CharField(max_length=64, unique=True, null=True)
    event = models.CharField(max_length=200, blank=True)
    entered_by = models.CharField(max_length=200, blank=True)
    taken_back_at = models.DateTimeField(null=True)
    forgotten_on = models.DateField(null=True)
    files = models.ManyToManyField(File, related_name="submissions", blank=True)

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(way=Way.WEB) | ~Q(entered_by=""),
                name="what_staff_entered_says_who_did",
            ),
        ]
        indexes = [
            models.Index(fields=["consultation", "at"], name="submissions_of_a_consultation"),
        ]

    @property
    def body_shown(self) -> str:
        """For whom it was said, as others read it; nothing while that body is withheld."""
        return "" if is_hidden(self.organisation) else self.organisation_name

    def __str__(self) -> str:
        return f"{self.consultation}, {self.get_way_display().lower()}, {self.said_on:%d.%m.%Y}"


class Comment(models.Model):
    """One thing somebody said: of a paragraph, in answer to a question, or of the whole.

    ``paragraph_edition`` is the edition they read. ``answer`` is the option chosen, where a
    question has some. ``standing`` repeats the last ``Moderation``.
    """

    personal_data = "the words may name somebody"
    retention = "kept; taken back words are wiped"

    submission = models.ForeignKey(Submission, models.PROTECT, related_name="comments")
    paragraph = models.ForeignKey(Paragraph, models.PROTECT, null=True, related_name="comments")
    paragraph_edition = models.PositiveIntegerField(null=True)
    question = models.ForeignKey(Question, models.PROTECT, null=True, related_name="comments")
    answer = models.CharField(max_length=200, blank=True)
    text = models.TextField(blank=True)
    standing = models.CharField(
        max_length=8, choices=CommentStanding.choices, default=CommentStanding.WAITING
    )

    objects = CommentQuerySet.as_manager()

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(paragraph__isnull=True) | Q(question__isnull=True),
                name="a_comment_is_of_one_thing",
            ),
        ]
        indexes = [models.Index(fields=["standing"], name="comments_by_standing")]

    def __str__(self) -> str:
        return self.text[:60] or self.answer


class Moderation(models.Model):
    """A comment was let be seen, or kept from view, by somebody for a reason. Only ever added.

    ``told_at`` is when its author was told, where there is a way to.
    """

    personal_data = "the label of staff"
    retention = "kept"

    comment = models.ForeignKey(Comment, models.CASCADE, related_name="moderations")
    standing = models.CharField(max_length=8, choices=CommentStanding.choices)
    reason = models.CharField(max_length=500, blank=True)
    at = models.DateTimeField()
    by = models.CharField(max_length=200)
    told_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=~Q(standing=CommentStanding.WITHHELD) | ~Q(reason=""),
                name="a_comment_is_kept_from_view_for_a_reason",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.comment}: {self.get_standing_display()}"


class Invited(models.Model):
    """An organisation was asked to say what it thinks."""

    personal_data = "the label of staff"
    retention = "kept"

    consultation = models.ForeignKey(Consultation, models.CASCADE, related_name="invited")
    organisation = models.ForeignKey(
        Organisation, models.CASCADE, related_name="invited_to_consultations"
    )
    way = models.CharField(max_length=10, default="email")
    at = models.DateTimeField()
    by = models.CharField(max_length=200)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["consultation", "organisation"], name="an_organisation_is_invited_once"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.organisation}: {self.consultation}"


class EqualityCount(models.Model):
    """How many people gave one answer to one question about themselves.

    Only the count is kept: nothing ties it to who answered or to what else they said.
    """

    personal_data = "none: counts only"
    retention = "kept"

    consultation = models.ForeignKey(Consultation, models.CASCADE, related_name="equality_counts")
    topic = models.CharField(max_length=30)
    answer = models.CharField(max_length=60)
    count = models.PositiveIntegerField(default=0)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["consultation", "topic", "answer"], name="an_answer_is_counted_in_one_place"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.topic}, {self.answer}: {self.count}"
