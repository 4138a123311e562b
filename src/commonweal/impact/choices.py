"""In what a measure is counted, and which way is better."""

from django.db import models


class Unit(models.TextChoices):
    """What one of it is."""

    NUMBER = "number", "Number"
    POUNDS = "pounds", "Pounds"
    SHARE = "share", "Per cent"
    DAYS = "days", "Days"
    MONTHS = "months", "Months"
    HOURS = "hours", "Hours"


class Better(models.TextChoices):
    """Which way it should go. Most numbers are good or bad only beside another: then neither."""

    HIGHER = "higher", "Higher is better"
    LOWER = "lower", "Lower is better"
    NEITHER = "neither", "Neither way is better by itself"
