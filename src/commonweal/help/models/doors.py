"""Ways into one scheme for other programs."""

from __future__ import annotations

from django.db import models

from commonweal.help.models.schemes import Scheme


class SchemeKey(models.Model):
    """A key with which another system may send requests to one scheme, until its lead ends it.

    Only its digest is kept; ``start`` are its first letters, to tell it from others.
    """

    personal_data = "the label of staff"
    retention = "two years after it was ended"

    scheme = models.ForeignKey(Scheme, models.CASCADE, related_name="keys")
    name = models.CharField(max_length=120)
    digest = models.CharField(max_length=64, unique=True)
    start = models.CharField(max_length=6)
    made_at = models.DateTimeField()
    made_by = models.CharField(max_length=200)
    ended_at = models.DateTimeField(null=True)
    ended_by = models.CharField(max_length=200, blank=True)
    used_at = models.DateTimeField(null=True)

    def __str__(self) -> str:
        return f"{self.name} ({self.start}...)"
