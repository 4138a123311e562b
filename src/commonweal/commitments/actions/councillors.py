"""Who was elected takes office, keeps to what they said, changes party, reports and leaves."""

from __future__ import annotations

import datetime as dt

from commonweal.commitments.actions.independence import (
    not_before_an_election,
    only_the_independent,
)
from commonweal.commitments.actions.results import close_of_poll
from commonweal.commitments.actions.revealing import told
from commonweal.commitments.choices import Promiser, ReviewedBy, Stance
from commonweal.commitments.models import (
    Affiliation,
    Answer,
    Call,
    Candidate,
    Commitment,
    CouncillorUpdate,
    Election,
)
from commonweal.commitments.reports.hours import is_shown
from commonweal.commitments.sealing import digest_of_words
from commonweal.core import clock
from commonweal.core.actions import action
from commonweal.core.actors import Actor
from commonweal.core.refused import Refused

MOST_WORDS = 300


@action(permission="commitments.keep_election", about="election")
def take_office(*, by: Actor, election: Election, on: dt.date) -> list[Candidate]:
    """Everybody who was elected and is not in office yet takes it, on one day.

    Whoever supported an ask, or in part, has promised it in the words they sent; they are frozen as
    a commitment. Whoever did not, or did not answer, has the same page without.

    :raises Refused: when nobody waits, before the poll, or while answers are not shown.
    """
    only_the_independent(by)
    waiting = list(
        Candidate.objects.filter(ballot__election=election, elected=True, office_from=None)
        .select_related("ballot__election")
        .order_by("pk")
    )
    if not waiting:
        raise Refused("Nobody waits to take office: bring the results in first.")
    if on > clock.today():
        raise Refused("That day is still to come.", field="on")
    if any(on < clock.day_of(close_of_poll(c.ballot)) for c in waiting):
        raise Refused("Nobody takes office before the poll.", field="on")
    for call in election.calls.filter(opened_at__isnull=False).order_by("pk"):
        keep_words(call, waiting, on)
    for candidate in waiting:
        candidate.office_from = on
    Candidate.objects.bulk_update(waiting, ["office_from"])
    return waiting


def keep_words(call: Call, elected: list[Candidate], on: dt.date) -> None:
    """Make commitments of what the elected answered to a call.

    :raises Refused: while its answers are not shown.
    """
    now = clock.now()
    if not all(is_shown(call, c.ballot, now) for c in elected):
        raise Refused("Answers are not shown yet, so nobody is held to them.")
    said = Answer.objects.public(now).counting().filter(call=call, candidate__in=elected)
    promised = said.filter(stance__in=[Stance.SUPPORT, Stance.IN_PART])
    made = [
        commitment_from(answer, now, on)
        for answer in promised.select_related("candidate__ballot", "ask").order_by("pk")
    ]
    Commitment.objects.bulk_create(made, batch_size=500)


def commitment_from(answer: Answer, now: dt.datetime, on: dt.date) -> Commitment:
    """A commitment in an answer's exact words; where it had none to show, its stance."""
    shown = answer.words if answer.withheld_at is None else ""
    words = shown or str(answer.get_stance_display())
    return Commitment(
        document_id=answer.call.document_id, paragraph=answer.ask, code=answer.ask.code,
        words=words, digest=digest_of_words(words), published_at=now,
        promised_by=Promiser.COUNCILLOR, promiser=answer.candidate.name,
        candidate=answer.candidate, promised_to=f"the people of {answer.candidate.ballot.name}",
        starts_on=on, reviewed_by=ReviewedBy.NARRATIVE,
    )  # fmt: skip


@action(permission="commitments.keep_election", about="candidate")
def leave_office(*, by: Actor, candidate: Candidate, on: dt.date) -> Candidate:
    """Somebody holds their seat no longer; what they promised ends that day, and stays to be read.

    :raises Refused: when they hold none, or that day makes no sense.
    """
    only_the_independent(by)
    began = in_office(candidate)
    if on < began:
        raise Refused("They had not taken office by then.", field="on")
    if on > clock.today():
        raise Refused("That day is still to come.", field="on")
    candidate.office_to = on
    candidate.save(update_fields=["office_to"])
    Commitment.objects.filter(candidate=candidate, ended_on=None).update(
        ended_on=on, ended_because="They left office."
    )
    return candidate


@action(permission="commitments.keep_election", about="candidate")
def join_party(
    *, by: Actor, candidate: Candidate, party: str, since: dt.date, source: str
) -> Affiliation:
    """Somebody in office belongs to another party since a day, by a source, or to none.

    :raises Refused: without a party or source, when they hold no seat, or that day makes no sense.
    """
    only_the_independent(by)
    began = in_office(candidate)
    party = told(party, "party", "Say which party, or Independent.")[:200]
    source = told(source, "source", "Say where that can be read.")[:300]
    if since < began:
        raise Refused("They had not taken office by then.", field="since")
    if since > clock.today():
        raise Refused("That day is still to come.", field="since")
    last = candidate.affiliations.order_by("-since", "-pk").first()
    if last is not None and since < last.since:
        raise Refused("They changed later than that already.", field="since")
    if party == (last.party if last else candidate.party):
        raise Refused("They belong to that party already.", field="party")
    return Affiliation.objects.create(candidate=candidate, party=party, since=since, source=source)


@action(permission="commitments.answer_call", about="candidate")
def update_councillor(
    *, by: Actor, candidate: Candidate, call: Call, words: str
) -> CouncillorUpdate:
    """A councillor says in their own words how it goes; it is shown at once and stays.

    :raises Refused: out of office, before an election, without words or with too many.
    """
    in_office(candidate)
    not_before_an_election()
    if call.election_id != candidate.ballot.election_id:
        raise Refused("This call was not put to you.")
    said = words.strip()
    if not said:
        raise Refused("Write something.", field="words")
    if (count := len(said.split())) > MOST_WORDS or len(said) > MOST_WORDS * 12:
        raise Refused(
            f"This has {count:,} words. {MOST_WORDS} are the most, the same for everybody.",
            field="words",
        )
    return CouncillorUpdate.objects.create(
        candidate=candidate, call=call, words=said, at=clock.now()
    )


def in_office(candidate: Candidate) -> dt.date:
    """Since when somebody holds a seat.

    :raises Refused: when they hold none.
    """
    if candidate.office_from is None or candidate.office_to is not None:
        raise Refused(f"{candidate} holds no seat.")
    return candidate.office_from
