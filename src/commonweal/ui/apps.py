"""The app, as Django knows it."""

from django.apps import AppConfig


class UiConfig(AppConfig):
    """The look: layout, components, template tags, charts, downloads."""

    name = "commonweal.ui"
    label = "ui"
