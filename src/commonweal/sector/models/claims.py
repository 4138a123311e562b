"""How somebody comes to keep an organisation's page: by a proven claim, or an invitation."""

from __future__ import annotations

from django.db import models
from django.db.models import Q

from commonweal.sector.choices import InvitationEnd, MemberRole, PageClaimStanding, Proof
from commonweal.sector.models.organisations import Organisation
from commonweal.sector.querysets_members import InvitationQuerySet, PageClaimQuerySet


class PageClaim(models.Model):
    """Somebody says that an organisation's page is theirs to keep.

    A private link goes to the address they gave; of it, and of the code in a letter, the database
    keeps digests only. Nothing happens before they press the button on the page it leads to.
    """

    personal_data = "contact of somebody who says that they act for an organisation"
    retention = "a week if never confirmed, else two years after it was decided"

    organisation = models.ForeignKey(Organisation, models.CASCADE, related_name="page_claims")
    name = models.CharField(max_length=100, blank=True)
    email = models.CharField(max_length=254, blank=True)
    part = models.CharField(max_length=200, blank=True)
    standing = models.CharField(
        max_length=12, choices=PageClaimStanding.choices, default=PageClaimStanding.UNCONFIRMED
    )
    made_at = models.DateTimeField()
    link_digest = models.CharField(max_length=64, unique=True)
    link_until = models.DateTimeField()
    confirmed_at = models.DateTimeField(null=True)
    owners_asked_at = models.DateTimeField(null=True)
    letter_asked_at = models.DateTimeField(null=True)
    letter_made_at = models.DateTimeField(null=True)
    letter_made_by = models.CharField(max_length=200, blank=True)
    code_digest = models.CharField(max_length=64, blank=True)
    code_until = models.DateTimeField(null=True)
    code_tries = models.PositiveSmallIntegerField(default=0)
    decided_at = models.DateTimeField(null=True)
    decided_by = models.CharField(max_length=200, blank=True)
    decided_why = models.CharField(max_length=500, blank=True)
    proof = models.CharField(max_length=8, choices=Proof.choices, blank=True)

    objects = PageClaimQuerySet.as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["organisation", "email"],
                condition=Q(decided_at__isnull=True),
                name="an_address_claims_a_page_once_at_a_time",
            ),
            models.CheckConstraint(
                condition=Q(standing__in=["granted", "refused", "lapsed"], decided_at__isnull=False)
                | Q(standing__in=["unconfirmed", "waiting", "with-owners"], decided_at=None),
                name="a_claim_is_decided_on_a_day",
            ),
            models.CheckConstraint(
                condition=~Q(standing="granted") | ~Q(proof=""),
                name="who_is_let_in_has_proven_it",
            ),
        ]
        indexes = [models.Index(fields=["standing", "made_at"], name="page_claims_that_wait")]

    def __str__(self) -> str:
        return f"{self.name or 'Somebody'}, of {self.organisation}"


class Invitation(models.Model):
    """An owner, or staff, ask somebody to keep an organisation's page with them.

    A private link goes to the address; it is accepted by a press, and then or otherwise ended.
    """

    personal_data = "contact of somebody asked to act for an organisation"
    retention = "two years after it ended or ran out"

    organisation = models.ForeignKey(Organisation, models.CASCADE, related_name="invitations")
    email = models.CharField(max_length=254)
    role = models.CharField(max_length=8, choices=MemberRole.choices)
    link_digest = models.CharField(max_length=64, unique=True)
    link_until = models.DateTimeField()
    sent_at = models.DateTimeField()
    by = models.CharField(max_length=200)
    ended_at = models.DateTimeField(null=True)
    ended_how = models.CharField(max_length=10, choices=InvitationEnd.choices, blank=True)
    ended_by = models.CharField(max_length=200, blank=True)

    objects = InvitationQuerySet.as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["organisation", "email"],
                condition=Q(ended_at__isnull=True),
                name="an_address_is_invited_once_at_a_time",
            ),
            models.CheckConstraint(
                condition=Q(ended_at__isnull=True, ended_how="")
                | (Q(ended_at__isnull=False) & ~Q(ended_how="")),
                name="an_invitation_ends_somehow",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.email}: {self.get_role_display()}"
