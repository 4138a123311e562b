"""Forgetting those who kept a page or asked to: what the privacy statement promises."""

from __future__ import annotations

import datetime as dt

from django.db.models import Q
from django.db.models.functions import Coalesce

from commonweal.accounts.actions import forget_person
from commonweal.accounts.models import User
from commonweal.core import clock
from commonweal.core.actions import action
from commonweal.core.actors import Actor
from commonweal.sector.actions.claims import PAGE_LASTS
from commonweal.sector.choices import PageClaimStanding
from commonweal.sector.letters import tell
from commonweal.sector.models import Invitation, Member, PageClaim
from commonweal.sector.retention import KEPT

UNCONFIRMED_KEPT = dt.timedelta(days=7)


@action(permission="sector.keep_register")
def forget_old_members(*, by: Actor) -> str:
    """Let claims lapse that were left for ninety days, and forget people who left two years ago.

    A claim never confirmed goes after a week. Of one decided two years ago the names go; ended
    memberships and invitations of that age go, and so does the account of whoever has nothing else.
    """
    now = clock.now()
    lapsed = _lapse(now)
    PageClaim.objects.filter(confirmed_at=None, made_at__lt=now - UNCONFIRMED_KEPT).delete()
    PageClaim.objects.filter(decided_at__lt=now - KEPT).exclude(email="").update(
        name="", email="", part="", decided_why=""
    )
    Invitation.objects.annotate(over=Coalesce("ended_at", "link_until")).filter(
        over__lt=now - KEPT
    ).delete()
    old = Member.objects.filter(ended_at__lt=now - KEPT)
    people = set(old.values_list("person", flat=True))
    old.delete()
    gone = User.objects.filter(pk__in=people, grants=None, memberships=None)
    for person in gone:
        forget_person(by=by, person=person)
    return f"{lapsed} lapsed, {len(people)} memberships forgotten"


def _lapse(now: dt.datetime) -> int:
    """Tell those whose claim nobody could settle that it has ended."""
    left = (
        PageClaim.objects.open()
        .confirmed()
        .filter(Q(link_until__lt=now) & Q(confirmed_at__lt=now - PAGE_LASTS))
    )
    claims = list(left.select_related("organisation"))
    for claim in claims:
        claim.standing, claim.decided_at = PageClaimStanding.LAPSED, now
        claim.decided_by, claim.decided_why = by_time, "Left for ninety days"
        claim.save()
        tell("claim-lapsed", claim.email, organisation=claim.organisation, name=claim.name)
    return len(claims)


by_time = "nobody, after ninety days"
