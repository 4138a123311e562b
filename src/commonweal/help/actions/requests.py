"""What happens to a request, from the day it comes in to the day it is closed.

Each of these is one decision of a person's. None of them decides for anybody; nothing ends without
an outcome, and nothing is closed that nobody asked about afterwards.
"""

from __future__ import annotations

import datetime as dt

from django.utils import timezone

from commonweal.accounts.models import User
from commonweal.core import clock
from commonweal.core.actions import action
from commonweal.core.actors import Actor
from commonweal.core.refused import Refused
from commonweal.core.unseen import seen
from commonweal.help.actions import life
from commonweal.help.actions.ending import let_go
from commonweal.help.actions.tried import try_again, was_asked
from commonweal.help.choices import (
    ENDINGS,
    MatchEnd,
    Part,
    State,
    TryOutcome,
    TryWay,
    Urgency,
)
from commonweal.help.clock import due_at
from commonweal.help.hidden import why_refused
from commonweal.help.models import Duty, Note, Request, SchemeMember, Try

AT_ONCE = (Urgency.EMERGENCY, Urgency.HOURS)
A_DAY = dt.timedelta(days=1)


def words_of(text: str, field: str, *, needed: str = "", most: int = 2_000) -> str:
    """A note as it is kept: nothing unseen, not too long, and no code that opens a door.

    :raises Refused: when it is missing though needed, too long, or holds such a code.
    """
    plain = seen(text).strip()
    if needed and not plain:
        raise Refused(needed, field=field)
    if len(plain) > most:
        raise Refused(f"That is {len(plain):,} characters; at most {most:,} are kept.", field=field)
    if why := why_refused(plain):
        raise Refused(why, field=field)
    return plain


def by_when(urgency: str, now: dt.datetime, planned: dt.date | None = None) -> dt.datetime:
    """By when somebody must be reached, from how soon a person said it must be."""
    return due_at(urgency, now, here=timezone.get_current_timezone(), planned_on=planned)


@action(permission="help.run_requests", about="request")
def begin_triage(*, by: Actor, request: Request, edition: int | None = None) -> Request:
    """Begin to look at what came in.

    :raises Refused: when it stands elsewhere, or was changed meanwhile.
    """
    asked = life.held(request)
    life.check_edition(asked, edition)
    life.step(asked, State.TRIAGE, by=by)
    now = clock.now()
    due = asked.due_at if asked.due_at and asked.due_at > now else now + life.SOON
    stale = asked.next_what in life.LOOKED_AT
    life.look_again(asked, due, life.FIND if stale else asked.next_what)
    return asked


@action(permission="help.run_requests", about="request", keeps=("urgency",))
def set_urgency(
    *,
    by: Actor,
    request: Request,
    urgency: str,
    planned: dt.date | None = None,
    edition: int | None = None,
) -> Request:
    """Say how soon somebody must be reached; a person says it, and by when follows from it.

    :raises Refused: when it is over, or a planned one has no day that is to come.
    """
    asked = life.held(request)
    life.check_edition(asked, edition)
    if urgency not in Urgency.values:
        raise Refused("Choose how soon somebody must be reached.", field="urgency")
    if asked.state in (*ENDINGS, State.FOLLOW_UP, State.CLOSED):
        raise Refused("It is over. Open it again first.")
    now = clock.now()
    if urgency == Urgency.PLANNED and (planned is None or planned < clock.today()):
        raise Refused("Say for which day it was agreed; it must be to come.", field="planned")
    asked.urgency, asked.urgency_by = urgency, by.label
    asked.due_at = by_when(urgency, now, planned)
    life.look_again(asked, max(asked.due_at, now + dt.timedelta(minutes=15)), "Reach them")
    return asked


@action(permission="help.run_requests", about="request", keeps=("until",))
def wait_for_person(
    *,
    by: Actor,
    request: Request,
    until: dt.datetime,
    what: str = "",
    edition: int | None = None,
) -> Request:
    """Stop the scheme's clock while the person must say something; look again on a day.

    :raises Refused: when it cannot wait where it stands, or the day has passed.
    """
    asked = life.held(request)
    life.check_edition(asked, edition)
    life.step(asked, State.WAITING, by=by, reason=words_of(what, "what"))
    life.look_again(asked, until, "See whether they answered")
    return asked


