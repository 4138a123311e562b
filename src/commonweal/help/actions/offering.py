"""Asking helpers whether they take a request: one tap says yes or no, and the first yes has it.

Programs propose and people decide whom to ask. Nothing is asked by itself, but where a coordinator
gave several names to be asked one after the other.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from commonweal.core import clock
from commonweal.core.actions import action
from commonweal.core.actors import Actor, LinkHolder
from commonweal.core.permissions import allowed
from commonweal.core.refused import Refused
from commonweal.core.tokens import new_token
from commonweal.core.unseen import seen
from commonweal.help.actions import life
from commonweal.help.actions.ending import end_match_of
from commonweal.help.actions.offer_letters import tell_it_is_over, tell_of_task
from commonweal.help.actions.offers import (
    A_DAY,
    after_a_no,
    ask_one,
    check_matchable,
    held_helper,
    held_offer,
)
from commonweal.help.actions.requests import words_of
from commonweal.help.actions.waiting_words import take_back_words_of
from commonweal.help.choices import HelperStanding, MatchEnd, OfferAnswer, State
from commonweal.help.hidden import why_refused
from commonweal.help.models import Helper, Match, MatchRun, Offer, Request
from commonweal.help.reports.candidates import day_for
from commonweal.help.reports.may_do import may_do, may_meet

TAKEN = "Somebody else said yes a moment before you. Thank you all the same: you need do nothing."
OVER = "This is no longer needed. Thank you all the same: you need do nothing."
AT_ONCE = 500
ENDS = (MatchEnd.COMPLETED, MatchEnd.RELEASED, MatchEnd.REASSIGNED)


@action(permission="help.match", about="request", keeps=("way",))
def offer(*, by: Actor, request: Request, helper: Helper, way: str, why: str = "") -> Offer:
    """Ask a helper of the scheme whether they take a request.

    :param way: by e-mail, by text, or by telephone: then whoever rings writes the answer down.
    :raises Refused: when no helper may be looked for, this one may not go, or cannot be asked so.
    """
    return ask_one(request, helper, way, by=by, why=why)


@action(permission="help.match", about="request", keeps=("way",))
def ask_in_turn(
    *, by: Actor, request: Request, helpers: Sequence[tuple[Helper, str]], way: str
) -> Offer:
    """Ask the first of several helpers, and each next one when the one before says no or nothing.

    :param helpers: whom, in this order, and why each.
    :raises Refused: when there is nobody, or the first may not be asked.
    """
    if not helpers:
        raise Refused("Choose whom to ask.", field="helper")
    now = clock.now()
    rows: Any = [
        {"request": request.pk, "helper": h.pk, "why": seen(why).strip()[:500], "way": way}
        for h, why in helpers
    ]
    run = MatchRun.objects.create(
        scheme=request.scheme, at=now, by=by.label, agreed_at=now, agreed_by=by.label,
        proposed=rows,
    )  # fmt: skip
    first, why = helpers[0]
    return ask_one(request, first, way, by=by, why=why, run=run)


@action(permission="help.answer_offer", about="offer", keeps=("yes",))
def answer_offer(*, by: Actor, offer: Offer, yes: bool, because: str = "") -> Offer:
    """A helper says yes or no. The first yes has it; a no passes it on if that was wanted.

    The same answer twice is one answer.

    :raises Refused: kindly, when somebody else has it, or it is no longer needed or too late.
    """
    made, helper, request = held_offer(offer)
    if made.answer == (OfferAnswer.ACCEPTED if yes else OfferAnswer.DECLINED):
        return made
    check_open(made, request)
    made.answered_at, made.answered_by = clock.now(), by.label
    if yes:
        return accept(made, helper, request, by=by)
    made.answer = OfferAnswer.DECLINED
    said = seen(because).strip()[:500]
    made.no_because = "" if why_refused(said) else said  # a no never fails
    made.save()
    after_a_no(made, request, by=by)
    return made


def check_open(offer: Offer, request: Request) -> None:
    """Refuse an answer that comes too late, in kind words.

    :raises Refused: when it was answered, somebody else has it, it is not needed, or time is over.
    """
    if offer.answer == OfferAnswer.ACCEPTED:
        raise Refused("You said yes. If you cannot go after all, give the task back.")
    if offer.answer == OfferAnswer.DECLINED:
        raise Refused("You said no to this. Ring us if you can help after all.")
    if request.matches.standing().exists():
        raise Refused(TAKEN)
    if offer.answer == OfferAnswer.WITHDRAWN:
        raise Refused(OVER)
    if offer.answer == OfferAnswer.LAPSED or offer.expires_at <= clock.now():
        raise Refused("The time to answer is over. Ring us if you can still help.")


def accept(offer: Offer, helper: Helper, request: Request, *, by: Actor) -> Offer:
    """Give a request to the helper who said yes first; with the step nobody else is asked any more.

    Whoever said yes by telephone is sent the private page of their task.

    :raises Refused: when it may not be theirs any more.
    """
    try:
        check_matchable(request)
    except Refused as refusal:  # why not is for the scheme's own people
        raise Refused(OVER) from refusal
    if helper.standing != HelperStanding.READY:
        raise Refused("You are not down as ready to help now. Ring us first.")
    if not may_meet(helper, request.client) or not still_may(helper, request):
        raise Refused(OVER)
    now, token = clock.now(), ""
    offer.answer = OfferAnswer.ACCEPTED
    if not isinstance(by, LinkHolder):
        token, offer.digest = new_token()
    offer.save()
    match = Match.objects.create(request=request, helper=helper, offer=offer, at=now, by=by.label)
    life.step(request, State.ASSIGNED, by=by, then=(now + life.SOON, "Tell them who is coming"))
    if token:
        tell_of_task(match, helper, token)
    return offer


def still_may(helper: Helper, request: Request) -> bool:
    """Whether a helper has what the task takes at this moment, whatever they had when asked."""
    listed = request.scheme.needs.select_related("term").filter(term=request.need_id).first()
    return listed is None or may_do(helper, listed, day_for(request) or clock.today())[0]


@action(permission="help.keep_task", about="match", keeps=("end",))
def end_match(*, by: Actor, match: Match, end: str, reason: str = "") -> Match:
    """A task is done, is given back, or goes to somebody else; the address shuts with it.

    What is not done is looked at again within the hour. A task that comes again every week keeps
    its helper until they give it back.

    :raises Refused: when it is over already, or is not theirs to end so.
    """
    helper, request = held_helper(match.helper), life.held(match.request)
    now: Match = Match.objects.select_for_update().get(pk=match.pk)
    if now.ended_at is not None:
        raise Refused("This task is over already.")
    runs_it = allowed(by, "help.match", request)
    if end not in ENDS or (end == MatchEnd.REASSIGNED and not runs_it):
        raise Refused("Say whether it is done or you give it back.", field="end")
    if end == MatchEnd.COMPLETED and goes_on(request) and not runs_it:
        raise Refused("This task goes on. If you want to stop, give it back.")
    end_match_of(now, end, by=by, why=words_of(reason, "reason"))
    if end == MatchEnd.COMPLETED:
        finish(request, by=by)
    else:
        look_for_another(request, by=by)
    if end == MatchEnd.REASSIGNED:
        tell_it_is_over(helper)
    return now


def goes_on(request: Request) -> bool:
    """Whether a request comes again: it repeats, and its last day has not passed."""
    return bool(request.rule) and (request.until is None or request.until > clock.today())


def finish(request: Request, *, by: Actor) -> None:
    """What was asked for is done; its owner asks how it went. Inner step."""
    if request.state == State.WAITING:
        life.step(request, State.ASSIGNED, by=by)
    life.step(request, State.DONE, by=by, then=(clock.now() + 3 * A_DAY, "Ask how it went"))


def look_for_another(request: Request, *, by: Actor) -> None:
    """A request is without a helper again: it is looked at within the hour. Inner step."""
    if request.state in (State.WAITING, State.ASSIGNED, State.IN_PROGRESS):
        life.step(request, State.TRIAGE, by=by, reason="Without a helper again")
    life.look_again(request, clock.now() + life.SOON, "Find another helper")


@action(permission="help.match", about="request")
def withdraw_offer(*, by: Actor, request: Request, offer: Offer) -> Offer:
    """Take back a question that a helper has not answered.

    :raises Refused: when it is of another request, or was answered.
    """
    made, _, asked = held_offer(offer)
    if asked.pk != request.pk or made.answer != OfferAnswer.WAITING:
        raise Refused("There is nothing to take back: it was answered, or is over.")
    made.answer, made.answered_at, made.answered_by = OfferAnswer.WITHDRAWN, clock.now(), by.label
    made.save()
    take_back_words_of([made])
    return made


@action(permission="help.keep_watch")
def lapse_offers(*, by: Actor) -> dict[str, int]:
    """Note what nobody answered in time; ask the next, where that was wanted. Once a minute.

    :returns: how many ``lapsed`` and how many were ``passed_on``.
    """
    late = Offer.objects.lapsed(clock.now()).order_by("expires_at", "pk")
    lapsed = passed = 0
    for found in late.select_related("helper", "request", "run")[:AT_ONCE]:
        made, _, request = held_offer(found)
        if made.answer != OfferAnswer.WAITING:
            continue
        made.answer, made.answered_at = OfferAnswer.LAPSED, clock.now()
        made.answered_by = by.label
        made.save()
        take_back_words_of([made])
        lapsed += 1
        passed += after_a_no(made, request, by=by) is not None
    return {"lapsed": lapsed, "passed_on": passed}


PUNCTUAL = (lapse_offers,)
