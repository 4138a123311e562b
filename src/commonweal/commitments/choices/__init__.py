"""How documents and promises stand, and which may follow which."""

from __future__ import annotations

from django.db import models

from commonweal.commitments.choices.calls import (
    AnswerWay,
    BallotStanding,
    CandidateStanding,
    ContactKind,
    ContactWay,
    Order,
    Stance,
)
from commonweal.commitments.choices.compact import (
    Disclosed,
    EventKind,
    EventStanding,
    Known,
    Rung,
    ToWhom,
)
from commonweal.commitments.choices.consulting import (
    Asked,
    CommentStanding,
    ConsultationStanding,
    Decision,
    SpeaksAs,
    Way,
)

__all__ = [
    "AGREEMENTS",
    "LIES_IN",
    "MAY_FOLLOW",
    "ActionStanding",
    "AnswerWay",
    "Asked",
    "BallotStanding",
    "CandidateStanding",
    "CommentStanding",
    "ConsultationStanding",
    "ContactKind",
    "ContactWay",
    "Decision",
    "Disclosed",
    "DocumentStanding",
    "EventKind",
    "EventStanding",
    "Face",
    "Judged",
    "Known",
    "Order",
    "ParagraphKind",
    "Promiser",
    "ReviewedBy",
    "Rung",
    "SpeaksAs",
    "Stance",
    "ToWhom",
    "Way",
]  # fmt: skip


class Face(models.TextChoices):
    """What a document is to people. Nobody is ever shown the word document for it."""

    STRATEGY = "strategy", "Strategy"
    COMPACT = "compact", "Compact"
    COVENANT = "covenant", "Covenant"
    CALL = "call", "Call to candidates"


# What two sides sign: events, concerns and yearly reviews are of these.
AGREEMENTS = (Face.COMPACT, Face.COVENANT)


class DocumentStanding(models.TextChoices):
    """How far a document has come."""

    DRAFT = "draft", "Draft"
    CONSULTING = "consulting", "Being consulted on"
    ADOPTED = "adopted", "Adopted"
    SUPERSEDED = "superseded", "Superseded"
    CLOSED = "closed", "Closed"


MAY_FOLLOW: dict[DocumentStanding, frozenset[DocumentStanding]] = {
    DocumentStanding.DRAFT: frozenset(
        {DocumentStanding.CONSULTING, DocumentStanding.ADOPTED, DocumentStanding.CLOSED}
    ),
    DocumentStanding.CONSULTING: frozenset({DocumentStanding.DRAFT, DocumentStanding.CLOSED}),
    DocumentStanding.ADOPTED: frozenset({DocumentStanding.SUPERSEDED, DocumentStanding.CLOSED}),
    DocumentStanding.SUPERSEDED: frozenset(),
    DocumentStanding.CLOSED: frozenset(),
}


class ParagraphKind(models.TextChoices):
    """What a part of a document is."""

    SECTION = "section", "Section"
    VISION = "vision", "Vision"
    AIM = "aim", "Aim"
    PRIORITY = "priority", "Priority area"
    OBJECTIVE = "objective", "Objective"
    PRINCIPLE = "principle", "Principle or outcome"
    UNDERTAKING = "undertaking", "Undertaking"
    ASK = "ask", "Ask"


K = ParagraphKind
# What may lie in what; None is the document itself.
LIES_IN: dict[ParagraphKind, frozenset[ParagraphKind | None]] = {
    K.SECTION: frozenset({None, K.SECTION, K.PRIORITY, K.PRINCIPLE}),
    K.VISION: frozenset({None}),
    K.AIM: frozenset({None, K.VISION}),
    K.PRIORITY: frozenset({None, K.AIM}),
    K.OBJECTIVE: frozenset({K.PRIORITY, K.AIM}),
    K.PRINCIPLE: frozenset({None}),
    K.UNDERTAKING: frozenset({K.PRINCIPLE, K.PRIORITY, K.SECTION}),
    K.ASK: frozenset({None}),
}


class Promiser(models.TextChoices):
    """Who promises."""

    ORGANISATION = "organisation", "An organisation of the sector"
    PARTNER = "partner", "A partner"
    COUNCILLOR = "councillor", "A councillor"
    CANDIDATE = "candidate", "A candidate"
    SECTOR = "sector", "The sector"


class ReviewedBy(models.TextChoices):
    """By what a promise is looked at when it is judged."""

    MIN_DAYS = "min-days", "At least so many days"
    MIN_MONTHS = "min-months", "At least so many months"
    SHARE = "share", "A share in per cent"
    YES_NO = "yes-no", "Yes or no"
    NARRATIVE = "narrative", "An account in words"


class ActionStanding(models.TextChoices):
    """How far an action has come."""

    NOT_BEGUN = "not-begun", "Not begun"
    UNDER_WAY = "under-way", "Under way"
    DONE = "done", "Done"
    STOPPED = "stopped", "Stopped"


class Judged(models.TextChoices):
    """What a named person makes of the evidence and the reply."""

    MET = "met", "Met"
    PARTLY = "partly", "Partly met"
    REASON_GIVEN = "reason-given", "Not met, with the reason given"
    NOT_MET = "not-met", "Not met"
    CANNOT = "cannot", "Cannot be judged"
