"""The app, as Django knows it."""

from django.apps import AppConfig


class DemoConfig(AppConfig):
    """A living demonstration place, built through the actions."""

    name = "commonweal.demo"
    label = "demo"
