"""Words for how a group without a number stands on its way into the register."""

from __future__ import annotations

from django.db import models


class Joining(models.TextChoices):
    """How a group's application stands."""

    UNPROVED = "unproved", "Address not proved yet"
    WAITING = "waiting", "Waits to be vouched for"
    VOUCHED = "vouched", "In the register"
    REFUSED = "refused", "Refused"
    LAPSED = "lapsed", "Lapsed: nobody vouched in time"
    WITHDRAWN = "withdrawn", "Taken back"


# Which may follow which. What is not here is over.
JOINING_NEXT: dict[Joining, frozenset[Joining]] = {
    Joining.UNPROVED: frozenset({Joining.WAITING, Joining.WITHDRAWN, Joining.REFUSED}),
    Joining.WAITING: frozenset(
        {Joining.VOUCHED, Joining.REFUSED, Joining.LAPSED, Joining.WITHDRAWN}
    ),
}


class StepKind(models.TextChoices):
    """What happened to an application."""

    WRITTEN = "written", "Written"
    PROVED = "proved", "Proved that it is theirs"
    ASKED = "asked", "Asked organisations to vouch"
    QUESTION = "question", "Asked them a question"
    ANSWER = "answer", "They answered"
    VOUCHED = "vouched", "Taken into the register"
    REFUSED = "refused", "Refused"
    LAPSED = "lapsed", "Lapsed"
    WITHDRAWN = "withdrawn", "Taken back"


class Answer(models.TextChoices):
    """What is said to the question: do you know this group?"""

    YES = "yes", "Yes, we know them"
    NO = "no", "No: something is not right"
    UNKNOWN = "unknown", "We do not know them"


class Passing(models.TextChoices):
    """How a letter to a group stands."""

    UNPROVED = "unproved", "The sender has not pressed yet"
    SENT = "sent", "Sent on"
    TO_PASS_ON = "to-pass-on", "To be passed on by telephone"
    PASSED_ON = "passed-on", "Passed on"
    STOPPED = "stopped", "Not sent"
