"""Forgetting how to reach groups that did not come in, and letters that were never sent."""

from __future__ import annotations

from django.db.models import Q

from commonweal.core import clock
from commonweal.core.actions import action
from commonweal.core.actors import Actor
from commonweal.sector.choices import Joining, Passing, Status
from commonweal.sector.models import (
    Application,
    ApplicationStep,
    GroupLink,
    RelayLetter,
    Vouch,
)
from commonweal.sector.periods import Period, how_long
from commonweal.sector.retention import KEPT

OVER = (Joining.REFUSED, Joining.LAPSED, Joining.WITHDRAWN)


@action(permission="sector.keep_register")
def forget_groups(*, by: Actor) -> str:
    """Blank what is personal of groups that did not come in, or ended long ago; drop old links.

    A letter whose sender never pressed is deleted when its link expires; one that nobody passed on,
    and that one went, after ninety days.
    """
    now, kept = clock.now(), how_long(Period.KEEP_REFUSED, clock.today())
    old = Q(standing__in=OVER, decided_at__lt=now - kept)
    old |= ~Q(organisation__status=Status.ACTIVE) & Q(
        organisation__status_on__lt=(now - KEPT).date()
    )
    told = Application.objects.filter(old).exclude(
        contact_name="", email="", telephone="", told_to=""
    )
    keys = list(told.values_list("pk", flat=True))
    ApplicationStep.objects.filter(application__in=keys).update(words="")
    Vouch.objects.filter(application__in=keys).update(person="", words="")
    Application.objects.filter(pk__in=keys).update(
        contact_name="", email="", telephone="", told_to=""
    )
    links, _ = GroupLink.objects.filter(expires_at__lt=now).delete()
    past = Q(standing=Passing.UNPROVED, expires_at__lt=now) | Q(done_at__lt=now - kept)
    past |= Q(standing=Passing.TO_PASS_ON, pressed_at__lt=now - kept)
    letters, _ = RelayLetter.objects.filter(past).delete()
    return f"{len(keys)} groups, {links} links and {letters} letters forgotten"
