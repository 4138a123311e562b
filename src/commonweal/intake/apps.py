"""The app, as Django knows it."""

from django.apps import AppConfig


class IntakeConfig(AppConfig):
    """What comes in from outside: files read, staged, checked, applied, reported."""

    name = "commonweal.intake"
    label = "intake"
