"""Words of consultations."""

from __future__ import annotations

from django.db import models


class ConsultationStanding(models.TextChoices):
    """How far a consultation has come."""

    DRAFT = "draft", "Being prepared"
    OPEN = "open", "Open"
    CLOSED = "closed", "Closed, being read"
    REPORTED = "reported", "Reported"


class Asked(models.TextChoices):
    """In what way a question is answered."""

    OPEN = "open", "In their own words"
    ONE_OF = "one-of", "One of several answers, and words"


class Way(models.TextChoices):
    """By what way somebody said it. All count the same."""

    WEB = "web", "On the web"
    PAPER = "paper", "On paper"
    TELEPHONE = "telephone", "By telephone"
    EVENT = "event", "At an event"


class SpeaksAs(models.TextChoices):
    """For whom somebody speaks."""

    MYSELF = "myself", "For myself"
    ORGANISATION = "organisation", "For an organisation or group"
    PARTNER = "partner", "For a public body or business"


class CommentStanding(models.TextChoices):
    """Whether the public sees a comment."""

    WAITING = "waiting", "Waiting to be read"
    SHOWN = "shown", "Shown"
    WITHHELD = "withheld", "Not shown"


class Decision(models.TextChoices):
    """What came of a point."""

    TAKEN_UP = "taken-up", "Taken up"
    PARTLY = "partly", "Taken up in part"
    NO = "no", "Not taken up"
