"""What the staff desk shows of promises: declarations only."""

from __future__ import annotations

from django.http import HttpRequest
from django.urls import URLPattern, URLResolver, include, path
from wagtail import hooks
from wagtail.admin.menu import MenuItem

from commonweal.commitments.models import Comment
from commonweal.ui.menu import submenu

# Each item: its words, address by name, icon and permission.
PROMISES: tuple[tuple[str, str, str, str], ...] = (
    ("What is written", "commitments_desk:documents", "doc-full", "commitments.see_desk"),
    ("What was promised", "commitments_desk:promises", "doc-full", "commitments.see_desk"),
    ("What is done", "commitments_desk:doings", "tasks", "commitments.see_desk"),
    ("Evidence", "commitments_desk:evidence", "doc-empty", "commitments.publish_evidence"),
    ("Reviews", "commitments_desk:reviews", "form", "commitments.see_reviews"),
    ("Events", "commitments_desk:events", "date", "commitments.see_desk"),
    ("Concerns", "commitments_desk:concerns", "lock", "commitments.see_concerns"),
    ("Yearly reviews", "commitments_desk:years", "history", "commitments.see_desk"),
)
CONSULTATIONS: tuple[tuple[str, str, str, str], ...] = (
    ("Consultations", "commitments_desk:consultations", "comment", "commitments.see_desk"),
    ("Comments to read", "commitments_desk:to_read", "comment", "commitments.moderate"),
    ("What came of it", "commitments_desk:analysis", "comment", "commitments.see_submissions"),
)
ELECTIONS: tuple[tuple[str, str, str, str], ...] = (
    ("Elections", "commitments_desk:elections", "clipboard-list", "commitments.keep_election"),
    ("Calls to candidates", "commitments_desk:calls", "mail", "commitments.keep_election"),
    ("Answers and results", "commitments_desk:showing", "comment", "commitments.see_desk"),
    ("Councillors", "commitments_desk:councillors", "group", "commitments.keep_election"),
)


@hooks.register("register_admin_urls")
def addresses() -> list[URLPattern | URLResolver]:
    """The screens for promises."""
    return [path("promises/", include("commonweal.commitments.desk.urls"))]


@hooks.register("register_admin_menu_item")
def promises() -> MenuItem:
    """What is written, promised and done."""
    return submenu("Promises", PROMISES, icon="doc-full", order=93)


def comments_to_read(request: HttpRequest) -> int:
    """How many comments wait for a moderator; the item is shown to moderators only."""
    return Comment.objects.to_read().count()


@hooks.register("register_admin_menu_item")
def consultations() -> MenuItem:
    """What is asked and said, with how much of it waits to be read."""
    counts = {"commitments_desk:to_read": comments_to_read}
    return submenu("Consultations", CONSULTATIONS, icon="comment", order=94, counts=counts)


@hooks.register("register_admin_menu_item")
def elections() -> MenuItem:
    """Calls to candidates."""
    return submenu("Elections", ELECTIONS, icon="clipboard-list", order=95)
