"""Where every published fact comes from."""

from __future__ import annotations

from django.db import models
from django.db.models import Q

from commonweal.intake.models import Run
from commonweal.sector.models.organisations import Organisation


class SourceRecord(models.Model):
    """One record of one source, as published, and the facts we read from it.

    ``raw`` is the record as it stood (no trustee names), ``facts`` the values it states in our
    words, ``digest`` a hash that leaves out the extract's date. ``first_run`` first had it; it is
    still there unless ``gone_run`` says which run no longer had it. So an unchanged record was
    last seen when its source was last seen, and need not be written again. What was told to us
    here belongs to no run; ``stated_at`` says when.
    """

    personal_data = "contact of an organisation, which may be a person's"
    retention = "while the source publishes it, and two years after"

    source = models.CharField(max_length=40)
    key = models.CharField(max_length=80)
    organisation = models.ForeignKey(
        Organisation, models.SET_NULL, null=True, related_name="records"
    )
    raw = models.JSONField(default=dict)
    facts = models.JSONField(default=dict)
    digest = models.CharField(max_length=32)
    first_run = models.ForeignKey(Run, models.PROTECT, null=True, related_name="+", db_index=False)
    changed_run = models.ForeignKey(
        Run, models.PROTECT, null=True, related_name="+", db_index=False
    )
    gone_run = models.ForeignKey(Run, models.PROTECT, null=True, related_name="+")
    stated_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["source", "key"], name="a_record_is_kept_once"),
            models.CheckConstraint(
                condition=Q(first_run__isnull=False) | Q(stated_at__isnull=False),
                name="a_record_says_when_it_was_first_stated",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.source}: {self.key}"


class Mapping(models.Model):
    """Which column of a local organisation's spreadsheet holds what, remembered for next time."""

    personal_data = "none"
    retention = "until replaced"

    name = models.CharField(max_length=80, unique=True)
    owner = models.CharField(max_length=120)
    licence = models.CharField(max_length=250)
    columns = models.JSONField(default=dict)
    saved_at = models.DateTimeField()
    saved_by = models.CharField(max_length=200)

    def __str__(self) -> str:
        return self.name


class Feed(models.Model):
    """A neighbour's directory of services, which its owner keeps and we bring in.

    ``address`` is where it is fetched, without ``/services``; blank where a file is sent. Where
    ``only_here``, services that are neither given in the place nor for one of its areas are left
    out; otherwise all of it is for the place.
    """

    personal_data = "none"
    retention = "until replaced"

    name = models.SlugField(max_length=34, unique=True)
    title = models.CharField(max_length=120)
    owner = models.CharField(max_length=120)
    address = models.CharField(max_length=400, blank=True)
    licence = models.CharField(max_length=250)
    licence_address = models.CharField(max_length=400, blank=True)
    only_here = models.BooleanField(default=False)
    saved_at = models.DateTimeField()
    saved_by = models.CharField(max_length=200)

    def __str__(self) -> str:
        return self.title
