"""Helpers of one scheme: they join, change what they said, rest, are suspended, leave."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from typing import Any

from commonweal.accounts.models import User
from commonweal.core import clock
from commonweal.core.actions import action
from commonweal.core.actors import Actor
from commonweal.core.permissions import allowed
from commonweal.core.refused import Refused
from commonweal.help.actions import life
from commonweal.help.actions.ending import end_match_of
from commonweal.help.actions.helper_letters import give_link, write_to_helper
from commonweal.help.actions.helper_told import write_helper
from commonweal.help.actions.requests import words_of
from commonweal.help.actions.waiting_words import take_back_words_of
from commonweal.help.choices import (
    HELPER_FOLLOWS,
    OPEN_STATES,
    HelperStanding,
    MatchEnd,
    OfferAnswer,
    State,
)
from commonweal.help.models import Helper, HelperChange, Match, Offer, Request, Scheme, Worry
from commonweal.help.querysets import person_of
from commonweal.help.sealing import name_words, phone_digits

A_DAY = dt.timedelta(days=1)
# What letting a helper go does to the tasks they have.
ENDS = {HelperStanding.SUSPENDED: MatchEnd.SUSPENDED, HelperStanding.LEFT: MatchEnd.RELEASED}
WHY = {
    MatchEnd.SUSPENDED: "The helper can come no more",
    MatchEnd.RELEASED: "The helper left",
    MatchEnd.REASSIGNED: "Somebody else is to go",
}
FIND = "Find another helper"


def held_helper(helper: Helper) -> Helper:
    """The helper as they are now, kept for whoever acts until the action ends."""
    now: Helper = Helper.objects.select_for_update().get(pk=helper.pk)
    return now


def is_theirs(by: Actor, helper: Helper) -> bool:
    """Whether whoever acts is this helper, by their account."""
    return helper.person_id is not None and helper.person_id == person_of(by)


def stand(helper: Helper, standing: str, *, by: Actor, reason: str = "") -> Helper:
    """Move a helper, held before, from one standing to the next, with all that follows from it.

    Whoever is suspended or leaves gives back every task at once, and their private link ends.

    :raises Refused: when that standing may not follow.
    """
    if standing not in HELPER_FOLLOWS[helper.standing]:
        raise Refused(
            f"They stand at “{helper.get_standing_display().lower()}”; that cannot follow."
        )
    today = clock.today()
    helper.standing, helper.back_on = standing, None
    helper.left_on = today if standing == HelperStanding.LEFT else None
    if standing in ENDS:
        helper.digest = None
    helper.edition += 1
    helper.save()
    HelperChange.objects.create(
        helper=helper, standing=standing, at=clock.now(), by=by.label, reason=reason
    )
    if standing != HelperStanding.READY:
        withdraw_offers_to(helper, by=by)
    if standing in ENDS:
        take_tasks_back(helper, ENDS[HelperStanding(standing)], by=by)
    return helper


def withdraw_offers_to(helper: Helper, *, by: Actor) -> None:
    """Take back what they were asked and have not answered."""
    waiting = Offer.objects.filter(helper=helper, answer=OfferAnswer.WAITING)
    take_back_words_of(waiting.select_related("helper"))
    waiting.update(answer=OfferAnswer.WITHDRAWN, answered_at=clock.now(), answered_by=by.label)


def take_tasks_back(helper: Helper, end: str, *, by: Actor) -> list[Request]:
    """End every match of a helper; their requests are looked at again within the hour."""
    return [take_task_back(m, end, by=by) for m in helper.matches.standing().order_by("pk")]


def take_task_back(match: Match, end: str, *, by: Actor) -> Request:
    """End one match, shut the address, and put the request before whoever answers for it."""
    request = life.held(match.request)
    now = Match.objects.get(pk=match.pk)
    if now.ended_at is not None:
        return request
    end_match_of(now, end, by=by)
    if request.state in (State.ASSIGNED, State.IN_PROGRESS):
        life.step(request, State.TRIAGE, by=by, reason=WHY[MatchEnd(end)])
    if request.state in OPEN_STATES:
        life.look_again(request, clock.now() + life.SOON, FIND)
    return request


@action(permission="help.join", about="scheme")
def join_scheme(
    *, by: Actor, scheme: Scheme, told: Mapping[str, Any], person: User | None = None
) -> Helper:
    """Somebody offers to help; they are asked nothing before a coordinator has spoken with them.

    The same form sent twice within a day is one helper. A signed-in person may tie their own
    account to it, nobody else's.

    :param told: ``name, phone, email, postcode, miles, means, needs, skills, languages, times,
        interests, limits, weekly_limit, insured_until``.
    :raises Refused: when something is missing or cannot be kept, or they help here already.
    """
    if person is not None and person_of(by) != person.pk:
        raise Refused("You can tie only your own account to this.")
    scheme = Scheme.objects.select_for_update().get(pk=scheme.pk)
    if person is not None and Helper.objects.filter(scheme=scheme, person=person).exists():
        raise Refused("You have offered this scheme your help already. Ring it to change anything.")
    usual = {"name": "", "postcode": "", "miles": 3, "weekly_limit": 2, "means": []}
    helper = write_helper(
        Helper(scheme=scheme, person=person, joined_at=clock.now()), usual | dict(told)
    )
    if twin := sent_already(helper):
        return twin
    token = give_link(helper)
    helper.save()
    HelperChange.objects.create(
        helper=helper, standing=helper.standing, at=helper.joined_at, by=by.label
    )
    write_to_helper("joined", helper, token=token)
    return helper


def sent_already(helper: Helper) -> Helper | None:
    """Whoever joined the same scheme within a day with the same name and way to be reached."""
    since = clock.now() - A_DAY
    lately = Helper.objects.of(helper.scheme).filter(joined_at__gt=since)
    same = (name_words(helper.name), phone_digits(helper.phone), helper.email.casefold())
    for other in lately.filter(standing=HelperStanding.APPLIED).order_by("pk"):
        if same == (name_words(other.name), phone_digits(other.phone), other.email.casefold()):
            return other
    return None


@action(permission="help.keep_helpers", about="helper")
def change_helper(
    *, by: Actor, helper: Helper, told: Mapping[str, Any], edition: int | None = None
) -> Helper:
    """A coordinator puts right what is kept of a helper.

    :raises Refused: when somebody changed it meanwhile, or something cannot be kept.
    """
    return rewrite(helper, told, edition)


def rewrite(helper: Helper, told: Mapping[str, Any], edition: int | None) -> Helper:
    """Change what a helper said, unless somebody else did meanwhile."""
    now = held_helper(helper)
    check_helper_edition(now, edition)
    if now.forgotten_on:
        raise Refused("They were forgotten.")
    write_helper(now, told)
    now.edition += 1
    now.save()
    return now


def check_helper_edition(helper: Helper, edition: int | None) -> None:
    """Refuse what was written over another's change; ``None`` is for what no form sent."""
    if edition is not None and edition != helper.edition:
        raise Refused("Somebody changed this while you had it open. Look at it again first.")


