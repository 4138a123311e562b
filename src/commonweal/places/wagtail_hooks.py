"""What the staff desk shows of places: declarations only."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest
from django.urls import URLPattern, URLResolver, include, path, reverse_lazy
from wagtail import hooks
from wagtail.admin.menu import Menu, MenuItem, SubmenuMenuItem

from commonweal.core.gates import actor_of
from commonweal.core.permissions import allowed


class PermittedItem(MenuItem):
    """A menu item for those who hold a permission."""

    def __init__(self, *args: Any, permission: str, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.permission = permission

    def is_shown(self, request: HttpRequest) -> bool:
        """Whether whoever looks may go there."""
        return allowed(actor_of(request), self.permission)


ITEMS = (
    ("Areas", "areas", "site", "places.see_areas"),
    ("This place", "describe", "cog", "places.set_place"),
    ("What it serves", "set_areas", "site", "places.set_place"),
)


@hooks.register("register_admin_urls")
def addresses() -> list[URLPattern | URLResolver]:
    """The screens about places."""
    return [path("places/", include("commonweal.places.desk.urls"))]


@hooks.register("register_admin_menu_item")
def menu() -> MenuItem:
    """The part of the menu about places."""
    items = [
        PermittedItem(
            words,
            reverse_lazy(f"places_desk:{name}"),
            name=f"places-{name}",
            icon_name=icon,
            order=100 * place,
            permission=permission,
        )
        for place, (words, name, icon, permission) in enumerate(ITEMS)
    ]
    return SubmenuMenuItem("Places", Menu(items=items), icon_name="site", order=95)
