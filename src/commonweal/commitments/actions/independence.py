"""Who may publish about candidates while an election is near: nobody from a public body."""

from __future__ import annotations

import datetime as dt

from commonweal.commitments.models import Interest
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


def not_before_an_election() -> None:
    """Nothing, out of a pre-election period: reviews and updates of councillors wait in it.

    :raises Refused: until the poll has closed.
    """
    if poll := period_of(clock.now()):
        raise Refused(
            f"An election is near ({poll.name}). What councillors say, and what is said of them, "
            f"waits until the polls have closed on {long_day(poll.on)}."
        )
