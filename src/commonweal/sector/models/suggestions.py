"""What people who keep nothing here say is wrong or missing, and what became of it."""

from __future__ import annotations

from django.db import models
from django.db.models import Q

from commonweal.sector.choices import Verdict
from commonweal.sector.models.organisations import Organisation
from commonweal.sector.models.services import Service
from commonweal.sector.querysets_suggestions import SuggestionQuerySet


class Suggestion(models.Model):
    """What one person said, at one time, of an organisation or of one of its services.

    It changes nothing until somebody decides. Whoever said it finds by a private link how it
    stands; the database keeps only the digest of that link. ``note`` is how they know.
    ``told_at`` is when the organisation's own people were written to of it.
    """

    personal_data = "name and e-mail address of whoever told us, where they left them"
    retention = (
        "name, address and words until ninety days after it was decided or a year after it was "
        "told; the rest for two years"
    )

    about = models.ForeignKey(Organisation, models.CASCADE, null=True, related_name="suggestions")
    service = models.ForeignKey(Service, models.CASCADE, null=True, related_name="suggestions")
    digest = models.CharField(max_length=64, unique=True)
    note = models.TextField(blank=True)
    name = models.CharField(max_length=100, blank=True)
    email = models.CharField(max_length=254, blank=True)
    at = models.DateTimeField(db_index=True)
    told_at = models.DateTimeField(null=True)
    decided_at = models.DateTimeField(null=True, db_index=True)
    forgotten = models.BooleanField(default=False)

    objects = SuggestionQuerySet.as_manager()

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(about__isnull=True, service__isnull=False)
                | Q(about__isnull=False, service__isnull=True),
                name="a_suggestion_is_about_an_organisation_or_a_service",
            ),
        ]

    def __str__(self) -> str:
        return f"About {self.service or self.about}"

    @property
    def organisation(self) -> Organisation:
        """Whose page it is about."""
        owner = self.service.organisation if self.service else self.about
        assert owner is not None
        return owner


class SuggestedChange(models.Model):
    """One thing that should say something else: what was seen, and what it should be.

    ``field`` is one of ``suggestible``'s. ``kept`` is what was taken over, as it was decided.
    """

    personal_data = "contact of an organisation, which may be a person's"
    retention = "what was seen, suggested and kept as long as the suggestion's words"

    suggestion = models.ForeignKey(Suggestion, models.CASCADE, related_name="changes")
    field = models.CharField(max_length=40)
    seen = models.JSONField(null=True)
    suggested = models.JSONField(null=True)
    kept = models.JSONField(null=True)
    verdict = models.CharField(max_length=10, choices=Verdict.choices, default=Verdict.OPEN)
    reason = models.CharField(max_length=500, blank=True)
    decided_at = models.DateTimeField(null=True)
    decided_by = models.CharField(max_length=200, blank=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["suggestion", "field"], name="a_suggestion_names_a_field_once"
            ),
            models.CheckConstraint(
                condition=Q(verdict="open", decided_at__isnull=True)
                | (~Q(verdict="open") & Q(decided_at__isnull=False)),
                name="what_is_decided_says_when",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.field}: {self.get_verdict_display()}"
