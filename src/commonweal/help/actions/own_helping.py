"""What helpers do about their own helping: change it, take a break, come back, leave."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from typing import Any

from commonweal.core import clock
from commonweal.core.actions import action
from commonweal.core.actors import Actor
from commonweal.core.refused import Refused
from commonweal.help.actions.helper_letters import write_to_helper
from commonweal.help.actions.helpers import held_helper, renew_link, rewrite, stand
from commonweal.help.actions.wiping import wipe_helper
from commonweal.help.choices import HelperStanding
from commonweal.help.models import Helper, Visit

# What helpers say of themselves; their name and a driver's insurance are for their coordinator.
THEIRS = frozenset({
    "phone", "email", "postcode", "miles", "means", "needs", "skills", "languages", "times",
    "interests", "limits", "weekly_limit",
})  # fmt: skip
LONGEST = dt.timedelta(days=366)


@action(permission="help.keep_own_helping", about="helper")
def change_own_helping(
    *, by: Actor, helper: Helper, told: Mapping[str, Any], edition: int | None = None
) -> Helper:
    """A helper changes what they said.

    :raises Refused: when somebody changed it meanwhile, or something cannot be kept.
    """
    held_own(helper)
    return rewrite(helper, {k: v for k, v in told.items() if k in THEIRS}, edition)


def held_own(helper: Helper) -> Helper:
    """The helper as they are now, unless they were suspended or left a moment ago.

    :raises Refused: when they were, in words that say no more than their page does.
    """
    now = held_helper(helper)
    if now.standing in (HelperStanding.SUSPENDED, HelperStanding.LEFT):
        raise Refused("This page leads nowhere any more. Ring your scheme.")
    return now


@action(permission="help.keep_own_helping", about="helper", keeps=("until",))
def pause_helping(*, by: Actor, helper: Helper, until: dt.date | None = None) -> Helper:
    """A helper takes a break: they are asked nothing; tasks they have stay theirs.

    :raises Refused: when they are not ready to help, or the day is past or a year away.
    """
    now = held_own(helper)
    if until is not None and not clock.today() < until <= clock.today() + LONGEST:
        raise Refused("Choose a day to come, within a year.", field="until")
    if now.standing != HelperStanding.PAUSED:
        stand(now, HelperStanding.PAUSED, by=by)
    now.back_on = until
    now.save()
    return now


@action(permission="help.keep_own_helping", about="helper")
def come_back(*, by: Actor, helper: Helper) -> Helper:
    """A helper's break is over. It does not let in whoever was never let in."""
    now = held_own(helper)
    if now.standing != HelperStanding.PAUSED:
        raise Refused("You are not taking a break.")
    return stand(now, HelperStanding.READY, by=by)


@action(permission="help.keep_own_helping", about="helper")
def leave_helping(*, by: Actor, helper: Helper) -> Helper:
    """A helper leaves: their tasks go back at once, and their link ends.

    Whoever never began is forgotten at once.

    :raises Refused: while they are on a visit, which somebody watches over until they are back.
    """
    now = held_own(helper)
    if Visit.objects.under_way().filter(match__helper=now).exists():
        raise Refused("You are on a visit. Say first that you are back.")
    never_began = now.standing == HelperStanding.APPLIED
    stand(now, HelperStanding.LEFT, by=by, reason="They left")
    if never_began and not now.matches.exists():
        wipe_helper(now, on=clock.today())
    return now


@action(permission="help.keep_house")
def welcome_back(*, by: Actor) -> int:
    """Whose break has come to its end may be asked again."""
    over = Helper.objects.filter(standing=HelperStanding.PAUSED, back_on__lte=clock.today())
    count = 0
    for helper in over.order_by("pk")[:500]:
        stand(held_helper(helper), HelperStanding.READY, by=by, reason="Their break is over")
        count += 1
    return count


@action(permission="help.keep_helpers", about="helper")
def make_helper_link(*, by: Actor, helper: Helper) -> str:
    """Make a helper's private link anew; the one before leads nowhere from now on.

    It goes to them by e-mail. Only for somebody without an e-mail address is it handed to the
    coordinator, who passes it on.

    :returns: the secret, or nothing when it went by e-mail.
    :raises Refused: when they are suspended or have left.
    """
    now = held_helper(helper)
    if now.standing in (HelperStanding.SUSPENDED, HelperStanding.LEFT):
        raise Refused("They are not helping now, so there is no page of theirs.")
    token = renew_link(now)
    return "" if write_to_helper("link", now, token=token) else token


@action(permission="help.keep_helpers", about="helper")
def revoke_helper_link(*, by: Actor, helper: Helper) -> Helper:
    """End a helper's private link, because somebody else may have it."""
    now = held_helper(helper)
    now.digest = None
    now.save()
    return now


HOURLY = (welcome_back,)
