"""Files that were handed in or put beside a document."""

from __future__ import annotations

import uuid

from django.db import models
from django.db.models import Q


def where_kept(file: File, name: str) -> str:
    """Under a name of our own: what somebody called their file is no path here."""
    return f"commitments/{file.uuid.hex}"


class File(models.Model):
    """A file: evidence, an easy-read edition, something sent in with a comment.

    Kept under a name of our own outside what the web server shows; given out by a view, to
    everybody only where it is ``public``. ``digest`` is the SHA-256 of what it holds.
    """

    personal_data = "what people hand in; the label of whoever did"
    retention = "with what it belongs to"

    uuid = models.UUIDField(unique=True, default=uuid.uuid4)
    file = models.FileField(upload_to=where_kept)
    name = models.CharField(max_length=150)
    kind = models.CharField(max_length=100)
    size = models.PositiveIntegerField()
    digest = models.CharField(max_length=64)
    public = models.BooleanField(default=False)
    at = models.DateTimeField()
    by = models.CharField(max_length=200)

    class Meta:
        constraints = [
            models.CheckConstraint(condition=~Q(name=""), name="every_file_has_a_name"),
        ]

    def __str__(self) -> str:
        return self.name
