"""What people said, gathered into points, and what was decided on each."""

from __future__ import annotations

from django.db import models
from django.db.models import Q

from commonweal.commitments.choices import Decision
from commonweal.commitments.models.consulting import Comment, Consultation
from commonweal.commitments.models.documents import Paragraph
from commonweal.commitments.models.promises import Action
from commonweal.commitments.querysets import PointQuerySet


class Point(models.Model):
    """What several comments say, in one sentence, signed off by somebody who read them."""

    personal_data = "the label of staff"
    retention = "kept"

    consultation = models.ForeignKey(Consultation, models.CASCADE, related_name="points")
    number = models.PositiveIntegerField()
    title = models.CharField(max_length=200)
    summary = models.TextField(blank=True)
    signed_by = models.CharField(max_length=200, blank=True)
    signed_at = models.DateTimeField(null=True)
    published_at = models.DateTimeField(null=True)
    paragraphs = models.ManyToManyField(Paragraph, related_name="points", blank=True)
    actions = models.ManyToManyField(Action, related_name="points", blank=True)

    objects = PointQuerySet.as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["consultation", "number"], name="points_of_a_consultation_are_numbered"
            ),
            models.CheckConstraint(condition=~Q(title=""), name="every_point_has_a_title"),
            models.CheckConstraint(
                condition=Q(published_at__isnull=True) | Q(signed_at__isnull=False),
                name="a_point_is_signed_off_before_it_is_published",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.number}. {self.title}"


class PointComment(models.Model):
    """A comment says what a point says: as a machine suggests, or as somebody has confirmed."""

    personal_data = "the label of staff"
    retention = "kept"

    point = models.ForeignKey(Point, models.CASCADE, related_name="holds")
    comment = models.ForeignKey(Comment, models.CASCADE, related_name="in_points")
    confirmed_at = models.DateTimeField(null=True)
    confirmed_by = models.CharField(max_length=200, blank=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["point", "comment"], name="a_comment_stands_once_in_a_point"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.point}: {self.comment}"


class PointDecision(models.Model):
    """What was decided on a point, by whom and why.

    The last row counts; rows are only ever added.
    """

    personal_data = "the label of whoever decided"
    retention = "kept"

    point = models.ForeignKey(Point, models.CASCADE, related_name="decisions")
    decision = models.CharField(max_length=8, choices=Decision.choices)
    reason = models.TextField()
    decided_by = models.CharField(max_length=200)
    at = models.DateTimeField()
    by = models.CharField(max_length=200)

    class Meta:
        constraints = [
            models.CheckConstraint(condition=~Q(reason=""), name="a_decision_has_its_reason"),
        ]

    def __str__(self) -> str:
        return f"{self.point}: {self.get_decision_display()}"
