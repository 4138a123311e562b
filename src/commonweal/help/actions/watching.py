"""Nothing can be lost: every open request has somebody who answers for it, and a day to come."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable

from commonweal.accounts.models import User
from commonweal.core import clock
from commonweal.core.actions import action
from commonweal.core.actors import Actor
from commonweal.core.refused import Refused
from commonweal.help.actions import life
from commonweal.help.actions.life import PASSED
from commonweal.help.choices import Part
from commonweal.help.models import Request, Scheme, SchemeMember

AT_ONCE = 500


def lead_of(scheme: Scheme) -> User | None:
    """Who answers for the whole scheme."""
    leads = SchemeMember.objects.standing().who(Part.LEAD).filter(scheme=scheme)
    first = leads.select_related("person").order_by("pk").first()
    return first.person if first else None


def find_owner(request: Request, *, by: Actor, reason: str) -> bool:
    """Give a request to whoever is on duty, else to the lead. Inner step.

    :returns: whether there was anybody; if not it stays with whoever had it.
    """
    try:
        person = life.answerer(request.scheme)
    except Refused:
        return False
    life.own(request, person, by=by, reason=reason)
    return True


def own_again(requests: Iterable[Request], *, by: Actor, reason: str) -> list[Request]:
    """Give each of these to somebody on duty; those for which there was nobody. Inner step."""
    return [r for r in (life.held(r) for r in requests) if not find_owner(r, by=by, reason=reason)]


def past_its_day(request: Request, *, by: Actor) -> None:
    """Put a request whose day has passed before its owner; the second time, before the lead."""
    if request.next_what == PASSED:
        lead = lead_of(request.scheme)
        if lead is not None:
            life.own(request, lead, by=by, reason="Its day passed twice")
    life.look_again(request, clock.now() + life.SOON, PASSED)


@action(permission="help.keep_watch")
def watch_requests(*, by: Actor) -> dict[str, int]:
    """See that every open request has somebody on duty and a day to come, and mend what has not.

    Once a minute. An owner who went off duty is replaced at once; a day that passed brings the
    request before its owner, and an hour later before the lead.

    :returns: how many were ``owned`` anew, were ``late``, and have ``nobody``.
    """
    now = clock.now()
    without = Request.objects.without_somebody_on_duty(now).select_related("scheme")
    adrift = list(without.order_by("pk")[:AT_ONCE])
    nobody = own_again(adrift, by=by, reason="Nobody on duty had it")
    late = Request.objects.lapsed(now).order_by("next_on", "pk")[:AT_ONCE]
    count = 0
    for request in late:
        past_its_day(life.held(request), by=by)
        count += 1
    return {"owned": len(adrift) - len(nobody), "late": count, "nobody": len(nobody)}


def nothing_lost(at: dt.datetime) -> list[Request]:
    """Open requests that break the promise at a moment; there are none."""
    adrift = Request.objects.without_somebody_on_duty(at)
    return [*adrift, *Request.objects.lapsed(at - life.SOON).exclude(pk__in=adrift)]


PUNCTUAL = (watch_requests,)
