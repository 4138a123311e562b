"""What is given out, how it is counted, and what happens at the door."""

from __future__ import annotations

from django.db import models


class GivenKind(models.TextChoices):
    """What was given."""

    PARCEL = "parcel", "Food parcel"
    PACK = "pack", "Pack"
    VOUCHER = "voucher", "Voucher"
    GRANT = "grant", "Money"


class CountBasis(models.TextChoices):
    """What is counted: the people who were fed, or the households. Never left open."""

    PEOPLE = "people", "People"
    HOUSEHOLDS = "households", "Households"


class RoundStanding(models.TextChoices):
    """Where a round is."""

    PLANNED = "planned", "Being planned"
    OUT = "out", "Out"
    BACK = "back", "Back, and signed in"
    CALLED_OFF = "called_off", "Called off"


class AtDoor(models.TextChoices):
    """What happened at the door."""

    WAITING = "waiting", "Not there yet"
    HANDED = "handed", "Handed over"
    NEIGHBOUR = "neighbour", "Left with a neighbour, as agreed"
    SAFE_PLACE = "safe_place", "Left in the agreed place"
    NOBODY = "nobody", "Nobody came to the door"
    REFUSED = "refused", "Not wanted"
    NOT_FOUND = "not_found", "The address was not found"
    WORRIED = "worried", "Handed over, and somebody should ring"


class AdviceWay(models.TextChoices):
    """How advice was given."""

    PHONE = "phone", "Telephone"
    PERSON = "person", "In person"
    EMAIL = "email", "E-mail or letter"
    HOME = "home", "At home"
    WEBCHAT = "webchat", "Web chat or video"
