"""The life of a request, in plain words, and which state may follow which."""

from __future__ import annotations

from django.db import models


class State(models.TextChoices):
    """Where a request is in its life (domain reference 9.2)."""

    DRAFT = "draft", "Being written"
    CONSENTED = "consented", "Came in"
    TRIAGE = "triage", "Being looked at"
    WAITING = "waiting", "Waiting for the person"
    ASSIGNED = "assigned", "A helper said yes"
    IN_PROGRESS = "in_progress", "Help has begun"
    DONE = "done", "Done"
    NOT_POSSIBLE = "not_possible", "Could not be done"
    WITHDRAWN = "withdrawn", "No longer wanted"
    FOLLOW_UP = "follow_up", "To be asked how it went"
    CLOSED = "closed", "Closed"


# Those in which something is still owed to the person.
OPEN_STATES = (
    State.CONSENTED,
    State.TRIAGE,
    State.WAITING,
    State.ASSIGNED,
    State.IN_PROGRESS,
    State.DONE,
    State.NOT_POSSIBLE,
    State.WITHDRAWN,
    State.FOLLOW_UP,
)
# Those in which a helper may be looked for.
MATCHABLE = (State.TRIAGE,)
# Those that say how it ended.
ENDINGS = (State.DONE, State.NOT_POSSIBLE, State.WITHDRAWN)
# Which state may follow which. Nothing closes without having ended, and nothing closed is
# opened again: asking once more makes a new request that is tied to the old.
FOLLOWS: dict[str, tuple[str, ...]] = {
    State.DRAFT: (State.CONSENTED, State.WITHDRAWN),
    State.CONSENTED: (State.TRIAGE, State.WITHDRAWN),
    State.TRIAGE: (State.WAITING, State.ASSIGNED, State.IN_PROGRESS, *ENDINGS),
    State.WAITING: (State.TRIAGE, State.ASSIGNED, State.NOT_POSSIBLE, State.WITHDRAWN),
    State.ASSIGNED: (State.IN_PROGRESS, State.TRIAGE, State.WAITING, *ENDINGS),
    State.IN_PROGRESS: (State.TRIAGE, State.WAITING, *ENDINGS),
    State.DONE: (State.FOLLOW_UP,),
    State.NOT_POSSIBLE: (State.FOLLOW_UP,),
    State.WITHDRAWN: (State.FOLLOW_UP, State.CLOSED),
    State.FOLLOW_UP: (State.CLOSED,),
    State.CLOSED: (),
}


class Urgency(models.TextChoices):
    """How soon somebody must be reached. A person sets it; it orders the board."""

    EMERGENCY = "emergency", "Emergency: told to ring 999 or 111, and followed up now"
    HOURS = "hours", "Within four hours"
    TODAY = "today", "The same day"
    DAYS = "days", "Within three days"
    PLANNED = "planned", "On a day that was agreed"


URGENCY_ORDER: dict[str, int] = {u: n for n, u in enumerate(Urgency.values)}


class Way(models.TextChoices):
    """How a request reached us."""

    WEB = "web", "On the website"
    PHONE = "phone", "By telephone"
    REFERRAL = "referral", "Referred by a professional"
    API = "api", "From another system"
    SHEET = "sheet", "In a spreadsheet"
    PAPER = "paper", "On paper"
    HANDED = "handed", "Handed over by another scheme"
    KNOWN = "known", "From somebody already known"


class WrongNeed(models.TextChoices):
    """Why a request is for another need than was written down."""

    MISTAKEN = "mistaken", "It was written down wrongly"
    CHANGED = "changed", "They need something else now"
    UNDERSTOOD = "understood", "It is clearer now, after speaking with them"


class Knows(models.TextChoices):
    """Whether a person knows that somebody asked for them."""

    SELF = "self", "They asked themselves"
    AGREED = "agreed", "They know, and agreed"
    KNOWS = "knows", "They know, but were not asked whether they agree"
    NOT = "not", "They do not know"


class TryWay(models.TextChoices):
    """How somebody tried to reach a person."""

    PHONE = "phone", "Telephone"
    TEXT = "text", "Text message"
    EMAIL = "email", "E-mail"
    LETTER = "letter", "Letter"
    VISIT = "visit", "At the door"


class TryOutcome(models.TextChoices):
    """What came of trying."""

    REACHED = "reached", "Spoke with them"
    NO_ANSWER = "no_answer", "No answer"
    VOICEMAIL = "voicemail", "Left a message"
    WRONG = "wrong", "Wrong number or address"
    ENGAGED = "engaged", "Engaged"
    REFUSED = "refused", "They do not want to be contacted"
    SENT = "sent", "Sent"


class Told(models.TextChoices):
    """What a person said of being handed to another scheme."""

    WAITING = "waiting", "Not answered yet"
    AGREED = "agreed", "Agreed"
    REFUSED = "refused", "Refused"
    SILENT = "silent", "Could not be reached"


class Purpose(models.TextChoices):
    """What somebody's details are used for."""

    HELP = "help", "Finding and giving the help they asked for"
    SHARE = "share", "Handing them to another scheme"
    PLAN = "plan", "A plan of support"
    REACH = "reach", "Getting in touch from time to time"
    NEWS = "news", "News and invitations"
    PARCELS = "parcels", "Food parcels and packs"
    SAFEGUARD = "safeguard", "Keeping somebody safe"


class Basis(models.TextChoices):
    """The lawful basis on which details are used (UK GDPR article 6; domain reference 9.5)."""

    CONSENT = "consent", "They agreed"
    EXPLICIT = "explicit", "They agreed, in so many words, to details of health and the like"
    LEGITIMATE = "legitimate", "Legitimate interests, weighed and written down"
    RECOGNISED = "recognised", "Recognised legitimate interests: keeping vulnerable people safe"
    VITAL = "vital", "To save a life"
    PUBLIC_TASK = "public_task", "A public task"
    CONTRACT = "contract", "A contract with them"
