"""Words for notices."""

from django.db import models


class Severity(models.TextChoices):
    """How much a notice matters; the word is always shown with it."""

    TELL = "tell", "Notice"
    GOOD = "good", "Good news"
    WARNING = "warning", "Please note"
    URGENT = "urgent", "Urgent"
