"""What is written down: documents, their paragraphs, who signed, and versions kept whole."""

from __future__ import annotations

import uuid

from django.db import models
from django.db.models import F, Q

from commonweal.commitments.choices import DocumentStanding, Face, ParagraphKind
from commonweal.commitments.models.files import File
from commonweal.commitments.querysets import DocumentQuerySet, ParagraphQuerySet
from commonweal.sector.choices import Side
from commonweal.sector.models import Organisation


class Document(models.Model):
    """A strategy, a Compact, a Covenant or a call to candidates, as it is written now.

    ``area`` is the GSS code of the part of the place that it is about; blank is the whole place.
    Its words lie in paragraphs; what was published lies in versions, whole. Only one that is being
    consulted on or was adopted is seen by the public, and then by its last version.
    """

    personal_data = "the name of whoever wrote the foreword"
    retention = "kept"

    uuid = models.UUIDField(unique=True, default=uuid.uuid4)
    slug = models.SlugField(max_length=80, unique=True)
    face = models.CharField(max_length=8, choices=Face.choices)
    title = models.CharField(max_length=200)
    summary = models.CharField(max_length=400, blank=True)
    area = models.CharField(max_length=9, blank=True)
    foreword = models.TextField(blank=True)
    foreword_by = models.CharField(max_length=200, blank=True)
    starts_on = models.DateField(null=True)
    ends_on = models.DateField(null=True)
    standing = models.CharField(
        max_length=10, choices=DocumentStanding.choices, default=DocumentStanding.DRAFT
    )
    edition = models.PositiveIntegerField(default=1)
    easy_read = models.ForeignKey(File, models.PROTECT, null=True, related_name="easy_read_of")
    succeeded_by = models.ForeignKey("self", models.PROTECT, null=True, related_name="succeeds")
    begun_at = models.DateTimeField()
    adopted_on = models.DateField(null=True)

    objects = DocumentQuerySet.as_manager()

    class Meta:
        constraints = [
            models.CheckConstraint(condition=~Q(title=""), name="every_document_has_a_title"),
            models.CheckConstraint(
                condition=Q(ends_on__isnull=True)
                | Q(starts_on__isnull=True)
                | Q(ends_on__gte=F("starts_on")),
                name="a_document_ends_after_it_begins",
            ),
            models.CheckConstraint(
                condition=~Q(standing=DocumentStanding.ADOPTED) | Q(adopted_on__isnull=False),
                name="what_is_adopted_says_since_when",
            ),
        ]

    def __str__(self) -> str:
        return self.title


class StandingChange(models.Model):
    """A document came to stand otherwise: who said so, when and why. Rows are only ever added."""

    personal_data = "the label of staff"
    retention = "kept"

    document = models.ForeignKey(Document, models.CASCADE, related_name="standing_changes")
    standing = models.CharField(max_length=10, choices=DocumentStanding.choices)
    reason = models.CharField(max_length=500, blank=True)
    at = models.DateTimeField()
    by = models.CharField(max_length=200)

    def __str__(self) -> str:
        return f"{self.document}: {self.get_standing_display()}"


class Party(models.Model):
    """Somebody who is bound by a document: an organisation known here, or one by its name alone."""

    personal_data = "the name of whoever signed"
    retention = "kept"

    document = models.ForeignKey(Document, models.CASCADE, related_name="parties")
    organisation = models.ForeignKey(
        Organisation, models.PROTECT, null=True, related_name="party_to"
    )
    name = models.CharField(max_length=255)
    side = models.CharField(max_length=8, choices=Side.choices)
    signed_on = models.DateField(null=True)
    signed_by = models.CharField(max_length=200, blank=True)
    left_on = models.DateField(null=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["document", "name"], name="a_party_stands_once_in_a_document"
            ),
            models.CheckConstraint(condition=~Q(name=""), name="every_party_has_a_name"),
            models.CheckConstraint(
                condition=Q(left_on__isnull=True) | Q(left_on__gte=F("signed_on")),
                name="nobody_leaves_before_they_signed",
            ),
        ]

    def __str__(self) -> str:
        return self.name


