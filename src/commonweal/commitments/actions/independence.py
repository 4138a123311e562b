"""Who may publish about candidates while an election is near: nobody from a public body."""

from __future__ import annotations

import datetime as dt

from commonweal.commitments.choices import Face
from commonweal.commitments.models import Call, Commitment, Document, Election, Interest
from commonweal.commitments.reports.period import period_of
from commonweal.core import clock
from commonweal.core.actors import Actor
from commonweal.core.refused import Refused
from commonweal.ui.words import long_day

GOOD_FOR = dt.timedelta(days=366)


def only_the_independent(by: Actor) -> None:
    """Nothing, out of a pre-election period, or for who last declared to work for no public body.

    What was declared more than a year ago counts no more: people change their work.

    :raises Refused: for anybody else, until the poll has closed.
    """
    poll = period_of(clock.now())
    if poll is None:
        return
    last = Interest.objects.filter(person_key=by.key).order_by("-pk").first()
    if last is None or last.public_body or last.at < clock.now() - GOOD_FOR:
        raise Refused(
            "Before an election only somebody who has declared within a year that they work for "
            "no public body publishes anything about candidates. This ends when the polls close "
            f"on {long_day(poll.on)}."
        )


def only_the_independent_on(by: Actor, election: Election) -> None:
    """The same, of an election to whose candidates a call was put: everybody reads who stands.

    One that no call was put to is on no page, and any steward may prepare it.

    :raises Refused: for anybody else, until the poll has closed.
    """
    if Call.objects.filter(election=election.pk, opened_at__isnull=False).exists():
        only_the_independent(by)


def only_the_independent_of_calls(by: Actor, document: Document) -> None:
    """The same, of what a call to candidates asks; of nothing else that is written.

    :raises Refused: for anybody else, until the poll has closed.
    """
    if document.face == Face.CALL:
        only_the_independent(by)


def not_of_a_councillor_before_an_election(commitment: Commitment) -> None:
    """Nothing, of what anybody but a councillor promised.

    :raises Refused: of a councillor, until the poll has closed.
    """
    if commitment.candidate_id is not None:
        not_before_an_election()


def not_before_an_election() -> None:
    """Nothing, out of a pre-election period: reviews and updates of councillors wait in it.

    :raises Refused: until the poll has closed.
    """
    if poll := period_of(clock.now()):
        raise Refused(
            f"An election is near ({poll.name}). What councillors say, and what is said of them, "
            f"waits until the polls have closed on {long_day(poll.on)}."
        )
