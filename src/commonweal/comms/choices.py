"""How a message travels, and how it stands."""

from django.db import models


class Channel(models.TextChoices):
    """By what means a message goes."""

    EMAIL = "email", "E-mail"
    LETTER = "letter", "Letter"
    TEXT = "text", "Text message"


class Standing(models.TextChoices):
    """How a message stands. Waiting may become sent or failed; failed may be tried again."""

    WAITING = "waiting", "Waiting"
    SENT = "sent", "Sent"
    FAILED = "failed", "Could not be sent"
