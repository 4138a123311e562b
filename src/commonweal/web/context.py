"""What every page knows: the place it belongs to and how the service stands."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest
from django.utils.functional import SimpleLazyObject

from commonweal.places.reports import the_place


def site(request: HttpRequest) -> dict[str, Any]:
    """The place, found once for a page and only if the page shows it."""
    return {"place": SimpleLazyObject(the_place)}
