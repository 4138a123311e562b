"""Reaching people who are already known, and plans of support."""

from __future__ import annotations

from django.db import models


class RingStanding(models.TextChoices):
    """Where a ring-round is."""

    DRAFT = "draft", "Being prepared"
    OPEN = "open", "Under way"
    CLOSED = "closed", "Over"


class RingOutcome(models.TextChoices):
    """What came of ringing one person. Only the holder of the list sees whose it is."""

    WAITING = "waiting", "Not reached yet"
    FINE = "fine", "Reached, and all is well"
    HELPED = "helped", "Reached, and helped at once"
    REQUEST = "request", "Reached, and asked for help"
    NOT_NOW = "not_now", "Reached, and wants to be rung another time"
    STOP = "stop", "Reached, and wants no more calls"
    UNREACHED = "unreached", "Tried as often as is right, and not reached"


class Mode(models.TextChoices):
    """What a plan of support is for."""

    PREVENT = "prevent", "Prevent: before it becomes worse"
    EMPOWER = "empower", "Empower: so that they can do it themselves"
    REENABLE = "reenable", "Re-enable: back to how it was"
    SUSTAIN = "sustain", "Sustain: keep what works"
    URGENT = "urgent", "Urgent: what cannot wait"


class ReferralAnswer(models.TextChoices):
    """What became of a warm referral."""

    WAITING = "waiting", "Not answered yet"
    ACCEPTED = "accepted", "Accepted"
    REFUSED = "refused", "Not accepted"
    TAKEN_BACK = "taken_back", "Taken back"
