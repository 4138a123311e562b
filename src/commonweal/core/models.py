"""What happened, kept for looking back and never for features."""

from __future__ import annotations

from django.db import models


class JournalEntry(models.Model):
    """One change: who did what to which thing, and when. Rows are only ever added.

    Stores the actor's key and label, not a link to a person, so that ``core`` knows nobody.
    Personal data: the label of staff.
    """

    personal_data = "staff"
    retention = "at least six years; until then the database refuses to change or delete a row"

    at = models.DateTimeField(db_index=True)
    actor_key = models.CharField(max_length=100)
    actor_label = models.CharField(max_length=200)
    action = models.CharField(max_length=100)
    thing = models.CharField(max_length=200, blank=True)
    detail = models.JSONField(default=dict)

    class Meta:
        indexes = [models.Index(fields=["thing", "at"], name="journal_by_thing")]
        verbose_name_plural = "journal entries"

    def __str__(self) -> str:
        return f"{self.actor_label}: {self.action} {self.thing}".strip()


class RateCount(models.Model):
    """How often one caller has used one public form since a window opened.

    Shared between processes because it is a row. Callers are a keyed hash, never an address.
    """

    personal_data = "pseudonymous"
    retention = "one day"

    key = models.CharField(max_length=100, primary_key=True)
    opened_at = models.DateTimeField()
    count = models.PositiveIntegerField(default=0)

    def __str__(self) -> str:
        return f"{self.count} since {self.opened_at:%H:%M}"
