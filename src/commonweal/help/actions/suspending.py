"""Suspending a helper at once: what they had is taken from them the same moment. Inner step."""

from __future__ import annotations

from commonweal.core import clock
from commonweal.core.actors import Actor
from commonweal.help.actions import life
from commonweal.help.actions.ending import end_match_of
from commonweal.help.choices import HelperStanding, MatchEnd, OfferAnswer, State
from commonweal.help.models import Helper, HelperChange, Offer, Request

ON_THE_WAY = "Its helper was suspended: ring them both now"


def suspend_now(helper: Helper, *, by: Actor, reason: str = "") -> Helper:
    """Suspend a helper: offers are taken back, tasks end, addresses close; requests go on.

    Whoever has left, or is suspended already, stays so. Inner step.
    """
    held: Helper = Helper.objects.select_for_update().get(pk=helper.pk)
    if held.standing in (HelperStanding.SUSPENDED, HelperStanding.LEFT):
        return held
    now = clock.now()
    Offer.objects.filter(helper=held, answer=OfferAnswer.WAITING).update(
        answer=OfferAnswer.WITHDRAWN, answered_at=now, answered_by=by.label
    )
    held.matches.filter(see_until__gt=now).update(see_until=now)
    for match in held.matches.standing().order_by("request_id"):
        request = life.held(match.request)
        end_match_of(match, MatchEnd.SUSPENDED, by=by)
        look_for_another(request, by=by)
    held.standing = HelperStanding.SUSPENDED
    held.edition += 1
    held.save()
    HelperChange.objects.create(
        helper=held, standing=held.standing, at=now, by=by.label, reason=reason
    )
    return held


def look_for_another(request: Request, *, by: Actor) -> None:
    """Let a request whose helper may not go on be looked at again, within the hour."""
    if request.state in (State.ASSIGNED, State.IN_PROGRESS):
        life.step(request, State.TRIAGE, by=by, reason="Another helper is looked for")
        life.look_again(request, clock.now() + life.SOON, ON_THE_WAY)
