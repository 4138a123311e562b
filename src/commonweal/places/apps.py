"""The app, as Django knows it."""

from django.apps import AppConfig


class PlacesConfig(AppConfig):
    """Dated areas, boundaries, postcodes, deprivation."""

    name = "commonweal.places"
    label = "places"
