"""The app, as Django knows it."""

from django.apps import AppConfig


class SectorConfig(AppConfig):
    """Organisations and partners: who they are, from which source, where they serve."""

    name = "commonweal.sector"
    label = "sector"