@action(permission="help.run_requests", about="request")
def back_from_waiting(*, by: Actor, request: Request, edition: int | None = None) -> Request:
    """The person answered: the scheme's clock runs again, where it was before."""
    asked = life.held(request)
    life.check_edition(asked, edition)
    if asked.state != State.WAITING:
        raise Refused("It was not waiting for them.")
    has_helper = asked.matches.standing().exists()
    life.step(asked, State.ASSIGNED if has_helper else State.TRIAGE, by=by)
    life.look_again(asked, clock.now() + life.SOON, "They answered: go on")
    return asked


@action(permission="help.run_requests", about="request", keeps=("way", "outcome"))
def note_try(
    *,
    by: Actor,
    request: Request,
    way: str,
    outcome: str,
    note: str = "",
    keyholder: bool = False,
    next_on: dt.datetime | None = None,
) -> Try:
    """Write down that somebody tried to reach them, what came of it, and when to try again.

    Where nobody says when, and nobody answered, it is tried another day at another time, in the
    hours that are safe for them; after three tries a person decides.

    :raises Refused: when it was closed, or their keyholder is rung who never was named, or may tell
        somebody whom they fear.
    """
    asked = life.held(request)
    if asked.state == State.CLOSED:
        raise Refused("It is closed. Open it again first.")
    if way not in TryWay.values or outcome not in TryOutcome.values:
        raise Refused("Say how you tried and what came of it.", field="outcome")
    if keyholder and not asked.client.keyholders.exists():
        raise Refused("They named no keyholder.", field="keyholder")
    if keyholder and asked.client.abuse:
        raise Refused("Nobody else is rung about them. Use only their safe way.", field="keyholder")
    made = Try.objects.create(
        request=asked, at=clock.now(), by=by.label, way=way, outcome=outcome,
        keyholder=keyholder, note=words_of(note, "note"),
    )  # fmt: skip
    if next_on is not None:
        life.look_again(asked, next_on, "Try them again")
    elif outcome not in (TryOutcome.REACHED, TryOutcome.REFUSED) and asked.urgency not in AT_ONCE:
        try_again(asked)
    return made


@action(permission="help.run_requests", about="request")
def start_help(*, by: Actor, request: Request, edition: int | None = None) -> Request:
    """Help has begun, by a helper or by the scheme's own people.

    :raises Refused: when it is on hold and no essential, or stands elsewhere.
    """
    asked = life.held(request)
    life.check_edition(asked, edition)
    if asked.held and not asked.essential:
        raise Refused("It is on hold: no helper is looked for. Ask your lead.")
    life.step(asked, State.IN_PROGRESS, by=by)
    life.look_again(asked, clock.now() + A_DAY, life.SEE)
    return asked


@action(permission="help.run_requests", about="request", keeps=("how",))
def end_request(
    *, by: Actor, request: Request, how: str, reason: str = "", edition: int | None = None
) -> Request:
    """Say how it ended: done, not possible, or no longer wanted; the helper is let go.

    :raises Refused: when it may not end there, or what was not done has no reason.
    """
    asked = life.held(request)
    life.check_edition(asked, edition)
    if how not in ENDINGS:
        raise Refused("Say how it ended.", field="how")
    then = (clock.now() + 3 * A_DAY, "Ask how it went")
    life.step(asked, how, by=by, reason=words_of(reason, "reason"), then=then)
    let_go(asked, MatchEnd.COMPLETED if how == State.DONE else MatchEnd.WITHDRAWN, by=by)
    return asked


@action(permission="help.run_requests", about="request")
def ask_how_it_went(*, by: Actor, request: Request, edition: int | None = None) -> Request:
    """Begin to ask the person how it went, before anything is closed."""
    asked = life.held(request)
    life.check_edition(asked, edition)
    life.step(asked, State.FOLLOW_UP, by=by, then=(clock.now() + A_DAY, "Ask how it went"))
    return asked


