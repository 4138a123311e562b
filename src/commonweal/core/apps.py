"""The app, as Django knows it."""

from django.apps import AppConfig


class CoreConfig(AppConfig):
    """The door for writes, the journal, the gate for views, refusals and the clock."""

    name = "commonweal.core"
    label = "core"
