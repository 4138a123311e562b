"""What the staff desk shows of the public site: declarations only."""

from __future__ import annotations

import datetime as dt
from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
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

from commonweal.commitments.permissions import works_for_a_public_body
from commonweal.commitments.reports.period import period_of
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
from commonweal.ui.words import long_day
from commonweal.web import desk
from commonweal.web.models import NewsIndexPage, NewsPage, Notice
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


@hooks.register("before_edit_page")
def told_that_an_election_is_near(request: HttpRequest, page: Any) -> None:
    """Whoever writes news in a pre-election period reads so above what they write."""
    poll = period_of(clock.now())
    if poll and request.method == "GET" and issubclass(page.specific_class, NewsPage):
        messages.warning(request, is_near(poll.name, poll.on))


@hooks.register("before_create_page")
def told_so_from_the_start(request: HttpRequest, parent: Any, page_class: type) -> None:
    """The same, of what is only begun; from a public body it is kept as a draft."""
    poll = period_of(clock.now())
    if poll is None or not issubclass(page_class, NewsPage):
        return
    if request.method == "GET":
        messages.warning(request, is_near(poll.name, poll.on))
    elif "action-publish" in request.POST and works_for_a_public_body(actor_of(request)):
        sent = request.POST.copy()
        del sent["action-publish"]
        request.POST = sent  # type: ignore[assignment]
        messages.error(request, not_published(poll.name, poll.on))


@hooks.register("before_publish_page")
def not_by_a_public_body(request: HttpRequest, page: Any) -> HttpResponse | None:
    """Whoever declared that they work for a public body publishes no news in that time.

    What they wrote is kept as a draft, for a colleague to publish.
    """
    poll = period_of(clock.now())
    if poll is None or not issubclass(page.specific_class, NewsPage):
        return None
    if not works_for_a_public_body(actor_of(request)):
        return None
    messages.error(request, not_published(poll.name, poll.on))
    return redirect("wagtailadmin_pages:edit", page.pk)


@hooks.register("before_bulk_action")
def nor_many_at_once(
    request: HttpRequest, action_type: str, objects: list[Any], view: Any
) -> HttpResponse | None:
    """The same, of several pieces of news, or the whole list of them."""
    poll = period_of(clock.now()) if action_type == "publish" else None
    if poll is None or not works_for_a_public_body(actor_of(request)):
        return None
    kept = [getattr(one, "specific_class", None) for one in objects]
    if not any(kind and issubclass(kind, (NewsPage, NewsIndexPage)) for kind in kept):
        return None
    messages.error(request, not_published(poll.name, poll.on))
    return redirect("wagtailadmin_home")


def is_near(election: str, on: dt.date) -> str:
    """What every writer of news is told while an election is near."""
    return (
        f"An election is near ({election}). Until the polls have closed on {long_day(on)}, "
        "write nothing that could help or harm a candidate or a party. Staff of public bodies "
        "publish no news here until then."
    )


def not_published(election: str, on: dt.date) -> str:
    """What somebody from a public body is told instead."""
    return (
        "This is kept as a draft and not published: you declared that you work for a public body, "
        f"and an election is near ({election}). A colleague who works for none can publish it, or "
        f"you can once the polls have closed on {long_day(on)}."
    )
