"""Every address of the site, and the permission its view names."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any, NamedTuple

from django.urls import URLPattern, URLResolver, get_resolver

from commonweal.config.doors import DOORS, is_theirs
from commonweal.core.permissions import ANYONE

# Whose views we use as they are; they keep their own gates.
LIBRARIES = ("allauth.", "django.contrib.", "django.views.")


class Address(NamedTuple):
    """A route, the name it goes by, and the view that answers."""

    route: str
    name: str
    view: Any


def walk(
    resolver: URLResolver | None = None, before: str = "", space: tuple[str, ...] = ()
) -> Iterator[Address]:
    """Each route with its name and view."""
    for pattern in (resolver or get_resolver()).url_patterns:
        route = before + str(pattern.pattern)
        if isinstance(pattern, URLPattern):
            yield Address(route, ":".join((*space, pattern.name or "")), pattern.callback)
        else:
            deeper = (*space, pattern.namespace) if pattern.namespace else space
            yield from walk(pattern, route, deeper)


def home_of(view: Any) -> str:
    """The module where a view is written."""
    inner = getattr(view, "view_class", None) or view
    while hasattr(inner, "__wrapped__"):
        inner = inner.__wrapped__
    return str(getattr(inner, "__module__", type(inner).__module__))


def permission_of(address: Address) -> str:
    """The permission a view names; ``anyone`` if it says aloud that it is public."""
    view = address.view
    if is_theirs(view, address.route, address.name):
        return DOORS.get(address.name, "(shut)").replace(ANYONE, "anyone")
    for holder in (getattr(view, "view_class", None), view):
        if holder is not None and hasattr(holder, "permission"):
            return "anyone" if holder.permission is None else str(holder.permission)
    module = home_of(view)
    if module.startswith(LIBRARIES):
        return f"({module.split('.')[0]})"
    return "NOT NAMED"


def addresses() -> list[str]:
    """Line by line: the first view of an address, which is the one that answers.

    Screens of Wagtail's that are shut for everyone are named once.
    """
    first: dict[str, str] = {}
    for address in walk():
        permission = permission_of(address)
        shown = f"{address.route.split('/')[0]}/..." if permission == "(shut)" else address.route
        first.setdefault(shown, permission)
    return sorted(f"/{route:<70} {permission}" for route, permission in first.items())
