"""Looking, worrying, complaining, and people's rights over what is kept of them."""

from __future__ import annotations

from django.db import models


class LookKind(models.TextChoices):
    """What somebody did with a person's record."""

    VIEW = "view", "Looked at it"
    EDIT = "edit", "Changed it"
    EXPORT = "export", "Took it out"
    SHARE = "share", "Passed it on"
    PRINT = "print", "Printed it"
    ERASE = "erase", "Erased it"


class WorryStanding(models.TextChoices):
    """Where a worry about somebody's safety is."""

    RAISED = "raised", "Raised"
    LOOKED_INTO = "looked_into", "Being looked into"
    REFERRED = "referred", "Passed to the authority that must decide"
    CLOSED = "closed", "Closed, with what was decided"


class RightKind(models.TextChoices):
    """What somebody asks about what is kept of them."""

    ACCESS = "access", "To see it"
    CORRECTION = "correction", "To put it right"
    ERASURE = "erasure", "To have it erased"
    OBJECTION = "objection", "To have it used no more"


class RightStanding(models.TextChoices):
    """Where such a request is."""

    OPEN = "open", "Open"
    PAUSED = "paused", "Waiting for them to say who they are or what they mean"
    DONE = "done", "Done"
    REFUSED = "refused", "Refused, with the reason"


class ComplaintStanding(models.TextChoices):
    """Where a complaint is."""

    OPEN = "open", "Not yet acknowledged"
    ACKNOWLEDGED = "acknowledged", "Acknowledged"
    ANSWERED = "answered", "Answered"
    TAKEN_ON = "taken_on", "Taken to somebody outside"
