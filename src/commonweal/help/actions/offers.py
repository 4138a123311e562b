"""Asking a helper, and whom to ask next: what every offer goes through. Inner steps."""

from __future__ import annotations

import datetime as dt
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import TypeVar

from django.db.models import F

from commonweal.core import clock
from commonweal.core.actors import Actor
from commonweal.core.refused import Refused
from commonweal.core.tokens import new_token
from commonweal.core.unseen import seen
from commonweal.help.actions import life
from commonweal.help.actions.offer_letters import check_way, tell_of_offers
from commonweal.help.choices import MATCHABLE, HelperStanding, OfferAnswer, Urgency
from commonweal.help.models import Helper, MatchRun, Offer, Request
from commonweal.help.reports.candidates import day_for, facts_of
from commonweal.help.reports.may_do import may_meet

# How long a helper has to answer, by how soon somebody must be reached.
ANSWERED_IN = {
    Urgency.EMERGENCY: dt.timedelta(minutes=30), Urgency.HOURS: dt.timedelta(hours=1),
    Urgency.TODAY: dt.timedelta(hours=3),
}  # fmt: skip
A_DAY = dt.timedelta(days=1)
Key = TypeVar("Key")
Value = TypeVar("Value")
NOT_THIS_ONE = "This helper is not for this task."


def held_helper(helper: Helper) -> Helper:
    """The helper as they are now, kept for whoever acts until the action ends."""
    now: Helper = (
        Helper.objects.select_for_update(of=("self",)).select_related("scheme").get(pk=helper.pk)
    )
    return now


def now_of(helper: Helper) -> Helper:
    """A helper as they are now, with their scheme."""
    now: Helper = Helper.objects.select_related("scheme").get(pk=helper.pk)
    return now


def check_matchable(request: Request) -> None:
    """Refuse to look for a helper where none may be looked for now.

    :raises Refused: when it is on hold, its person has not agreed, or it stands elsewhere.
    """
    if request.held:
        raise Refused("It is on hold because of a worry about somebody's safety.")
    if not request.may_match:
        raise Refused("The person has not agreed yet. The lead may say why it cannot wait.")
    if request.state not in MATCHABLE or request.matches.standing().exists():
        raise Refused("No helper is looked for while it stands where it does.")


def check_pair(request: Request, helper: Helper, at: dt.datetime) -> None:
    """Refuse to ask a helper who may not go.

    Why two are not brought together is told to nobody.

    :raises Refused: when they are of another scheme, not ready, kept apart from the person or the
        person themselves, lack a check, or were asked already.
    """
    if helper.scheme_id != request.scheme_id or helper.forgotten_on:
        raise Refused("Choose a helper of this scheme.", field="helper")
    if helper.standing != HelperStanding.READY:
        raise Refused("They are not ready to be asked.", field="helper")
    if not may_meet(helper, request.client):
        raise Refused(NOT_THIS_ONE, field="helper")
    need, facts = request.need.code, facts_of(request.scheme, at, day_for(request), [helper.pk])
    if not facts.offers(helper, need):
        raise Refused("They did not offer to do this.", field="helper")
    may, why_not = facts.may_do(helper, need)
    if not may:
        raise Refused(why_not, field="helper")
    waiting = Offer.objects.filter(request=request, helper=helper, answer=OfferAnswer.WAITING)
    if waiting.exists():
        raise Refused("They have been asked already.", field="helper")


def expires_at(request: Request, at: dt.datetime) -> dt.datetime:
    """By when a helper answers, so that there is time to ask another."""
    return at + ANSWERED_IN.get(Urgency(request.urgency), A_DAY)


@dataclass(frozen=True)
class Asked:
    """Whom to ask for what, by which way and why; both were held and looked at before."""

    request: Request
    helper: Helper
    way: str
    why: str = ""


def make_offers(asked: Sequence[Asked], *, by: Actor, run: MatchRun | None = None) -> list[Offer]:
    """Ask helpers, and have the owner of each request look again when the answer is due.

    The rows of each kind are written together, so that thousands are asked in seconds. Inner step.
    """
    now, tokens = clock.now(), [new_token() for _ in asked]
    made = Offer.objects.bulk_create([
        Offer(
            request=one.request, helper=one.helper, run=run, at=now, by=by.label, way=one.way,
            why=one.why, digest=digest, expires_at=expires_at(one.request, now),
        )
        for one, (_, digest) in zip(asked, tokens, strict=True)
    ])  # fmt: skip
    for times, keys in grouped(Counter(one.helper.pk for one in asked)).items():
        helpers = Helper.objects.filter(pk__in=keys)
        helpers.update(last_asked_at=now, asked=F("asked") + times)
    tell_of_offers([
        (offer, one.helper, token)
        for offer, one, (token, _) in zip(made, asked, tokens, strict=True)
    ])  # fmt: skip
    for at, requests in grouped({o.request: o.expires_at for o in made}).items():
        life.look_again_at_all(requests, at, "See whether somebody said yes")
    return made


def grouped(values: Mapping[Key, Value]) -> dict[Value, list[Key]]:
    """The keys that have each value."""
    found: dict[Value, list[Key]] = {}
    for key, value in values.items():
        found.setdefault(value, []).append(key)
    return found


def ask_one(
    request: Request, helper: Helper, way: str, *, by: Actor, why: str = "",
    run: MatchRun | None = None,
) -> Offer:  # fmt: skip
    """Look at both, ask, and look again when the answer is due. Inner step.

    :raises Refused: when it may not be.
    """
    asked, person = life.held(request), now_of(helper)
    check_matchable(asked)
    check_pair(asked, person, clock.now())
    check_way(person, way)
    return make_offers([Asked(asked, person, way, seen(why).strip()[:500])], by=by, run=run)[0]


def pass_on(before: Offer, *, by: Actor) -> Offer | None:
    """Ask the next of those whom a coordinator gave to be asked in turn. Inner step.

    :returns: the offer, or nothing when there is nobody left who may be asked.
    """
    run, request = before.run, before.request
    if run is None or run.agreed_at is None or run.dropped_at is not None:
        return None
    asked = set(Offer.objects.filter(run=run, request=request).values_list("helper", flat=True))
    for row in run.proposed:
        if row["request"] != request.pk or row["helper"] in asked:
            continue
        helper = Helper.objects.filter(pk=row["helper"], scheme=request.scheme_id).first()
        if helper is None:
            continue
        try:
            return ask_one(request, helper, row["way"], by=by, why=row["why"], run=run)
        except Refused:
            continue
    return None


def held_offer(offer: Offer) -> tuple[Offer, Helper, Request]:
    """An offer with its helper and its request as they are now, kept until the action ends.

    The helper first, then the request, as suspending does, so that neither waits for the other.
    """
    helper = held_helper(offer.helper)
    request = life.held(offer.request)
    now: Offer = Offer.objects.select_for_update().get(pk=offer.pk)
    now.request, now.helper = request, helper
    return now, helper, request


def after_a_no(offer: Offer, request: Request, *, by: Actor) -> Offer | None:
    """Ask the next, if that was wanted; if nobody is asked any more, tell its owner. Inner step."""
    if request.state not in MATCHABLE or request.held:
        return None
    if following := pass_on(offer, by=by):
        return following
    if not Offer.objects.waiting(clock.now()).filter(request=request).exists():
        life.look_again(request, clock.now() + life.SOON, "Nobody said yes: ask somebody else")
    return None
