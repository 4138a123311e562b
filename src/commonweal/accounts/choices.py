"""The place-wide roles, in plain words."""

from django.db import models


class Role(models.TextChoices):
    """What a person who signs in may do for the whole place."""

    ADMINISTRATOR = "administrator", "Administrator: people, settings and everything else"
    STEWARD = "steward", "Steward: keeps the register right"
    EDITOR = "editor", "Editor: writes pages, news and notices"
    MODERATOR = "moderator", "Moderator: reads and moderates what people say in consultations"
    READER = "reader", "Reader: sees the staff desk, changes nothing"
