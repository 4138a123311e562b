"""The app, as Django knows it: it holds the commands that run the whole."""

from django.apps import AppConfig


class ConfigConfig(AppConfig):
    """Settings, addresses, and the commands that start, serve and check the whole."""

    name = "commonweal.config"
    label = "config"
