"""What was kept about an organisation before and after each change, so that it can be put back."""

from __future__ import annotations

from django.db import models
from django.db.models import Q

from commonweal.sector.choices import VersionOf
from commonweal.sector.models.organisations import Organisation
from commonweal.sector.models.services import Service


class Version(models.Model):
    """One change of what is told of an organisation, or of one of its services. Only added.

    Facts have their corrections, and what is withheld and merged has rows of its own; this is for
    all else. ``before`` and ``after`` are nothing where there was nothing, or is nothing any more;
    of a service they are all that was told of it. A service takes its versions along.
    """

    personal_data = "staff; contact of a service, which may be a person's"
    retention = "kept; how to reach somebody for two years"

    about = models.ForeignKey(Organisation, models.CASCADE, null=True, related_name="versions")
    service = models.ForeignKey(Service, models.CASCADE, null=True, related_name="versions")
    kind = models.CharField(max_length=8, choices=VersionOf.choices)
    before = models.JSONField(null=True)
    after = models.JSONField(null=True)
    reason = models.CharField(max_length=500, blank=True)
    at = models.DateTimeField()
    by = models.CharField(max_length=200)
    forgotten = models.BooleanField(default=False)

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(about__isnull=True, service__isnull=False)
                | Q(about__isnull=False, service__isnull=True),
                name="a_version_is_of_an_organisation_or_of_a_service",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.get_kind_display()} of {self.service or self.about}"

    @property
    def organisation(self) -> Organisation:
        """Whose it is."""
        owner = self.service.organisation if self.service else self.about
        assert owner is not None
        return owner
