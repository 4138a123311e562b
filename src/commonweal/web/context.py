"""What every page knows: the place it belongs to, what stands on the board, the menu."""

from __future__ import annotations

from typing import Any

from django.conf import settings
from django.http import HttpRequest
from django.utils.functional import SimpleLazyObject
from wagtail.models import Page

from commonweal.core import clock
from commonweal.places.reports import the_place
from commonweal.web.models import ContentPage, Notice


def standing_notices() -> list[Notice]:
    """The notices pinned up now."""
    return list(Notice.objects.standing(clock.now())[:3])


def menu_pages() -> list[Page]:
    """The pages written here that ask to be in the menu."""
    return list(ContentPage.objects.live().public().in_menu().order_by("path")[:12])


def site(request: HttpRequest) -> dict[str, Any]:
    """All of it, each found once for a page and only if the page shows it."""
    return {
        "place": SimpleLazyObject(the_place),
        "standing_notices": SimpleLazyObject(standing_notices),
        "menu_pages": SimpleLazyObject(menu_pages),
        "to_try": settings.LOOPBACK_ONLY,
    }