class Paragraph(models.Model):
    """A part of a document as it is now, in a tree: an aim, a priority area, an undertaking, an
    ask.

    ``key`` never changes, so a comment keeps its paragraph however the words change. ``code`` is
    how people call it (``4.2``). ``edition`` counts its versions: whoever changes it says which one
    they read, so that nobody overwrites another's words unseen. What is taken out stays, with its
    day.
    """

    personal_data = "none"
    retention = "kept"

    key = models.UUIDField(unique=True, default=uuid.uuid4)
    document = models.ForeignKey(Document, models.CASCADE, related_name="paragraphs")
    parent = models.ForeignKey("self", models.PROTECT, null=True, related_name="children")
    kind = models.CharField(max_length=12, choices=ParagraphKind.choices)
    position = models.PositiveIntegerField()
    code = models.CharField(max_length=12, blank=True)
    heading = models.CharField(max_length=200, blank=True)
    text = models.TextField(blank=True)
    edition = models.PositiveIntegerField(default=1)
    taken_out_at = models.DateTimeField(null=True)

    objects = ParagraphQuerySet.as_manager()

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=~(Q(heading="") & Q(text="")), name="every_paragraph_says_something"
            ),
            models.CheckConstraint(
                condition=Q(parent__isnull=True) | ~Q(parent=F("id")),
                name="no_paragraph_lies_in_itself",
            ),
        ]
        indexes = [
            models.Index(fields=["document", "position"], name="paragraphs_of_a_document"),
        ]

    def __str__(self) -> str:
        return " ".join(filter(None, [self.code, self.heading])) or self.text[:60]


class ParagraphVersion(models.Model):
    """A paragraph as it stood from one moment on. Rows are only ever added.

    ``point`` is the point of a consultation that it was changed for, if it was.
    """

    personal_data = "the label of staff"
    retention = "kept"

    paragraph = models.ForeignKey(Paragraph, models.CASCADE, related_name="versions")
    edition = models.PositiveIntegerField()
    heading = models.CharField(max_length=200, blank=True)
    text = models.TextField(blank=True)
    taken_out = models.BooleanField(default=False)
    reason = models.CharField(max_length=500, blank=True)
    point = models.ForeignKey(
        "commitments.Point", models.SET_NULL, null=True, related_name="changed_paragraphs"
    )
    at = models.DateTimeField()
    by = models.CharField(max_length=200)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["paragraph", "edition"], name="a_paragraph_has_one_of_each_edition"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.paragraph}, edition {self.edition}"


class Remark(models.Model):
    """What one who writes says to the others who do, beside a paragraph.

    Never shown to the public.
    """

    personal_data = "the label of staff"
    retention = "kept with the document"

    paragraph = models.ForeignKey(Paragraph, models.CASCADE, related_name="remarks")
    text = models.TextField()
    at = models.DateTimeField()
    by = models.CharField(max_length=200)
    settled_at = models.DateTimeField(null=True)
    settled_by = models.CharField(max_length=200, blank=True)

    def __str__(self) -> str:
        return self.text[:60]


class Version(models.Model):
    """A document as it was published, whole, and never changed.

    ``body`` is what ``reports.whole.Whole.as_body`` tells: title, foreword, parties, paragraphs in
    their tree, commitments and actions. ``digest`` is the SHA-256 of that in its one canonical
    form, so that anybody can see that nothing was changed since.
    """

    personal_data = "the name of whoever wrote the foreword; the label of staff"
    retention = "kept"

    document = models.ForeignKey(Document, models.CASCADE, related_name="versions")
    number = models.PositiveIntegerField()
    name = models.CharField(max_length=100)
    standing = models.CharField(max_length=10, choices=DocumentStanding.choices)
    body = models.JSONField()
    digest = models.CharField(max_length=64)
    at = models.DateTimeField()
    by = models.CharField(max_length=200)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["document", "number"], name="a_document_has_one_of_each_version"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.document}, {self.name}"
