"""The app, as Django knows it."""

from django.apps import AppConfig


class ImpactConfig(AppConfig):
    """Measures, and what was observed of them."""

    name = "commonweal.impact"
    label = "impact"
