"""The app, as Django knows it."""

from django.apps import AppConfig


class WebConfig(AppConfig):
    """Home, search and the pages that mix domains."""

    name = "commonweal.web"
    label = "web"
