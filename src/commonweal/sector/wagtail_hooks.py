"""What the staff desk shows of the register: declarations only."""

from __future__ import annotations

from django.http import HttpRequest
from django.urls import URLPattern, URLResolver, include, path, reverse
from wagtail import hooks
from wagtail.admin.menu import MenuItem
from wagtail.admin.search import SearchArea

from commonweal.core.gates import actor_of
from commonweal.core.permissions import allowed
from commonweal.sector import wagtail_hooks_imports  # noqa: F401
from commonweal.sector.reports.staff import WAITS
from commonweal.ui.menu import submenu

REGISTER = (
    ("Organisations", "sector_desk:organisations", "group", "sector.see_register"),
    ("Services", "sector_desk:services", "clipboard-list", "sector.see_register"),
    ("Review list", "sector_desk:doubts", "help", "sector.see_register"),
    ("Merges", "sector_desk:merges", "link", "sector.see_register"),
    ("Nominated companies", "sector_desk:nominations", "user", "sector.see_register"),
    ("Withheld", "sector_desk:withheld", "view", "sector.see_withheld"),
    ("Match a list", "match", "list-ul", "sector.see_register"),
)
TO_ANSWER = (
    ("Suggestions", "sector_desk:suggestions", "comment", "sector.correct_organisation"),
    ("What people said", "sector_desk:feedback", "comment", "sector.judge_feedback"),
    ("Groups that ask", "sector_desk:applications", "user", "sector.keep_applications"),
    ("Letters to pass on", "sector_desk:letters", "mail", "sector.pass_letters_on"),
    ("Claims of pages", "sector_desk:claims", "key", "sector.see_claims"),
    ("Pages nobody keeps", "sector_desk:unkept", "group", "sector.see_claims"),
)
FRESHNESS = (
    ("How entries stand", "sector_desk:freshness", "calendar-check", "sector.see_register"),
    ("To be rung", "sector_desk:to_ring", "mobile-alt", "sector.ring"),
    ("Answers to deal with", "sector_desk:answers", "comment", "sector.ring"),
    ("Addresses that bounce", "sector_desk:bounces", "mail", "comms.see_bounces"),
    ("Withdrawn from view", "sector_desk:withdrawn", "view", "sector.see_register"),
)


@hooks.register("register_admin_urls")
def addresses() -> list[URLPattern | URLResolver]:
    """The register's screens."""
    return [path("register/", include("commonweal.sector.desk.urls"))]


class RegisterSearch(SearchArea):
    """What the desk's own search box looks in first: the register."""

    def is_shown(self, request: HttpRequest) -> bool:
        """For those who may see it."""
        return allowed(actor_of(request), "sector.see_register")


@hooks.register("register_admin_search_area")
def search_in_the_register() -> SearchArea:
    """Before pages, images and documents."""
    address = reverse("sector_desk:organisations")
    return RegisterSearch("Organisations", address, name="organisations", order=1)


@hooks.register("register_admin_menu_item")
def register() -> MenuItem:
    """What is known."""
    return submenu("Register", REGISTER, icon="group", order=90)


@hooks.register("register_admin_menu_item")
def to_answer() -> MenuItem:
    """What people ask, say and suggest, with how much of it waits."""
    counts = {wait.address: wait.count_for for wait in WAITS}
    return submenu("To answer", TO_ANSWER, icon="comment", order=91, counts=counts)


@hooks.register("register_admin_menu_item")
def freshness() -> MenuItem:
    """Whether what is known is still so."""
    counts = {wait.address: wait.count_for for wait in WAITS}
    return submenu("Freshness", FRESHNESS, icon="calendar-check", order=92, counts=counts)
