"""What people here know better than a register, and what must not be shown."""

from __future__ import annotations

from django.db import models
from django.db.models import Q

from commonweal.sector.choices import Ground
from commonweal.sector.models.organisations import Organisation


class Correction(models.Model):
    """A fact put right here. It wins over every source until somebody withdraws it."""

    personal_data = "staff; contact of an organisation, which may be a person's"
    retention = "kept; how to reach somebody until two years after it was withdrawn"

    organisation = models.ForeignKey(Organisation, models.CASCADE, related_name="corrections")
    fact = models.CharField(max_length=40)
    value = models.JSONField(null=True)
    replaced = models.JSONField(null=True)
    reason = models.CharField(max_length=500, blank=True)
    at = models.DateTimeField()
    by = models.CharField(max_length=200)
    withdrawn_at = models.DateTimeField(null=True)
    withdrawn_by = models.CharField(max_length=200, blank=True)
    withdrawn_why = models.CharField(max_length=500, blank=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["organisation", "fact"],
                condition=Q(withdrawn_at__isnull=True),
                name="a_fact_has_one_correction_in_force",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.organisation}: {self.fact}"


class Withholding(models.Model):
    """Something that is not shown, whatever a source says, and on what ground.

    For somebody's safety, which a steward judges; or because the organisation chose so, which it
    may change itself. One does not undo the other: what is withheld on either ground is hidden.
    ``fact`` is blank when the whole organisation is withheld, which is for safety only.
    """

    personal_data = "safety"
    retention = "kept"

    organisation = models.ForeignKey(Organisation, models.CASCADE, related_name="withholdings")
    fact = models.CharField(max_length=40, blank=True)
    ground = models.CharField(max_length=6, choices=Ground.choices, default=Ground.SAFETY)
    reason = models.CharField(max_length=500)
    at = models.DateTimeField()
    by = models.CharField(max_length=200)
    lifted_at = models.DateTimeField(null=True)
    lifted_by = models.CharField(max_length=200, blank=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["organisation", "fact", "ground"],
                condition=Q(lifted_at__isnull=True),
                name="a_fact_is_withheld_once_on_a_ground",
            ),
            models.CheckConstraint(
                condition=~Q(fact="") | Q(ground=Ground.SAFETY),
                name="nobody_hides_a_whole_organisation_by_choice",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.organisation}: {self.fact or 'everything'}"
