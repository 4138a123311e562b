"""How helpers, offers, visits and what they cost stand."""

from __future__ import annotations

from django.db import models


class HelperStanding(models.TextChoices):
    """Whether a helper may be asked."""

    APPLIED = "applied", "Has asked to help"
    READY = "ready", "Ready to help"
    PAUSED = "paused", "Taking a break"
    SUSPENDED = "suspended", "Suspended"
    LEFT = "left", "Has left"


HELPER_FOLLOWS: dict[str, tuple[str, ...]] = {
    HelperStanding.APPLIED: (HelperStanding.READY, HelperStanding.SUSPENDED, HelperStanding.LEFT),
    HelperStanding.READY: (HelperStanding.PAUSED, HelperStanding.SUSPENDED, HelperStanding.LEFT),
    HelperStanding.PAUSED: (HelperStanding.READY, HelperStanding.SUSPENDED, HelperStanding.LEFT),
    HelperStanding.SUSPENDED: (HelperStanding.READY, HelperStanding.LEFT),
    HelperStanding.LEFT: (HelperStanding.APPLIED,),
}


class Means(models.TextChoices):
    """How a helper gets about."""

    FOOT = "foot", "On foot"
    BIKE = "bike", "By bicycle"
    BUS = "bus", "By bus or train"
    CAR = "car", "By car"
    VAN = "van", "By van"
    PHONE = "phone", "By telephone only"


class Level(models.TextChoices):
    """How far a criminal record check looks (domain reference 9.3)."""

    NONE = "none", "No check"
    BASIC = "basic", "Basic"
    STANDARD = "standard", "Standard"
    ENHANCED = "enhanced", "Enhanced"
    ENHANCED_ADULTS = "enhanced_adults", "Enhanced with the adults' barred list"
    ENHANCED_CHILDREN = "enhanced_children", "Enhanced with the children's barred list"
    ENHANCED_BOTH = "enhanced_both", "Enhanced with both barred lists"


class OfferWay(models.TextChoices):
    """How a helper is asked."""

    EMAIL = "email", "E-mail"
    TEXT = "text", "Text message"
    PHONE = "phone", "Telephone"


class OfferAnswer(models.TextChoices):
    """What a helper said to an offer."""

    WAITING = "waiting", "Not answered yet"
    ACCEPTED = "accepted", "Yes"
    DECLINED = "declined", "No, not this time"
    LAPSED = "lapsed", "No answer in time"
    WITHDRAWN = "withdrawn", "No longer needed"


class MatchEnd(models.TextChoices):
    """Why a helper no longer has a task."""

    COMPLETED = "completed", "It is done"
    RELEASED = "released", "They gave it back"
    REASSIGNED = "reassigned", "Somebody else has it"
    HELD = "held", "The request was put on hold"
    SUSPENDED = "suspended", "The helper was suspended"
    WITHDRAWN = "withdrawn", "The help is no longer wanted"


class VisitStanding(models.TextChoices):
    """Where a visit is."""

    PLANNED = "planned", "Planned"
    UNDER_WAY = "under_way", "Under way"
    OVER = "over", "Over"
    MISSED = "missed", "Did not happen"
    CALLED_OFF = "called_off", "Called off"


class AlertStep(models.TextChoices):
    """What is done when a helper has not said that they are back."""

    TEXT = "text", "Text to the helper"
    CALL = "call", "Call to the helper"
    DUTY = "duty", "Duty lead, and 999 if need be"


class ExpenseStanding(models.TextChoices):
    """Where a claim of a helper's is."""

    CLAIMED = "claimed", "Claimed"
    AGREED = "agreed", "Agreed"
    REFUSED = "refused", "Refused"
    PAID = "paid", "Paid"
