"""What the staff desk shows of the public site: declarations only."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest
from django.template.loader import render_to_string
from django.templatetags.static import static
from django.urls import (
    NoReverseMatch,
    URLPattern,
    URLResolver,
    include,
    path,
    reverse,
    reverse_lazy,
)
from django.utils.html import format_html
from django.utils.safestring import SafeString, mark_safe
from wagtail import hooks
from wagtail.admin.menu import MenuItem
from wagtail.admin.ui.components import Component
from wagtail.admin.views.home import RecentEditsPanel

from commonweal.core import clock
from commonweal.core.actors import Actor
from commonweal.core.gates import actor_of
from commonweal.core.permissions import allowed
from commonweal.intake.models import Run
from commonweal.places.reports import the_place
from commonweal.sector.choices import Kind
from commonweal.sector.models import Organisation
from commonweal.sector.reports.staff import awaiting_a_call, pairs_to_decide, waiting_for
from commonweal.sector.statistics import living
from commonweal.ui.menu import PermittedItem
from commonweal.web import desk
from commonweal.web.models import Notice
from commonweal.web.setting_up import left_to_do

DOORS = (
    ("sector_desk:organisations", "The register", "Look up, put right, withhold, merge"),
    ("sector_desk:services", "Services", "What is offered, by whom, and whether it is still right"),
    ("sector_desk:doubts", "Review list", "Pairs that may be one organisation"),
    ("sector_desk:freshness", "Freshness", "Who was asked whether their entry is right, and rung"),
    ("imports:list", "Imports", "What was read, when, and what came of it"),
    ("places_desk:areas", "Areas", "Look one up; see what it was before"),
    ("web_desk:notices", "Notices", "What everyone must know, on top of every page"),
)

SHUT_ITEMS = frozenset({"reports", "settings", "help"})


@hooks.register("register_admin_urls")
def addresses() -> list[URLPattern | URLResolver]:
    """The screens for notices, and for setting up."""
    patterns = [
        path("", desk.NoticeList.as_view(), name="notices"),
        path("results/", desk.NoticeList.as_view(results_only=True), name="notices_results"),
        path("post/", desk.PostNotice.as_view(), name="post"),
        path("<int:pk>/", desk.ChangeNotice.as_view(), name="notice"),
        path("<int:pk>/take-down/", desk.TakeDownNotice.as_view(), name="take_down"),
    ]
    return [
        path("notices/", include((patterns, "web_desk"))),
        path("setting-up/", desk.SettingUp.as_view(), name="setting_up"),
    ]


@hooks.register("register_admin_menu_item")
def notices_item() -> MenuItem:
    """The way to the notices."""
    return MenuItem(
        "Notices", reverse_lazy("web_desk:notices"), name="notices", icon_name="warning", order=250
    )


class SettingUpItem(PermittedItem):
    """For those who set the place up, as long as something is left to do."""

    def is_shown(self, request: HttpRequest) -> bool:
        """Whether it is theirs to do, and not done."""
        return super().is_shown(request) and bool(left_to_do())


@hooks.register("register_admin_menu_item")
def setting_up_item() -> MenuItem:
    """First of all, until all is done."""
    return SettingUpItem(
        "Setting up",
        reverse_lazy("setting_up"),
        name="setting-up",
        icon_name="tasks",
        order=1,
        permission="places.set_place",
    )


class Standing(Component):
    """How the register stands, first on the desk, with doors to the rest."""

    order = 50

    def render_html(self, parent_context: Any = None) -> SafeString:
        """The panel."""
        actor = actor_of(parent_context["request"])
        sets_up = allowed(actor, "places.set_place")
        may_decide = allowed(actor, "sector.see_claims")
        context = {
            "place": the_place(),
            "left": len(left_to_do()) if sets_up else 0,
            "registered": living().registered().count(),
            "groups": living().filter(kind=Kind.GROUP).count(),
            "waiting": waiting_for(actor),
            "ring": awaiting_a_call().count() if allowed(actor, "sector.ring") else 0,
            "unkept": Organisation.objects.kept_by_nobody().count() if may_decide else 0,
            "doubts": pairs_to_decide(actor).count(),
            "notices": Notice.objects.standing(clock.now()).count(),
            "runs": Run.objects.order_by("-started_at")[:5],
            "doors": list(doors(actor)),
        }
        return mark_safe(render_to_string("web/desk/standing.html", context))  # noqa: S308


def doors(actor: Actor) -> Any:
    """The screens that there are for whoever looks, with their addresses."""
    for name, title, words in DOORS:
        try:
            yield reverse(name), title, words
        except NoReverseMatch:
            continue


@hooks.register("construct_homepage_panels")
def panels(request: HttpRequest, shown: list[Any]) -> None:
    """Our own panel, and for those who write pages what they wrote last."""
    writes = allowed(actor_of(request), "web.write_pages")
    theirs = [panel for panel in shown if writes and isinstance(panel, RecentEditsPanel)]
    shown[:] = [Standing(), *theirs]


@hooks.register("construct_main_menu")
def menu_of_the_desk(request: HttpRequest, items: list[MenuItem]) -> None:
    """Without the screens of Wagtail's that are shut here, and its help, which is elsewhere."""
    items[:] = [item for item in items if item.name not in SHUT_ITEMS]


@hooks.register("insert_global_admin_css")
def look_of_the_desk() -> str:
    """Our few rules for the desk's lists on a phone."""
    return format_html('<link rel="stylesheet" href="{}">', static("commonweal/desk.css"))
