"""What the staff desk shows of measures: declarations only."""

from __future__ import annotations

from django.urls import URLPattern, URLResolver, include, path, reverse_lazy
from wagtail import hooks
from wagtail.admin.menu import MenuItem

from commonweal.ui.menu import PermittedItem


@hooks.register("register_admin_urls")  # type: ignore[untyped-decorator]
def addresses() -> list[URLPattern | URLResolver]:
    """The screens for measures."""
    return [path("measures/", include("commonweal.impact.desk_urls"))]


@hooks.register("register_admin_menu_item")  # type: ignore[untyped-decorator]
def measures() -> MenuItem:
    """What is counted."""
    return PermittedItem(
        "Measures", reverse_lazy("impact_desk:measures"), name="measures", icon_name="order",
        order=96, permission="impact.see_desk",
    )  # fmt: skip