@action(permission="help.keep_helpers", about="helper", keeps=("standing",))
def change_helper_standing(
    *, by: Actor, helper: Helper, standing: str, reason: str = "", edition: int | None = None
) -> Helper:
    """A coordinator lets somebody begin, rest or go; only the lead lifts a suspension.

    Nobody lets themselves in: about a coordinator's own helping another one decides.

    :raises Refused: when it may not follow, is theirs to leave to another, or lacks its reason.
    """
    now = held_helper(helper)
    check_helper_edition(now, edition)
    if standing not in HELPER_FOLLOWS[now.standing]:
        raise Refused("That cannot follow from how they stand now.", field="standing")
    if standing == HelperStanding.READY and is_theirs(by, now):
        raise Refused("Somebody else decides about your own helping.")
    if now.standing == HelperStanding.SUSPENDED:
        check_may_lift(now, by=by)
    why = words_of(reason, "reason")
    needs_why = standing in ENDS or now.standing == HelperStanding.SUSPENDED
    if needs_why and not why:
        raise Refused("Say why, for whoever reads it later.", field="reason")
    begins = now.standing == HelperStanding.APPLIED and standing == HelperStanding.READY
    stand(now, standing, by=by, reason=why)
    if begins:
        write_to_helper("ready", now, token=renew_link(now))
    return now


def check_may_lift(helper: Helper, *, by: Actor) -> None:
    """Refuse to end a suspension that is not this person's to end, or not to be ended yet."""
    if is_theirs(by, helper) or not allowed(by, "help.lead_scheme", helper):
        raise Refused("Only the lead ends a suspension, and nobody their own.")
    if Worry.objects.open().filter(helper=helper).exists():
        raise Refused("It cannot end now. Speak with the safeguarding lead first.")


def renew_link(helper: Helper) -> str:
    """A new private link, which ends the one before."""
    token = give_link(helper)
    helper.save()
    return token


@action(permission="help.raise_worry", about="helper")
def suspend_helper(*, by: Actor, helper: Helper, reason: str) -> Helper:
    """Suspend a helper at once: no task, no offer, no address, no page of theirs.

    Whoever takes calls may do it; asking questions comes afterwards. Essentials that were theirs
    are before whoever answers for them within the hour.

    :raises Refused: when no reason is given, or they are not here any more.
    """
    why = words_of(reason, "reason", needed="Say why. Nobody but the scheme's own people reads it.")
    return put_aside(helper, by=by, reason=why)


def put_aside(helper: Helper, *, by: Actor, reason: str) -> Helper:
    """Suspend a helper, as part of another action; whoever is suspended or has left stays so."""
    now = held_helper(helper)
    if now.standing in ENDS:
        return now
    return stand(now, HelperStanding.SUSPENDED, by=by, reason=reason)


@action(permission="help.keep_watch")
def watch_tasks_of_those_gone(*, by: Actor) -> int:
    """Take back what a helper said yes to in the moment in which they were suspended or left.

    Once a minute. The address was shut to them all the same.
    """
    gone = Match.objects.standing().filter(helper__standing__in=list(ENDS))
    count = 0
    for match in gone.select_related("helper", "request").order_by("pk")[:500]:
        take_task_back(match, ENDS[HelperStanding(match.helper.standing)], by=by)
        count += 1
    return count


PUNCTUAL = (watch_tasks_of_those_gone,)
