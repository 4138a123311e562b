"""Words of agreements between the sector and its partners."""

from __future__ import annotations

from django.db import models


class EventKind(models.TextChoices):
    """What a partner or the sector did, on which an undertaking may bear."""

    CONSULTATION = "consultation", "A consultation was opened"
    FUNDING_ENDED = "funding-ended", "Funding was ended or cut"
    GRANT = "grant", "A grant was awarded"
    DECISION = "decision", "A decision was published"
    OTHER = "other", "Something else"


class EventStanding(models.TextChoices):
    """Whether an event counts."""

    NOTED = "noted", "Noted"
    WITHDRAWN = "withdrawn", "Withdrawn"


class Known(models.TextChoices):
    """Yes, no, or that nobody has said."""

    YES = "yes", "Yes"
    NO = "no", "No"
    UNKNOWN = "", "Not known"


class Rung(models.IntegerChoices):
    """The steps of the dispute ladder, from the gentlest."""

    INFORMAL = 1, "Raised informally with a named officer"
    FORMAL = 2, "Put formally in writing"
    CHAMPION = 3, "With the champion or the steering group"
    MEDIATION = 4, "Mediation"
    COMPLAINT = 5, "Complaint, or the Ombudsman"
    COURT = 6, "Judicial review"


class ToWhom(models.TextChoices):
    """To whom something of a concern is told."""

    PARTNER = "partner", "To the partner"
    PUBLIC = "public", "To everybody"


class Disclosed(models.TextChoices):
    """How it stands with the group's leave."""

    ASKED = "asked", "Asked of the group"
    AGREED = "agreed", "Agreed by the group"
    REFUSED = "refused", "Refused by the group"
    TAKEN_BACK = "taken-back", "Agreed, then taken back"
