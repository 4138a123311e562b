"""The app, as Django knows it."""

from django.apps import AppConfig


class HelpConfig(AppConfig):
    """Who needs something, who helps, and what came of it."""

    name = "commonweal.help"
    label = "help"
