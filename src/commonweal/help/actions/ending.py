"""Letting a helper go: what every ending, hold and suspension does. Inner steps."""

from __future__ import annotations

import datetime as dt

from commonweal.comms.choices import Standing
from commonweal.comms.models import Message
from commonweal.core import clock
from commonweal.core.actors import Actor
from commonweal.help.actions.waiting_words import take_back_words_of
from commonweal.help.choices import MatchEnd, OfferAnswer, VisitStanding
from commonweal.help.models import Match, Offer, Request, Visit

AFTERWARDS = dt.timedelta(hours=24)


def let_go(request: Request, end: str, *, by: Actor, why: str = "") -> list[Match]:
    """End the match of a request, its offers and its planned visits; give what was ended.

    Whoever completed it may read the address for 24 hours more, or until 24 hours after it was
    planned to end if that is sooner; anybody else may not from this moment on.
    """
    withdraw_offers(request, by=by)
    return [end_match_of(m, end, by=by, why=why) for m in request.matches.standing()]


def withdraw_offers(request: Request, *, by: Actor) -> None:
    """Take back what was asked of helpers and not answered."""
    waiting = Offer.objects.filter(request=request, answer=OfferAnswer.WAITING)
    if not (found := list(waiting.select_related("helper"))):
        return
    take_back_words_of(found)
    waiting.update(answer=OfferAnswer.WITHDRAWN, answered_at=clock.now(), answered_by=by.label)


def end_match_of(match: Match, end: str, *, by: Actor, why: str = "") -> Match:
    """End one match, with its planned visits, and shut the address when its time is over."""
    now = clock.now()
    match.ended_at, match.ended_by, match.end, match.ended_why = now, by.label, end, why
    match.see_until = last_look(match, now) if end == MatchEnd.COMPLETED else now
    match.save()
    planned = Visit.objects.filter(match=match, standing=VisitStanding.PLANNED)
    keys = list(planned.values_list("pk", flat=True))
    planned.update(standing=VisitStanding.CALLED_OFF, ended_at=now)
    take_back_words(match.request.scheme_id, keys)
    return match


def take_back_words(scheme: int, visits: list[int]) -> None:
    """The word for the door of a visit that is no more is told to nobody, by us or by hand.

    Else somebody would open to a helper who was suspended.
    """
    about = [f"help.scheme:{scheme}/visit:{key}/" for key in visits]
    Message.objects.about(*about).exclude(standing=Standing.SENT).delete()


def last_look(match: Match, done_at: dt.datetime) -> dt.datetime:
    """Until when the address stays open after it was done: 24 hours, or less if planned earlier.

    Never longer than it was open before.
    """
    begun = match.visits.exclude(standing=VisitStanding.CALLED_OFF).filter(starts_at__lte=done_at)
    last = begun.order_by("-expected_end").values_list("expected_end", flat=True).first()
    until = min(done_at, last or done_at) + AFTERWARDS
    return min(until, match.see_until) if match.see_until else until
