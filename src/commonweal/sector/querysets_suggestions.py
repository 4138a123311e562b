"""Questions about suggestions, as words that chain."""

from __future__ import annotations

import datetime as dt
from typing import TYPE_CHECKING

from django.db import models
from django.db.models import Exists, OuterRef, Q

from commonweal.sector.choices import MemberRole

if TYPE_CHECKING:
    from commonweal.sector.models import Organisation, Suggestion  # noqa: F401

# How long an organisation's own people have before it is for staff to answer.
THEIR_TURN = dt.timedelta(days=14)


class SuggestionQuerySet(models.QuerySet["Suggestion"]):
    """Suggestions, as questions."""

    def open(self) -> SuggestionQuerySet:
        """Those of which something is still to be decided."""
        return self.filter(decided_at=None)

    def of(self, organisation: Organisation) -> SuggestionQuerySet:
        """Those about an organisation or one of its services."""
        return self.filter(Q(about=organisation) | Q(service__organisation=organisation))

    def visible(self) -> SuggestionQuerySet:
        """Those about what is not withheld."""
        return self.exclude(about__withheld=True).exclude(service__organisation__withheld=True)

    def with_keepers(self) -> SuggestionQuerySet:
        """Each with ``kept``: whether somebody of the organisation may decide it."""
        return self.annotate(kept=somebody_may_decide())

    def for_staff(self, now: dt.datetime) -> SuggestionQuerySet:
        """Those that wait for staff: nobody of the organisation may decide, or none has in time."""
        return self.filter(~somebody_may_decide() | Q(at__lt=now - THEIR_TURN))

    def for_members(self, now: dt.datetime) -> SuggestionQuerySet:
        """Those that the organisation's own people still have time to decide."""
        return self.filter(somebody_may_decide(), at__gte=now - THEIR_TURN)


def somebody_may_decide() -> Exists:
    """That the organisation of a suggestion in an outer query has people of its own."""
    from commonweal.sector.models import Member

    owner = Q(organisation=OuterRef("about")) | Q(organisation=OuterRef("service__organisation"))
    keepers = Member.objects.standing().who_may(MemberRole.OWNER, MemberRole.EDITOR)
    return Exists(keepers.filter(owner))
