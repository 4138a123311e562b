"""Questions about who keeps an organisation's page, as words that chain."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.db import models

from commonweal.core.actors import Actor

if TYPE_CHECKING:
    from commonweal.sector.models import Member  # noqa: F401


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
