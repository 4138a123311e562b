"""What the staff desk shows of help: declarations only."""

from __future__ import annotations

from django.urls import URLPattern, URLResolver, include, path
from wagtail import hooks
from wagtail.admin.menu import MenuItem

from commonweal.ui.menu import submenu

# Each item: its words, address by name, icon and permission.
HELP: tuple[tuple[str, str, str, str], ...] = (
    ("Schemes", "help_desk:schemes", "group", "help.set_up_schemes"),
)


@hooks.register("register_admin_urls")
def addresses() -> list[URLPattern | URLResolver]:
    """The screens for help."""
    return [path("help/", include("commonweal.help.desk_urls"))]


@hooks.register("register_admin_menu_item")
def help_items() -> MenuItem:
    """Who helps people here."""
    return submenu("Help", HELP, icon="group", order=96)
