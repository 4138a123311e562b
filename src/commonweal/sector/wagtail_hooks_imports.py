"""What the staff desk shows of imports: declarations only."""

from __future__ import annotations

from django.http import HttpRequest
from django.urls import URLPattern, URLResolver, include, path, reverse_lazy
from wagtail import hooks
from wagtail.admin.menu import MenuItem

from commonweal.core.gates import actor_of
from commonweal.core.permissions import allowed


class ImportsItem(MenuItem):
    """The menu item, for those who may see runs."""

    def is_shown(self, request: HttpRequest) -> bool:
        """Whether whoever looks may go there."""
        return allowed(actor_of(request), "intake.see_runs")


@hooks.register("register_admin_urls")
def addresses() -> list[URLPattern | URLResolver]:
    """The import pages."""
    return [path("imports/", include("commonweal.sector.desk.import_urls"))]


@hooks.register("register_admin_menu_item")
def menu() -> MenuItem:
    """Imports, below the register."""
    return ImportsItem(
        "Imports", reverse_lazy("imports:list"), name="imports", icon_name="download", order=95
    )