@action(permission="help.run_requests", about="request")
def close_request(
    *, by: Actor, request: Request, said: str = "", edition: int | None = None
) -> Request:
    """Close what ended, once the person was asked how it went, or was tried three times.

    What they no longer wanted may be closed without asking again.

    :raises Refused: when it has not ended, or nobody asked them.
    """
    asked = life.held(request)
    life.check_edition(asked, edition)
    if asked.state == State.FOLLOW_UP and asked.outcome != State.WITHDRAWN and not was_asked(asked):
        raise Refused("Ask them first how it went, or try at three times and write down each.")
    life.step(asked, State.CLOSED, by=by, reason=words_of(said, "said"))
    return asked


@action(permission="help.run_requests", about="request")
def reopen_request(*, by: Actor, request: Request, reason: str) -> Request:
    """Ask again for what was over: a new request, tied to the old one, which stays as it was.

    :raises Refused: when it is not over yet, its person was forgotten, or nobody says why.
    """
    old = life.held(request)
    if old.state not in (*ENDINGS, State.FOLLOW_UP, State.CLOSED):
        raise Refused("It is still open.")
    if old.forgotten_on:
        raise Refused("The person's record was forgotten. Take the request anew.")
    why = words_of(reason, "reason", needed="Say why it is asked for again.")
    now = clock.now()
    new = Request.objects.create(
        asking=old.asking, scheme=old.scheme, client=old.client, need=old.need,
        details=old.details, wanted=old.wanted, urgency=old.urgency, urgency_by=by.label,
        essential=old.essential, state=State.CONSENTED, state_since=now, asked_at=now,
        due_at=by_when(Urgency.DAYS, now), owner=life.answerer(old.scheme),
        next_on=now + life.SOON, next_what=life.AGAIN, held=old.held, again=old,
        may_match=old.may_match, may_match_why=old.may_match_why, area=old.area,
        district=old.district,
    )  # fmt: skip
    life.write_down(new, "", State.CONSENTED, by=by, reason=why)
    life.first_owner(new, by=by, reason="Asked for again")
    return new


@action(permission="help.run_requests", about="request")
def give_to(*, by: Actor, request: Request, person: User, reason: str = "") -> Request:
    """Let somebody else of the scheme answer for it: one who is on duty, or its lead.

    :raises Refused: when they are neither, or the reason holds a code that opens a door.
    """
    asked = life.held(request)
    leads = SchemeMember.objects.standing().who(Part.LEAD).filter(scheme=asked.scheme)
    on_duty = Duty.objects.at(clock.now()).filter(scheme=asked.scheme)
    if not (leads.filter(person=person).exists() or on_duty.filter(person=person).exists()):
        raise Refused(f"{person.label} is not on duty for {asked.scheme}.", field="person")
    life.own(asked, person, by=by, reason=words_of(reason, "reason", most=300))
    return asked


@action(permission="help.run_requests", about="request", keeps=("at",))
def set_next(
    *, by: Actor, request: Request, at: dt.datetime, what: str = "", edition: int | None = None
) -> Request:
    """Say when its owner looks at it again, and for what.

    :raises Refused: when it is closed, or the time has passed.
    """
    asked = life.held(request)
    life.check_edition(asked, edition)
    if asked.state == State.CLOSED:
        raise Refused("It is closed.")
    life.look_again(asked, at, words_of(what, "what", most=200))
    return asked


@action(permission="help.run_requests", about="request")
def add_note(*, by: Actor, request: Request, words: str, handover: bool = False) -> Note:
    """Write something down for whoever runs it next. Helpers never see it.

    :raises Refused: when there is nothing, too much, or a code that opens a door.
    """
    return Note.objects.create(
        request=request, at=clock.now(), by=by.label, handover=handover,
        words=words_of(words, "words", needed="Write what is to be remembered."),
    )  # fmt: skip


@action(permission="help.lead_scheme", about="request")
def let_match(*, by: Actor, request: Request, why: str) -> Request:
    """The lead lets a helper be looked for though the person has not agreed yet, and says why."""
    asked = life.held(request)
    asked.may_match_why = words_of(why, "why", needed="Say why it cannot wait for their word.")
    asked.may_match = True
    asked.edition += 1
    asked.save()
    return asked
