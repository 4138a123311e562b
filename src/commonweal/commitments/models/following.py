"""Who is told how a document goes on."""

from __future__ import annotations

from django.db import models
from django.db.models import Q

from commonweal.commitments.models.consulting import Submission
from commonweal.commitments.models.documents import Document
from commonweal.commitments.querysets import FollowerQuerySet


class Follower(models.Model):
    """An address that is told how a document goes on, because its holder asked and confirmed it.

    Nothing is sent before ``confirmed_at``. Each year the holder is asked again, and unless they
    say yes by ``until`` it ends. The private link of ``digest`` stops it with one press.
    """

    personal_data = "e-mail address"
    retention = "until it is stopped or not confirmed again"

    document = models.ForeignKey(Document, models.CASCADE, related_name="followers")
    submission = models.ForeignKey(Submission, models.SET_NULL, null=True, related_name="followers")
    email = models.EmailField()
    digest = models.CharField(max_length=64, unique=True)
    asked_at = models.DateTimeField()
    confirmed_at = models.DateTimeField(null=True)
    until = models.DateField(null=True)
    asked_again_at = models.DateTimeField(null=True)
    told_until = models.DateTimeField(null=True)

    objects = FollowerQuerySet.as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["document", "email"], name="an_address_follows_a_document_once"
            ),
            models.CheckConstraint(
                condition=Q(confirmed_at__isnull=True) | Q(until__isnull=False),
                name="following_ends_unless_confirmed_again",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.document}, follower {self.pk}"
