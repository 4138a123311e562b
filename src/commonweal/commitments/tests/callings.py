"""A call in the middle of April: who stands, who works on it, and what the clock says."""

from __future__ import annotations

import datetime as dt
import re
from dataclasses import dataclass
from typing import Any

import time_machine

from commonweal.commitments.models import Ballot, Call, Candidate
from commonweal.commitments.tests.factories import (
    BallotFactory,
    CallFactory,
    CandidateFactory,
    InterestFactory,
    ParagraphFactory,
)
from commonweal.comms.models import Message
from commonweal.core.actors import LinkHolder, Robot
from commonweal.sector.tests.people import steward

worker = Robot("housekeeping")
INVITE = dt.datetime(2026, 4, 10, 9, 0, tzinfo=dt.UTC)
CLOSE = dt.datetime(2026, 4, 24, 11, 0, tzinfo=dt.UTC)
A_SECOND = dt.timedelta(seconds=1)
A_DAY = dt.timedelta(days=1)
CHECKED = dt.datetime(2026, 4, 8, 9, 0, tzinfo=dt.UTC)


def at(moment: dt.datetime) -> Any:
    """The clock stands still at a moment."""
    return time_machine.travel(moment, tick=False)


@dataclass
class Calling:
    """A call that was opened, its ballot, and two who stand: one with e-mail, one without."""

    call: Call
    ballot: Ballot
    grace: Candidate
    omar: Candidate
    asks: list[Any]


def calling(**how: Any) -> Calling:
    """Lay it out."""
    told = {
        "opened_at": CHECKED, "opened_by": "Ada", "reminder": "You have not answered every ask.",
        "remind_days": [7, 2], "word_limit": 10,
    } | how  # fmt: skip
    call = CallFactory(**told)
    ballot = BallotFactory(
        election=call.election, checked_at=CHECKED, checked_by="Ada", name="Lantern Street"
    )
    grace = CandidateFactory(ballot=ballot, name="Grace Nwosu", email="grace@example.org")
    omar = CandidateFactory(ballot=ballot, name="Omar Haddad", surname="Haddad", address="2 Mill")
    asks = [
        ParagraphFactory(document=call.document, kind="ask", heading=f"Ask {n}", position=n)
        for n in (1, 2)
    ]
    InterestFactory(call=call, person_key=steward.key, public_body=False)
    return Calling(call, ballot, grace, omar, asks)


def tokens_to(address: str) -> list[str]:
    """The secrets in what an address was sent, the oldest first."""
    bodies = Message.objects.filter(to=address).order_by("pk").values_list("body", flat=True)
    return [token for body in bodies for token in re.findall(r"/answer/([\w-]+)/", body)]


def holder(link: Any) -> LinkHolder:
    """Whoever has the secret of a link."""
    return LinkHolder(f"{link._meta.label_lower}:{link.pk}")
