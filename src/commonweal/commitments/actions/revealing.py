"""Answers are shown at their hour by the clock; a person can stop that, or put things right."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping

from django.urls import reverse

from commonweal.commitments.actions.candidates import note_correction
from commonweal.commitments.actions.correction_log import note
from commonweal.commitments.choices import ContactKind, ContactWay
from commonweal.commitments.models import (
    Answer,
    Call,
    CallCorrection,
    Candidate,
    CandidateLink,
    Contact,
)
from commonweal.comms.letters import write_letter
from commonweal.core import clock
from commonweal.core.actions import action
from commonweal.core.actors import Actor
from commonweal.core.refused import Refused
from commonweal.core.tokens import digest_of, new_token
from commonweal.ui.words import long_day

CORRECTABLE = ("name", "surname", "forenames", "party", "description")
LONGEST = 2000
MOST_DAYS = 30


@action(permission="commitments.run_call", about="call")
def hold_call(*, by: Actor, call: Call, reason: str) -> Call:
    """Stop the showing of all answers, of everybody alike, for a reason that everybody reads.

    :raises Refused: without a reason, before the call is open, or when it is held already.
    """
    said = told(reason, "reason", "Say why: everybody reads it.")
    if call.opened_at is None:
        raise Refused("This call was not put to anybody yet.")
    if call.held_at is not None:
        raise Refused("The answers are held back already.")
    call.held_at, call.held_because = clock.now(), said
    call.save(update_fields=["held_at", "held_because"])
    note(call, by, "The answers of all candidates were held back.", said)
    return call


@action(permission="commitments.run_call", about="call")
def release_call(*, by: Actor, call: Call, reason: str) -> Call:
    """Let the answers be shown again: at their hour, or at once when it has passed.

    :raises Refused: without a reason, or when they are not held.
    """
    said = told(reason, "reason", "Say what has changed: everybody reads it.")
    if call.held_at is None:
        raise Refused("The answers are not held back.")
    call.held_at, call.held_because = None, ""
    call.save(update_fields=["held_at", "held_because"])
    note(call, by, "The answers of all candidates are no longer held back.", said)
    return call


@action(permission="commitments.run_call", about="call")
def correct_call(
    *,
    by: Actor,
    call: Call,
    what: str,
    why: str,
    candidate: Candidate | None = None,
    changes: Mapping[str, str] | None = None,
) -> CallCorrection:
    """Put something right after answers closed, and say so where everybody reads it.

    ``changes`` are new words for a candidate's name, surname, forenames, party or description.

    :raises Refused: while answers can still be changed, or when something is not said.
    """
    what = told(what, "what", "Say what was put right.")
    why = told(why, "why", "Say why.")
    if call.opened_at is None or clock.now() < closing_of(call, candidate):
        raise Refused("Answers have not closed yet: until then, change what is wrong in its place.")
    if candidate is not None and candidate.ballot.election_id != call.election_id:
        raise Refused("This candidate does not stand in this election.", field="candidate")
    wanted = {k: v.strip() for k, v in (changes or {}).items() if v.strip()}
    if wanted:
        put_right(candidate, wanted)
    return note(call, by, what, why, candidate)


def put_right(candidate: Candidate | None, wanted: Mapping[str, str]) -> None:
    """Write a candidate's name or party anew.

    :raises Refused: when it cannot be.
    """
    if candidate is None:
        raise Refused("Say which candidate this is about.", field="candidate")
    for name, words in wanted.items():
        if name not in CORRECTABLE:
            raise Refused(f"The {name} of a candidate is not put right here.")
        longest = getattr(Candidate._meta.get_field(name), "max_length", 0)
        if len(words) > longest:
            raise Refused(f"This is longer than {longest} characters.", field=name)
        note_correction(candidate, name, words)
        setattr(candidate, name, words)
    candidate.save(update_fields=[*wanted, "corrected"])


@action(permission="commitments.run_call", about="answer")
def withhold_words(*, by: Actor, answer: Answer, advice: str, days: int) -> tuple[Answer, str]:
    """Show the words of an answer no longer, on legal advice; the stance stays, and it is marked.

    The candidate is told at once, and may answer this ask again for so many days: as many as
    everybody else of this call had. What comes back is the answer and the secret of a link that
    works until then, for a letter by post where there is no e-mail.

    :raises Refused: without advice, words or days; while answers can be changed; or done already.
    """
    said = told(advice, "advice", "Say who advised it, when, and what they advised.")
    call, candidate, now = answer.call, answer.candidate, clock.now()
    if now < closing_of(call, candidate):
        raise Refused("Answers have not closed yet: the candidate can still change theirs.")
    if answer.withheld_at is not None:
        raise Refused("These words are withheld already.")
    if not answer.words or not Answer.objects.counting().filter(pk=answer.pk).exists():
        raise Refused("There are no words here that anybody is shown.")
    until = until_when(call, now, days)
    answer.withheld, answer.withheld_at, answer.resubmit_by = said, now, until
    answer.save(update_fields=["withheld", "withheld_at", "resubmit_by"])
    token = tell_candidate(by, answer, until)
    note(
        call, by, f"Words of {candidate} on “{answer.ask.heading}” are not shown.",
        f"On legal advice, which is on record. They were told the same day and may answer this "
        f"again until {long_day(clock.day_of(until))}.",
        candidate,
    )  # fmt: skip
    return answer, token


def until_when(call: Call, now: dt.datetime, days: int) -> dt.datetime:
    """Until when a candidate may answer again: as many days as everybody else had.

    :raises Refused: when others had another number of days, or it makes no sense.
    """
    if not 1 <= days <= MOST_DAYS:
        raise Refused(f"Give between one and {MOST_DAYS} days.", field="days")
    before = call.answers.filter(withheld_at__isnull=False).order_by("pk").first()
    if before is not None and before.resubmit_by and before.withheld_at:
        had = (before.resubmit_by - before.withheld_at).days
        if had != days:
            raise Refused(f"Others had {had} days. Everybody gets as many.", field="days")
    return now + dt.timedelta(days=days)


def tell_candidate(by: Actor, answer: Answer, until: dt.datetime) -> str:
    """Make a link for a candidate whose words are withheld, and write to them; its secret."""
    call, candidate, now = answer.call, answer.candidate, clock.now()
    token, digest = new_token()
    CandidateLink.objects.create(call=call, candidate=candidate, digest=digest, made_at=now)
    template = "commitments/letters/words-withheld.txt"
    kept = Contact.objects.filter(call=call, candidate=candidate, kind=ContactKind.RESUBMIT)
    Contact.objects.create(
        call=call, candidate=candidate, kind=ContactKind.RESUBMIT,
        way=ContactWay.EMAIL if candidate.email else ContactWay.LETTER,
        number=kept.count() + 1, text_digest=digest_of(template), due_at=now, at=now, by=by.label,
    )  # fmt: skip
    if candidate.email:
        write_letter(
            template, by=by, to=candidate.email, secret=True, candidate=candidate, call=call,
            ask=answer.ask, until=clock.here(until), address=address_to_answer(token),
        )  # fmt: skip
    return token


def address_to_answer(token: str) -> str:
    """Where a candidate answers with a link."""
    return reverse("answer_call", args=[token])


def closing_of(call: Call, candidate: Candidate | None) -> dt.datetime:
    """When answers close: of a poll that was put off, at its own hour."""
    return (candidate.ballot.closes_at if candidate else None) or call.closes_at


def told(words: str, field: str, otherwise: str) -> str:
    """Words that were given, tidied.

    :raises Refused: when there are none, or far too many.
    """
    said = words.strip()
    if not said:
        raise Refused(otherwise, field=field)
    if len(said) > LONGEST:
        raise Refused(f"This is longer than {LONGEST:,} characters.", field=field)
    return said
