"""Companies that people here want in the register, although nothing else brings them in."""

from __future__ import annotations

from django.db import models
from django.db.models import Q


class Nomination(models.Model):
    """A company that staff named by its number, so that the next Companies House file brings it in.

    That file lists every company there is; what is taken of it is community interest companies,
    societies, the companies of bodies known here, and these. ``works_here`` says that it works in
    the place, which lets it in wherever its registered office is. Withdrawn ones stay as history.
    """

    personal_data = "staff"
    retention = "kept"

    number = models.CharField(max_length=8)
    works_here = models.BooleanField(default=True)
    reason = models.CharField(max_length=500)
    at = models.DateTimeField()
    by = models.CharField(max_length=200)
    withdrawn_at = models.DateTimeField(null=True)
    withdrawn_by = models.CharField(max_length=200, blank=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["number"],
                condition=Q(withdrawn_at__isnull=True),
                name="a_company_is_nominated_once",
            ),
        ]

    def __str__(self) -> str:
        return self.number
