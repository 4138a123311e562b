"""What the staff desk shows of people: declarations only."""

from __future__ import annotations

from django.http import HttpRequest
from django.urls import URLPattern, URLResolver, include, path, reverse_lazy
from wagtail import hooks
from wagtail.admin.menu import MenuItem

from commonweal.core.gates import actor_of
from commonweal.core.permissions import allowed


class PeopleItem(MenuItem):
    """For those who keep the people."""

    def is_shown(self, request: HttpRequest) -> bool:
        """Administrators."""
        return allowed(actor_of(request), "accounts.manage_people")


@hooks.register("register_admin_urls")
def addresses() -> list[URLPattern | URLResolver]:
    """The people's screens."""
    return [path("people/", include("commonweal.accounts.desk_urls"))]


@hooks.register("register_admin_menu_item")
def people() -> MenuItem:
    """Near the end of the menu."""
    address = reverse_lazy("accounts_desk:people")
    return PeopleItem("People", address, name="people", icon_name="user", order=900)
