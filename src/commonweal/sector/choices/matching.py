"""Words for how a list of names stands that is matched with the register."""

from __future__ import annotations

from django.db import models


class Matching(models.TextChoices):
    """How a list that is to be matched stands."""

    GIVEN = "given", "Given"
    WAITING = "waiting", "Waiting to be matched"
    READY = "ready", "Matched"
    FAILED = "failed", "Could not be matched"


class MatchAnswer(models.TextChoices):
    """What is known of whom a row means."""

    SURE = "sure", "Sure"
    DOUBTFUL = "doubtful", "To be looked at"
    NOBODY = "nobody", "Nobody found"
    CHOSEN = "chosen", "Chosen by you"
    REFUSED = "refused", "None of these, you say"
