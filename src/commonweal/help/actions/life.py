"""How a request moves and who answers for it: the inner steps that every action here takes.

These save, and are called inside an action only. Nothing else may change ``state``, ``owner`` or
``next_on``.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence

from django.db.models import F

from commonweal.accounts.models import User
from commonweal.core import clock
from commonweal.core.actors import Actor
from commonweal.core.refused import Refused
from commonweal.help.actions.ending import withdraw_offers
from commonweal.help.choices import ENDINGS, FOLLOWS, MATCHABLE, OPEN_STATES, Part, State, Urgency
from commonweal.help.models import Duty, Owning, Request, Scheme, SchemeMember, Transition

SOON = dt.timedelta(hours=1)
NOTHING = dt.timedelta()
# Words that say why a request is to be looked at, and are true no more once somebody has.
CAME, AGAIN = "It came in: look at it", "Asked for again"
OVER_TO_US, PASSED = "Handed over to us", "Its day passed: look at it now"
LOOKED_AT = (CAME, AGAIN, OVER_TO_US, PASSED, "")
FIND, SEE = "Find a helper", "See how it goes"


def held(request: Request) -> Request:
    """The request as it is now, kept for whoever acts until the action ends."""
    now: Request = Request.objects.select_for_update().get(pk=request.pk)
    return now


def check_edition(request: Request, edition: int | None) -> None:
    """Refuse what was written over another's change; ``None`` is for what no form sent.

    :raises Refused: when somebody changed it meanwhile.
    """
    if edition is not None and edition != request.edition:
        raise Refused("Somebody changed this while you had it open. Look at it again first.")


def step(
    request: Request, after: str, *, by: Actor, reason: str = "",
    then: tuple[dt.datetime, str] | None = None,
) -> Transition:  # fmt: skip
    """Move a request, held before, from its state to the next, and write down who and why.

    An ending writes the outcome; what ended has its end kept when it is followed up and closed.
    By when they must be reached moves by as long as they were waited for, unless they chose it.
    What was asked of helpers is taken back as soon as none is looked for any more. ``then`` is by
    when its owner looks at it again, and for what, where the step says so.

    :raises Refused: when that state may not follow, or an ending has no reason.
    """
    before, now = request.state, clock.now()
    if after not in FOLLOWS[before]:
        raise Refused(
            f"It stands at “{State(before).label.lower()}”; it cannot go to "
            f"“{State(after).label.lower()}” from there."
        )
    if after in (State.NOT_POSSIBLE, State.WITHDRAWN) and not reason.strip():
        raise Refused("Say why, so that whoever asks later can be told.", field="reason")
    if before == State.WAITING and request.due_at and request.urgency != Urgency.PLANNED:
        request.due_at += max(now - request.state_since, NOTHING)
    request.state, request.state_since = after, now
    if after in ENDINGS:
        request.outcome, request.outcome_why, request.ended_at = after, reason, now
    if then is not None:
        request.next_on, request.next_what = then
    if after == State.CLOSED:
        request.next_on, request.next_what = None, ""
    request.edition += 1
    request.save()
    if before in MATCHABLE:
        withdraw_offers(request, by=by)
    return write_down(request, before, after, by=by, reason=reason)


def write_down(
    request: Request, before: str, after: str, *, by: Actor, reason: str = ""
) -> Transition:
    """Add a row to what a request went through; never before the row that is there."""
    last = request.transitions.order_by("-number").first()
    now = clock.now()
    return Transition.objects.create(
        request=request, number=last.number + 1 if last else 1, before=before, after=after,
        at=max(now, last.at) if last else now, by_key=by.key, by=by.label, reason=reason,
    )  # fmt: skip


def own(request: Request, person: User, *, by: Actor, reason: str = "") -> None:
    """Let somebody answer for a request from now on."""
    if request.owner_id == person.pk:
        return
    request.owner = person
    request.edition += 1
    request.save()
    Owning.objects.create(request=request, owner=person, at=clock.now(), by=by.label, reason=reason)


def first_owner(request: Request, *, by: Actor, reason: str) -> None:
    """Write down who answers for a request from the moment it was made."""
    assert request.owner is not None  # every open request has one
    Owning.objects.create(
        request=request, owner=request.owner, at=clock.now(), by=by.label, reason=reason
    )


def look_again(request: Request, at: dt.datetime, what: str = "") -> None:
    """Set by when its owner looks at a request again, and for what.

    :raises Refused: when that day has passed.
    """
    if request.state in OPEN_STATES and at <= clock.now():
        raise Refused("Choose a time that is still to come.", field="next_on")
    request.next_on, request.next_what = at, what
    request.edition += 1
    request.save()


def look_again_at_all(requests: Sequence[Request], at: dt.datetime, what: str = "") -> None:
    """Set by when the owners of requests, all held before, look at them again, and for what.

    :raises Refused: when that day has passed.
    """
    if at <= clock.now():
        raise Refused("Choose a time that is still to come.", field="next_on")
    rows = Request.objects.filter(pk__in=[request.pk for request in requests])
    rows.update(next_on=at, next_what=what, edition=F("edition") + 1)
    for request in requests:
        request.next_on, request.next_what = at, what
        request.edition += 1


def answerer(scheme: Scheme, at: dt.datetime | None = None) -> User:
    """Who answers for what comes in: whoever is on duty with least to do, else the lead.

    :raises Refused: when the scheme has neither, so that nothing is taken that nobody answers for.
    """
    moment = at or clock.now()
    on_duty = Duty.objects.at(moment).filter(scheme=scheme).order_by("starts_at", "pk")
    people: dict[int, User] = {d.person_id: d.person for d in on_duty.select_related("person")}
    if not people:
        leads = SchemeMember.objects.standing().who(Part.LEAD).filter(scheme=scheme)
        people = {m.person_id: m.person for m in leads.select_related("person").order_by("pk")}
    if not people:
        raise Refused(f"Nobody at {scheme} could answer for it. Choose another scheme.")
    busy = {key: Request.objects.open().filter(owner_id=key).count() for key in people}
    return people[min(people, key=lambda key: (busy[key], key))]
