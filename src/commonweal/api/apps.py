"""The app, as Django knows it."""

from django.apps import AppConfig


class ApiConfig(AppConfig):
    """The public contract, a file per standard."""

    name = "commonweal.api"
    label = "api"
