"""Every address of the site, and the permission its view names."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from django.urls import URLPattern, URLResolver, get_resolver

# Whose views we use as they are; they keep their own gates.
LIBRARIES = ("wagtail.", "allauth.", "django.contrib.", "django.views.")
# Where Wagtail wraps its views so deeply that their home cannot be read.
WAGTAIL_ROUTES = ("desk/api/main/",)


def walk(resolver: URLResolver, before: str = "") -> Iterator[tuple[str, Any]]:
    """Each route with its view."""
    for pattern in resolver.url_patterns:
        route = before + str(pattern.pattern)
        if isinstance(pattern, URLPattern):
            yield route, pattern.callback
        else:
            yield from walk(pattern, route)


def home_of(view: Any) -> str:
    """The module where a view is written."""
    inner = getattr(view, "view_class", None) or view
    while hasattr(inner, "__wrapped__"):
        inner = inner.__wrapped__
    return str(getattr(inner, "__module__", type(inner).__module__))


def permission_of(view: Any) -> str:
    """The permission a view names; ``anyone`` if it says aloud that it is public."""
    for holder in (getattr(view, "view_class", None), view):
        if holder is not None and hasattr(holder, "permission"):
            return "anyone" if holder.permission is None else str(holder.permission)
    module = home_of(view)
    if module.startswith(LIBRARIES):
        return f"({module.split('.')[0]})"
    return "NOT NAMED"


def addresses() -> list[str]:
    """Line by line: the first view of an address, which is the one that answers.

    The libraries' own are named once for each part of the site.
    """
    first: dict[str, str] = {}
    for route, view in walk(get_resolver()):
        theirs = route.startswith(WAGTAIL_ROUTES)
        permission = "(wagtail)" if theirs else permission_of(view)
        shown = f"{route.split('/')[0]}/..." if permission == "(wagtail)" else route
        first.setdefault(shown, permission)
    return sorted(f"/{route:<70} {permission}" for route, permission in first.items())
