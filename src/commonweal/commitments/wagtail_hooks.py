"""What the staff desk shows of promises: declarations only."""

from __future__ import annotations

from django.urls import URLPattern, URLResolver, include, path
from wagtail import hooks
from wagtail.admin.menu import MenuItem

from commonweal.ui.menu import submenu

# Each item: its words, address by name, icon and permission.
PROMISES: tuple[tuple[str, str, str, str], ...] = (
    ("What was promised", "commitments_desk:promises", "doc-full", "commitments.see_desk"),
    ("What is done", "commitments_desk:doings", "tasks", "commitments.see_desk"),
    ("Evidence", "commitments_desk:evidence", "doc-empty", "commitments.publish_evidence"),
    ("Reviews", "commitments_desk:reviews", "form", "commitments.see_reviews"),
)
CONSULTATIONS: tuple[tuple[str, str, str, str], ...] = ()
ELECTIONS: tuple[tuple[str, str, str, str], ...] = ()


@hooks.register("register_admin_urls")
def addresses() -> list[URLPattern | URLResolver]:
    """The screens for promises."""
    return [path("promises/", include("commonweal.commitments.desk.urls"))]


@hooks.register("register_admin_menu_item")
def promises() -> MenuItem:
    """What is written, promised and done."""
    return submenu("Promises", PROMISES, icon="doc-full", order=93)


@hooks.register("register_admin_menu_item")
def consultations() -> MenuItem:
    """What is asked and said."""
    return submenu("Consultations", CONSULTATIONS, icon="comment", order=94)


@hooks.register("register_admin_menu_item")
def elections() -> MenuItem:
    """Calls to candidates."""
    return submenu("Elections", ELECTIONS, icon="clipboard-list", order=95)
