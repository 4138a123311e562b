"""Candidates answer: by their link, or told to staff and read back. Rows are only added."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from django.core.exceptions import PermissionDenied

from commonweal.commitments.actions.calls import asks_of
from commonweal.commitments.asking import takes_answers, tidy, too_long
from commonweal.commitments.choices import AnswerWay, CandidateStanding, ContactKind, Stance
from commonweal.commitments.letters import words_of
from commonweal.commitments.models import Answer, Call, Candidate, CandidateLink, Paragraph
from commonweal.comms.letters import write_letter
from commonweal.comms.outbox import POSTMASTER
from commonweal.comms.reports import bounced_among, can_be_written_to
from commonweal.core import clock
from commonweal.core.actions import action
from commonweal.core.actors import Actor
from commonweal.core.refused import Refused
from commonweal.core.unseen import seen

THE_CANDIDATE = "the candidate"
CLOSED = "Answers closed at {}. What you had said by then is kept."
NOT_STANDING = "You no longer stand in this election, so nothing more is asked of you."
NOT_YET = "This call is not open yet."


@dataclass(frozen=True)
class Said:
    """What somebody says to one ask."""

    stance: str
    words: str = ""


@action(permission="commitments.answer_call", about="candidate", keeps=("call",))
def answer_call(
    *, by: Actor, call: Call, candidate: Candidate, answers: Mapping[int, Said]
) -> list[Answer]:
    """A candidate answers asks (by their key), or changes what they said; gives what was kept anew.

    What is the same as before adds nothing, so sending it twice is sending it once. A copy goes to
    their e-mail address.

    :raises PermissionDenied: when the link is to another call.
    :raises Refused: when it is not the time, or naming the ask, when something cannot be kept.
    """
    _of_this_call(by, call, candidate)
    kept = _keep(call, candidate, answers, AnswerWay.LINK, THE_CANDIDATE)
    if kept:
        _send_copy(call, candidate)
    return kept


@action(permission="commitments.enter_answer", about="call", keeps=("candidate", "way"))
def enter_answer(
    *, by: Actor, call: Call, candidate: Candidate, answers: Mapping[int, Said], way: AnswerWay,
    read_back: bool = False,
) -> list[Answer]:  # fmt: skip
    """Write down what a candidate told by telephone, once it was read back, or wrote in a letter.

    :raises Refused: when it was not read back, or as ``answer_call``.
    """
    if way == AnswerWay.LINK:
        raise Refused("Only the candidate answers by their link.", field="way")
    if way == AnswerWay.TELEPHONE and not read_back:
        raise Refused("Read it back to them first, word for word.", field="read_back")
    kept = _keep(call, candidate, answers, way, by.label, read_back=read_back)
    if kept:
        _send_copy(call, candidate)
    return kept


def _of_this_call(by: Actor, call: Call, candidate: Candidate) -> None:
    """A link is to one candidate in one call."""
    key = getattr(by, "thing", "").rpartition(":")[2]
    links = CandidateLink.objects.good().filter(call=call, candidate=candidate)
    if not key.isdecimal() or not links.filter(pk=int(key)).exists():
        raise PermissionDenied(f"{by.label} may not do this.")


def open_asks(call: Call, candidate: Candidate) -> list[Paragraph]:
    """The asks that a candidate can answer now: all until the deadline; after it only those whose
    words are withheld, once, while they may be sent again."""
    asks, now = asks_of(call.document), clock.now()
    if candidate.standing != CandidateStanding.STANDING:
        return []
    if takes_answers(call, candidate.ballot, now):
        return asks
    rows = Answer.objects.filter(call=call, candidate=candidate).resubmitting(now)
    again = set(rows.values_list("ask_id", flat=True))
    return [ask for ask in asks if ask.pk in again]


def why_closed(call: Call, candidate: Candidate) -> str:
    """Why nothing can be said any more, or yet; nothing when it can."""
    if candidate.standing != CandidateStanding.STANDING:
        return NOT_STANDING
    if open_asks(call, candidate):
        return ""
    if call.opened_at is None or clock.now() < call.invite_at:
        return NOT_YET
    until = clock.here(candidate.ballot.closes_at or call.closes_at)
    return CLOSED.format(f"{until:%H:%M} on {until.day} {until:%B %Y}")


def _keep(
    call: Call, candidate: Candidate, answers: Mapping[int, Said], way: AnswerWay, by: str,
    *, read_back: bool = False,
) -> list[Answer]:  # fmt: skip
    """Add a row for each ask that is answered otherwise than before. One save at a time."""
    candidate = (
        Candidate.objects.select_for_update(of=("self",))
        .select_related("ballot")
        .get(pk=candidate.pk)
    )
    if candidate.ballot.election_id != call.election_id:
        raise Refused("This candidate stands in another election.")
    closed = why_closed(call, candidate)
    if closed:
        raise Refused(closed)
    asks = {ask.pk: ask for ask in open_asks(call, candidate)}
    late = not takes_answers(call, candidate.ballot, clock.now())
    last = last_answers(call, candidate)
    kept = []
    for key, said in answers.items():
        if key not in asks:
            raise Refused("This is not asked, or not any more.")
        stance, words = _checked(said, asks[key], call.word_limit)
        before = last.get(key)
        if before is None or (before.stance, before.words) != (stance, words):
            kept.append(Answer(
                call=call, candidate=candidate, ask=asks[key], stance=stance, words=words,
                way=way, read_back=read_back, at=clock.now(), by=by, after_deadline=late,
            ))  # fmt: skip
    for answer in kept:
        answer.save()
    return kept


def _checked(said: Said, ask: Paragraph, limit: int) -> tuple[str, str]:
    """Stance and words as they are kept.

    :raises Refused: naming the field of the ask.
    """
    if said.stance not in Stance.values:
        raise Refused("Choose one of the three.", field=f"stance_{ask.pk}")
    words = tidy(seen(said.words))
    wrong = too_long(words, limit)
    if wrong:
        raise Refused(wrong, field=f"words_{ask.pk}")
    return said.stance, words


def last_answers(call: Call, candidate: Candidate) -> dict[int, Answer]:
    """What a candidate says now, by ask. For themselves alone, before the hour."""
    rows = Answer.objects.filter(call=call, candidate=candidate).counting()
    return {answer.ask_id: answer for answer in rows}


def _send_copy(call: Call, candidate: Candidate) -> None:
    """Send them what they said, as it will be shown. It is wiped here once it went."""
    email = candidate.email
    if not can_be_written_to(email) or bounced_among([email]):
        return
    last = last_answers(call, candidate)
    words = words_of(call, candidate.ballot, ContactKind.INVITATION)
    said = [(ask, last.get(ask.pk)) for ask in asks_of(call.document)]
    write_letter(
        "commitments/letters/answered.txt", by=POSTMASTER, to=email, secret=True,
        name=candidate.name, answers=said, **words,
    )  # fmt: skip
