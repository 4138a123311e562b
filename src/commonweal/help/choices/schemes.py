"""How schemes and the people in them stand."""

from __future__ import annotations

from django.db import models


class SchemeStanding(models.TextChoices):
    """Whether a scheme takes requests."""

    PREPARING = "preparing", "Being set up"
    OPEN = "open", "Open"
    PAUSED = "paused", "Taking no new requests for now"
    CLOSING = "closing", "Closing: everybody is being found another place"
    CLOSED = "closed", "Closed"


# Which standing may follow which.
SCHEME_FOLLOWS: dict[str, tuple[str, ...]] = {
    SchemeStanding.PREPARING: (SchemeStanding.OPEN, SchemeStanding.CLOSED),
    SchemeStanding.OPEN: (SchemeStanding.PAUSED, SchemeStanding.CLOSING),
    SchemeStanding.PAUSED: (SchemeStanding.OPEN, SchemeStanding.CLOSING),
    SchemeStanding.CLOSING: (SchemeStanding.OPEN, SchemeStanding.CLOSED),
    SchemeStanding.CLOSED: (),
}
# Those that still hold people's requests.
SCHEME_LIVES = (SchemeStanding.OPEN, SchemeStanding.PAUSED, SchemeStanding.CLOSING)


class Part(models.TextChoices):
    """What a person may do in one scheme."""

    LEAD = "lead", "Lead: answers for the scheme, its people and its records"
    COORDINATOR = "coordinator", "Coordinator: runs requests and finds helpers"
    PHONE = "phone", "Phone holder: takes requests while on duty"


class Guards(models.TextChoices):
    """Who hears of worries about somebody's safety."""

    LEAD = "lead", "Safeguarding lead"
    DEPUTY = "deputy", "Safeguarding deputy"
