"""The staff desk's menu: each app's part of it, item by item for those who may go there."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from typing import Any

from django.http import HttpRequest
from django.urls import reverse_lazy
from wagtail.admin.menu import Menu, MenuItem, SubmenuMenuItem

from commonweal.core.gates import actor_of
from commonweal.core.permissions import allowed

Count = Callable[[HttpRequest], int]


class PermittedItem(MenuItem):
    """A menu item for those who hold a permission, with how much waits there, if it counts."""

    def __init__(
        self, *args: Any, permission: str, count: Count | None = None, **kwargs: Any
    ) -> None:
        super().__init__(*args, **kwargs)
        self.permission = permission
        self.count = count

    def is_shown(self, request: HttpRequest) -> bool:
        """Whether whoever looks may go there."""
        return allowed(actor_of(request), self.permission)

    def render_component(self, request: HttpRequest) -> Any:
        """Its words, with how many wait there."""
        component = super().render_component(request)
        if self.count and (waiting := self.count(request)):
            component.label = f"{component.label} ({waiting:,})"
        return component


def submenu(
    title: str,
    items: Sequence[tuple[str, str, str, str]],
    *,
    icon: str,
    order: int,
    counts: Mapping[str, Count] | None = None,
) -> MenuItem:
    """One part of the menu. Each item: its words, address by name, icon and permission.

    :param counts: by address, how many wait there for whoever looks.
    """
    entries = [
        PermittedItem(
            words,
            reverse_lazy(name),
            name=name.replace(":", "-").replace("_", "-"),
            icon_name=picture,
            order=100 * place,
            permission=permission,
            count=(counts or {}).get(name),
        )
        for place, (words, name, picture, permission) in enumerate(items)
    ]
    return SubmenuMenuItem(title, Menu(items=entries), icon_name=icon, order=order)
