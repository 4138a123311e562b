"""Which records are about the same body: identifiers, known pairs, doubts and merges."""

from __future__ import annotations

from django.db import models
from django.db.models import Q

from commonweal.sector.choices import Doubt, Scheme
from commonweal.sector.models.organisations import Organisation


class Identifier(models.Model):
    """A number that one register gives to one organisation: an org-id scheme and a value."""

    personal_data = "none"
    retention = "kept"

    organisation = models.ForeignKey(Organisation, models.CASCADE, related_name="identifiers")
    scheme = models.CharField(max_length=10, choices=Scheme.choices)
    value = models.CharField(max_length=60)
    source = models.CharField(max_length=40)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["scheme", "value"], name="an_identifier_names_one_organisation"
            ),
        ]

    def __str__(self) -> str:
        return self.org_id

    @property
    def org_id(self) -> str:
        """Scheme and value, as org-id.guide writes them."""
        return f"{self.scheme}-{self.value}"


class BodyLink(models.Model):
    """A published statement that two identifiers name one body (a charity and its company)."""

    personal_data = "none"
    retention = "kept"

    left = models.CharField(max_length=80)
    right = models.CharField(max_length=80)
    source = models.CharField(max_length=40)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["left", "right"], name="a_pair_is_stated_once"),
        ]
        indexes = [models.Index(fields=["right"], name="pairs_by_right")]

    def __str__(self) -> str:
        return f"{self.left} = {self.right}"


class Doubtful(models.Model):
    """Two organisations that may be one. A person decides; a decision is remembered.

    ``second_opinion`` is how likely another program takes it that they are one, from 0 to 1.
    """

    personal_data = "staff"
    retention = "kept"

    left = models.ForeignKey(Organisation, models.CASCADE, related_name="+")
    right = models.ForeignKey(Organisation, models.CASCADE, related_name="+")
    reason = models.CharField(max_length=250)
    evidence = models.JSONField(default=dict)
    second_opinion = models.FloatField(null=True)
    standing = models.CharField(max_length=10, choices=Doubt.choices, default=Doubt.OPEN)
    raised_at = models.DateTimeField()
    raised_by = models.CharField(max_length=200)
    decided_at = models.DateTimeField(null=True)
    decided_by = models.CharField(max_length=200, blank=True)
    decided_why = models.CharField(max_length=500, blank=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["left", "right"], name="a_doubt_is_raised_once"),
            models.CheckConstraint(
                condition=Q(left__lt=models.F("right")), name="a_doubt_names_the_older_first"
            ),
            models.CheckConstraint(
                condition=Q(second_opinion__isnull=True)
                | Q(second_opinion__gte=0, second_opinion__lte=1),
                name="a_second_opinion_is_a_share",
            ),
        ]
        verbose_name_plural = "doubtful pairs"

    def __str__(self) -> str:
        return f"{self.left} and {self.right}"


class Merge(models.Model):
    """One organisation taken into another, with all that moved, so that it can be undone."""

    personal_data = "staff"
    retention = "kept"

    kept = models.ForeignKey(Organisation, models.CASCADE, related_name="merges")
    absorbed = models.ForeignKey(Organisation, models.CASCADE, related_name="merged_away")
    moved = models.JSONField(default=dict)
    reason = models.CharField(max_length=500)
    at = models.DateTimeField()
    by = models.CharField(max_length=200)
    undone_at = models.DateTimeField(null=True)
    undone_by = models.CharField(max_length=200, blank=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["absorbed"],
                condition=Q(undone_at__isnull=True),
                name="an_organisation_is_absorbed_once",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.absorbed} into {self.kept}"
