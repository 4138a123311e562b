"""The app, as Django knows it."""

from django.apps import AppConfig


class CommsConfig(AppConfig):
    """Messages out: keyed by address, knows no people."""

    name = "commonweal.comms"
    label = "comms"
