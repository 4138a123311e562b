"""The people who keep an organisation's page."""

from __future__ import annotations

from django.db import models
from django.db.models import Q

from commonweal.accounts.models import User
from commonweal.sector.choices import MemberRole
from commonweal.sector.models.organisations import Organisation
from commonweal.sector.querysets_members import MemberQuerySet


class Member(models.Model):
    """A person with a part in one organisation's page, from the day they were given it.

    A row is ended, never changed: another role is another row, so that who could do what, and
    when, can be told later. A person may be a member of several organisations.
    """

    personal_data = "contact of somebody who acts for an organisation"
    retention = "while they act for it, and two years after"

    organisation = models.ForeignKey(Organisation, models.CASCADE, related_name="members")
    person = models.ForeignKey(User, models.CASCADE, related_name="memberships")
    role = models.CharField(max_length=8, choices=MemberRole.choices)
    since = models.DateTimeField()
    by = models.CharField(max_length=200)
    reason = models.CharField(max_length=500, blank=True)
    ended_at = models.DateTimeField(null=True)
    ended_by = models.CharField(max_length=200, blank=True)
    ended_reason = models.CharField(max_length=500, blank=True)

    objects = MemberQuerySet.as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["organisation", "person"],
                condition=Q(ended_at__isnull=True),
                name="a_person_has_one_role_in_an_organisation",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.person}: {self.get_role_display()}"
