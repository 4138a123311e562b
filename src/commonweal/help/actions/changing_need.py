"""A request was written down for the wrong need: it is put right, and stays the same request."""

from __future__ import annotations

from commonweal.core import clock
from commonweal.core.actions import action
from commonweal.core.actors import Actor
from commonweal.core.refused import Refused
from commonweal.help.actions import life
from commonweal.help.actions.ending import let_go, withdraw_offers
from commonweal.help.actions.handing import GOES
from commonweal.help.actions.offer_letters import tell_it_is_over
from commonweal.help.choices import MatchEnd, State, WrongNeed
from commonweal.help.models import Match, NeedRule, Note, Request
from commonweal.help.reports.candidates import day_for, facts_of
from commonweal.sector.models import Term

ELSEWHERE = "Not done here: hand it to a scheme that does it"


@action(permission="help.run_requests", about="request", keeps=("reason",))
def change_need(
    *, by: Actor, request: Request, need: Term, reason: str, edition: int | None = None
) -> Request:
    """Say what is needed in truth. The request stays with its scheme, its owner and its person.

    Offers that are out are taken back, for they told of something else. A helper who said yes stays
    if they offered the new task and may do it; else they are let go and told.

    :raises Refused: when it is over or being handed over, the need is none that may be asked for,
        or it is one in which a person is put through at once.
    """
    asked = life.held(request)
    life.check_edition(asked, edition)
    check_need(asked, need)
    if reason not in WrongNeed.values:
        raise Refused("Say why it changes.", field="reason")
    before, now = str(asked.need), clock.now()
    asked.need = need
    asked.essential = NeedRule.objects.get(term=need).essential
    what = "It changed: find a helper" if asked.state in (State.CONSENTED, State.TRIAGE) else ""
    what = after_change(asked, by=by) or what or f"Tell them: it is now {need.title.lower()}"
    if not serves(asked):
        what = ELSEWHERE
    life.look_again(asked, now + life.SOON, what[:200])
    words = f"{before} became {need}. {WrongNeed(reason).label}."
    Note.objects.create(request=asked, at=now, by=by.label, words=words)
    return asked


def check_need(asked: Request, need: Term) -> None:
    """Refuse a need that this request cannot become.

    :raises Refused: when that is so.
    """
    if asked.state not in GOES:
        raise Refused("It is over. Take a new request.")
    if asked.hand_overs.filter(ended_at=None).exists():
        raise Refused("It is being handed over. Call that off first.")
    if need.pk == asked.need_id:
        raise Refused("It is that already.", field="need")
    rule = NeedRule.objects.filter(term=need, term__scheme="need", offered=True).first()
    if rule is None:
        raise Refused("That cannot be asked for here.", field="need")
    if rule.warm_only:
        raise Refused(
            "For this they are put through at once, by a safe way. Take it as a call of its own.",
            field="need",
        )


def serves(request: Request) -> bool:
    """Whether the scheme that has a request does what it asks for."""
    return request.scheme.needs.filter(term_id=request.need_id).exists()


def after_change(asked: Request, *, by: Actor) -> str:
    """Take offers back and let go of a helper who is not for the new task. Inner step.

    :returns: what its owner does next because of that; nothing where no helper was let go.
    """
    withdraw_offers(asked, by=by)
    match = asked.matches.standing().select_related("helper__scheme").first()
    if match is None or may_go_on(asked, match):
        asked.save()
        return ""
    let_go(asked, MatchEnd.REASSIGNED, by=by)
    tell_it_is_over(match.helper)
    if asked.state == State.WAITING:
        asked.save()
    else:
        life.step(asked, State.TRIAGE, by=by, reason="It is another need")
    return "Their helper is not for this: find another"


def may_go_on(asked: Request, match: Match) -> bool:
    """Whether the helper who said yes offered the new task too, and has what it takes."""
    helper, code = match.helper, asked.need.code
    facts = facts_of(asked.scheme, clock.now(), day_for(asked), [helper.pk])
    return bool(facts.offers(helper, code) and facts.may_do(helper, code)[0])
