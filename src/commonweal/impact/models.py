"""Measures and what was observed of them."""

from __future__ import annotations

from django.db import models
from django.db.models import F, Q

from commonweal.impact.choices import Better, Unit
from commonweal.impact.querysets import ObservationQuerySet


class Measure(models.Model):
    """Something that is counted the same way each time, such as grants of three years or more.

    ``how`` says how it is counted and what is left out, so that somebody else could count it again.
    """

    personal_data = "none"
    retention = "kept"

    slug = models.SlugField(max_length=80, unique=True)
    name = models.CharField(max_length=200)
    how = models.TextField(blank=True)
    unit = models.CharField(max_length=8, choices=Unit.choices, default=Unit.NUMBER)
    better = models.CharField(max_length=8, choices=Better.choices, default=Better.NEITHER)
    ended_on = models.DateField(null=True, blank=True)

    class Meta:
        constraints = [
            models.CheckConstraint(condition=~Q(name=""), name="every_measure_has_a_name"),
        ]

    def __str__(self) -> str:
        return self.name


class Observation(models.Model):
    """What a measure was, over a stretch of days, in an area; in the measure's unit.

    ``low`` and ``high`` are the range of an estimate, and blank for what was counted. ``area`` is a
    GSS code; blank is the whole place. Rows are never changed: one that proves wrong is withdrawn
    with a reason, and another stands in its place. ``source`` says who counted, ``source_url``
    where it can be read.
    """

    personal_data = "none; the label of staff"
    retention = "kept"

    measure = models.ForeignKey(Measure, models.PROTECT, related_name="observations")
    area = models.CharField(max_length=9, blank=True)
    starts_on = models.DateField()
    ends_on = models.DateField()
    value = models.DecimalField(max_digits=18, decimal_places=4)
    low = models.DecimalField(max_digits=18, decimal_places=4, null=True, blank=True)
    high = models.DecimalField(max_digits=18, decimal_places=4, null=True, blank=True)
    note = models.CharField(max_length=500, blank=True)
    source = models.CharField(max_length=300)
    source_url = models.URLField(max_length=500, blank=True)
    at = models.DateTimeField()
    by = models.CharField(max_length=200)
    withdrawn_at = models.DateTimeField(null=True, blank=True)
    withdrawn_by = models.CharField(max_length=200, blank=True)
    withdrawn_because = models.CharField(max_length=500, blank=True)

    objects = ObservationQuerySet.as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["measure", "area", "starts_on", "ends_on"],
                condition=Q(withdrawn_at__isnull=True),
                name="a_measure_stands_once_for_a_stretch_of_days",
            ),
            models.CheckConstraint(
                condition=Q(ends_on__gte=F("starts_on")), name="an_observation_ends_after_it_begins"
            ),
            models.CheckConstraint(
                condition=Q(low__isnull=True, high__isnull=True)
                | Q(low__lte=F("value"), high__gte=F("value")),
                name="an_estimate_lies_in_its_range",
            ),
            models.CheckConstraint(condition=~Q(source=""), name="every_figure_has_its_source"),
            models.CheckConstraint(
                condition=Q(withdrawn_at__isnull=True) | ~Q(withdrawn_because=""),
                name="a_figure_is_withdrawn_for_a_reason",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.measure}, {self.ends_on:%d.%m.%Y}: {self.value.normalize():f}"
