"""Words of calls to candidates."""

from __future__ import annotations

from django.db import models


class BallotStanding(models.TextChoices):
    """How a ballot stands."""

    GOING = "going", "Goes ahead"
    COUNTERMANDED = "countermanded", "Put off: the poll was countermanded"
    UNCONTESTED = "uncontested", "Nobody to vote between"


class CandidateStanding(models.TextChoices):
    """Whether somebody still stands."""

    STANDING = "standing", "Standing"
    WITHDRAWN = "withdrawn", "Withdrew"
    DIED = "died", "Died"
    NOT_NOMINATED = "not-nominated", "Not on the Statement of Persons Nominated"


class Stance(models.TextChoices):
    """What somebody says to an ask."""

    SUPPORT = "support", "Support"
    IN_PART = "in-part", "Support in part"
    NOT = "not", "Do not support"


class Order(models.TextChoices):
    """In which order candidates stand on a page."""

    SURNAME = "surname", "By surname"
    SEED = "seed", "Drawn by a published seed"


class ContactWay(models.TextChoices):
    """By what way a candidate is written to."""

    EMAIL = "email", "E-mail"
    LETTER = "letter", "Letter"
    TELEPHONE = "telephone", "Telephone"


class ContactKind(models.TextChoices):
    """What a candidate was sent."""

    INVITATION = "invitation", "Invitation"
    REMINDER = "reminder", "Reminder"
    MOVED = "moved", "New deadline"
    RESUBMIT = "resubmit", "Chance to answer again"
    REVIEW = "review", "Yearly review"


class AnswerWay(models.TextChoices):
    """By what way an answer came."""

    LINK = "link", "By their private link"
    TELEPHONE = "telephone", "By telephone, read back to them"
    LETTER = "letter", "By letter"
