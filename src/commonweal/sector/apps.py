"""The app, as Django knows it."""

from django.apps import AppConfig


class SectorConfig(AppConfig):
    """Organisations and partners: who they are, from which source, where they serve."""

    name = "commonweal.sector"
    label = "sector"

    def ready(self) -> None:
        """Make the sources of organisations known by their names."""
        from commonweal.sector import sources  # noqa: F401
