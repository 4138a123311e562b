"""Questions about who keeps an organisation's page, as words that chain."""

from __future__ import annotations

import datetime as dt
from typing import TYPE_CHECKING

from django.db import models

from commonweal.core.actors import Actor
from commonweal.core.tokens import digest_of
from commonweal.sector.choices import PageClaimStanding

if TYPE_CHECKING:
    from commonweal.sector.models import Invitation, Member, PageClaim  # noqa: F401


class MemberQuerySet(models.QuerySet["Member"]):
    """Members, as questions."""

    def standing(self) -> MemberQuerySet:
        """Those who are members now and whose account is not switched off."""
        return self.filter(ended_at=None, person__is_active=True)

    def of(self, actor: Actor | None) -> MemberQuerySet:
        """Those that are this actor; none for robots, link-holders and visitors."""
        kind, _, key = (actor.key if actor else "").partition(":")
        return self.filter(person=int(key)) if kind == "user" and key.isdigit() else self.none()

    def who_may(self, *roles: str) -> MemberQuerySet:
        """Those with one of these roles."""
        return self.filter(role__in=roles)


class PageClaimQuerySet(models.QuerySet["PageClaim"]):
    """Claims of pages, as questions."""

    def by_link(self, token: str) -> PageClaimQuerySet:
        """The one that this private link leads to, decided or not; no link ever leads to two."""
        return self.filter(link_digest=digest_of(token))

    def open(self) -> PageClaimQuerySet:
        """Those not decided yet, confirmed or not."""
        return self.filter(decided_at=None)

    def confirmed(self) -> PageClaimQuerySet:
        """Those whose maker pressed the button in our e-mail."""
        return self.filter(confirmed_at__isnull=False)

    def with_owners(self) -> PageClaimQuerySet:
        """Those that wait for an organisation's owners."""
        return self.filter(standing=PageClaimStanding.WITH_OWNERS)

    def for_staff(self, *, owners_had_until: dt.datetime) -> PageClaimQuerySet:
        """Those that are staff's to decide: no owner was asked, or none answered in time."""
        return self.open().filter(
            models.Q(standing=PageClaimStanding.WAITING)
            | models.Q(
                standing=PageClaimStanding.WITH_OWNERS, owners_asked_at__lte=owners_had_until
            )
        )


class InvitationQuerySet(models.QuerySet["Invitation"]):
    """Invitations, as questions."""

    def by_link(self, token: str) -> InvitationQuerySet:
        """The one that this private link leads to, ended or not."""
        return self.filter(link_digest=digest_of(token))

    def open(self, *, now: dt.datetime) -> InvitationQuerySet:
        """Those that can still be accepted."""
        return self.filter(ended_at=None, link_until__gt=now)
