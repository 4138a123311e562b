"""Runs of imports: what was read from which source, when, and what came of it."""

from __future__ import annotations

from django.db import models
from django.db.models import Q

from commonweal.intake.choices import UNFINISHED, Standing
from commonweal.intake.querysets import RunQuerySet


class Run(models.Model):
    """One import of one source: read, staged, checked whole, then applied in one transaction.

    The report counts what the source brings (organisations, areas, postcodes):
    ``read = created + updated + unchanged + rejected + outside``; ``gone`` stands apart, and so
    do rows per table. No personal data.
    """

    personal_data = "none"
    retention = "kept"

    source = models.CharField(max_length=40)
    standing = models.CharField(max_length=10, choices=Standing.choices, default=Standing.READING)
    trial = models.BooleanField(default=False)
    actor_key = models.CharField(max_length=100)
    actor_label = models.CharField(max_length=200)
    file_name = models.CharField(max_length=250, blank=True)
    fingerprint = models.CharField(max_length=64, blank=True)
    extract_date = models.DateField(null=True)
    started_at = models.DateTimeField()
    beat_at = models.DateTimeField()
    finished_at = models.DateTimeField(null=True)
    step = models.CharField(max_length=100, blank=True)
    done_of = models.PositiveBigIntegerField(default=0)
    total_of = models.PositiveBigIntegerField(default=0)
    read = models.PositiveIntegerField(default=0)
    created = models.PositiveIntegerField(default=0)
    updated = models.PositiveIntegerField(default=0)
    unchanged = models.PositiveIntegerField(default=0)
    outside = models.PositiveIntegerField(default=0)
    rejected = models.PositiveIntegerField(default=0)
    gone = models.PositiveIntegerField(default=0)
    tables = models.JSONField(default=dict)
    notes = models.JSONField(default=list)
    problem = models.TextField(blank=True)

    objects = RunQuerySet.as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["source"],
                condition=Q(standing__in=UNFINISHED),
                name="a_source_has_one_unfinished_run",
            ),
        ]
        indexes = [models.Index(fields=["source", "-started_at"], name="runs_of_a_source")]

    def __str__(self) -> str:
        return f"{self.source}, {self.started_at:%d %b %Y %H:%M}: {self.get_standing_display()}"


class SourceState(models.Model):
    """What was last applied from a source: which run, so which snapshot, is the current one.

    Written in the same transaction as the rows, so that the files on disk never disagree with
    the database: a snapshot counts only if this row names its run.
    """

    personal_data = "none"
    retention = "kept"

    source = models.CharField(max_length=40, primary_key=True)
    applied = models.ForeignKey(Run, models.PROTECT, null=True, related_name="+")
    last_seen = models.ForeignKey(Run, models.PROTECT, null=True, related_name="+")

    def __str__(self) -> str:
        return self.source
