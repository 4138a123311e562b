"""The app, as Django knows it."""

from django.apps import AppConfig


class CommitmentsConfig(AppConfig):
    """What was promised, by whom, and what came of it."""

    name = "commonweal.commitments"
    label = "commitments"
