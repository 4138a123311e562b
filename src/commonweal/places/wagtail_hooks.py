"""What the staff desk shows of places: declarations only."""

from __future__ import annotations

from django.urls import URLPattern, URLResolver, include, path
from wagtail import hooks
from wagtail.admin.menu import MenuItem

from commonweal.ui.menu import submenu

ITEMS = (
    ("Areas", "places_desk:areas", "site", "places.see_areas"),
    ("This place", "places_desk:describe", "cog", "places.set_place"),
    ("What it serves", "sector_desk:place", "site", "places.set_place"),
)


@hooks.register("register_admin_urls")
def addresses() -> list[URLPattern | URLResolver]:
    """The screens about places."""
    return [path("places/", include("commonweal.places.desk.urls"))]


@hooks.register("register_admin_menu_item")
def menu() -> MenuItem:
    """The part of the menu about places."""
    return submenu("Places", ITEMS, icon="site", order=95)
