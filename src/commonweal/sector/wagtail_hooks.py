"""What the staff desk shows of the register: declarations only."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest
from django.urls import URLPattern, URLResolver, include, path, reverse_lazy
from wagtail import hooks
from wagtail.admin.menu import Menu, MenuItem, SubmenuMenuItem

from commonweal.core.gates import actor_of
from commonweal.core.permissions import allowed
from commonweal.sector import wagtail_hooks_imports  # noqa: F401


class PermittedItem(MenuItem):
    """A menu item for those who hold a permission."""

    def __init__(self, *args: Any, permission: str, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.permission = permission

    def is_shown(self, request: HttpRequest) -> bool:
        """Whether whoever looks may go there."""
        return allowed(actor_of(request), self.permission)


ITEMS = (
    ("Organisations", "organisations", "group", "sector.see_register"),
    ("Review list", "doubts", "help", "sector.see_register"),
    ("Merges", "merges", "link", "sector.see_register"),
    ("Withheld", "withheld", "view", "sector.see_withheld"),
)


@hooks.register("register_admin_urls")
def addresses() -> list[URLPattern | URLResolver]:
    """The register's screens."""
    return [path("register/", include("commonweal.sector.desk.urls"))]


@hooks.register("register_admin_menu_item")
def menu() -> MenuItem:
    """The register's part of the menu."""
    items = [
        PermittedItem(
            words,
            reverse_lazy(f"sector_desk:{name}"),
            name=f"register-{name}",
            icon_name=icon,
            order=100 * place,
            permission=permission,
        )
        for place, (words, name, icon, permission) in enumerate(ITEMS)
    ]
    return SubmenuMenuItem("Register", Menu(items=items), icon_name="group", order=90)
