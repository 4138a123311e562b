"""Which of Wagtail's own screens are open here, and to whom. What is not named is shut.

Wagtail brings some hundred and eighty screens: its own people and groups, reports, workflows,
sites, an API of its pages. Each is shut for everyone until it stands on this page, so that a
screen which a new version of Wagtail brings is shut too. Our own screens are for staff, and each
keeps a gate of its own besides.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from django.contrib.auth.views import redirect_to_login
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseBase
from django.urls import reverse
from wagtail.models import Page

from commonweal.core.gates import GatedView, actor_of
from commonweal.core.permissions import ANYONE, allowed

STAFF = "accounts.see_desk"
WRITERS = "web.write_pages"


def named(space: str, names: str) -> frozenset[str]:
    """Names of screens in one of Wagtail's name spaces."""
    return frozenset(f"{space}{name}" for name in names.split())


OPEN_TO: dict[str, frozenset[str]] = {
    ANYONE: frozenset({"wagtail_serve", "wagtaildocs_serve"}),
    STAFF: named("wagtailadmin_", "home sprite javascript_catalog"),
    WRITERS: frozenset({"wagtail_bulk_action", "wagtailadmin_choose_page"})
    | named("wagtailadmin_", "explore_root explore explore_results block_preview")
    | named("wagtailadmin_", "tag_autocomplete tag_model_autocomplete")
    | named("wagtailadmin_api:pages:", "listing detail")
    | named(
        "wagtailadmin_pages:",
        "add preview_on_add usage edit preview_on_edit view_draft add_subpage delete unpublish "
        "convert_alias search search_results move move_confirm set_page_position copy lock unlock "
        "revisions_index revisions_view revisions_revert revisions_unschedule revisions_compare "
        "history history_results",
    )
    | named("wagtailadmin_choose_page", "_child _search _chosen_multiple")
    | named("wagtailadmin_choose_page", "_external_link _email_link _phone_link _anchor_link")
    | named("wagtailadmin_editing_sessions:", "ping release")
    | named(
        "wagtaildocs:",
        "index index_results add edit delete add_multiple edit_multiple document_usage "
        "create_multiple_from_uploaded_document delete_multiple delete_upload_multiple",
    )
    | named(
        "wagtailimages:",
        "index index_results add edit delete add_multiple edit_multiple image_usage "
        "create_multiple_from_uploaded_image delete_multiple delete_upload_multiple",
    )
    | named("wagtaildocs_chooser:", "choose choose_results chosen chosen_multiple create")
    | named(
        "wagtailimages_chooser:",
        "choose choose_results chosen chosen_multiple create select_format",
    ),
}
DOORS = {name: permission for permission, names in OPEN_TO.items() for name in names}


# The root of the tree of pages is never locked or moved, and Wagtail breaks when it is asked to.
BELOW_THE_ROOT = named("wagtailadmin_pages:", "lock unlock set_page_position")
LINK, LINK_FIELD = "wagtailadmin_choose_page_external_link", "external-link-chooser-url"


def means_nothing(request: HttpRequest, name: str, kwargs: dict[str, Any]) -> bool:
    """Whether no button of the desk sends this: about the tree's root, or a link to nowhere."""
    if name in BELOW_THE_ROOT:
        return Page.objects.filter(pk__in=kwargs.values(), depth=1).exists()
    return name == LINK and request.method == "POST" and LINK_FIELD not in request.POST


def is_ours(view: Any) -> bool:
    """Whether a view is written here, and so keeps a gate of its own."""
    written = getattr(view, "view_class", None)
    return isinstance(written, type) and issubclass(written, GatedView)


def is_theirs(view: Any, route: str, name: str) -> bool:
    """Whether a view is Wagtail's: it lies below the desk, or bears a name of Wagtail's."""
    return not is_ours(view) and (route.startswith("desk/") or name.startswith("wagtail"))


def is_elsewhere(view: Any, route: str, name: str) -> bool:
    """Whether a view is no screen of the desk, nor Wagtail's, or says aloud that it is public."""
    if is_ours(view):
        return view.view_class.permission is None or not route.startswith("desk/")
    return not is_theirs(view, route, name)


class Doors:
    """Stands before each of Wagtail's screens, and lets in whom this page names."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        """Nothing to do before it is known which screen is asked for."""
        return self.get_response(request)

    def process_view(
        self, request: HttpRequest, view: Any, args: Any, kwargs: Any
    ) -> HttpResponseBase | None:
        """Let somebody through, send them to sign in, or say no.

        :raises Http404: where the screen is shut for everyone, or what is asked means nothing.
        :raises PermissionDenied: where it is open, but not to them.
        """
        match = request.resolver_match
        if match is None or is_elsewhere(view, match.route, match.view_name):
            return None
        permission = STAFF if is_ours(view) else DOORS.get(match.view_name)
        actor = actor_of(request)
        if permission and allowed(actor, permission):
            if means_nothing(request, match.view_name, kwargs):
                raise Http404
            return None
        if actor.key == "visitor" and match.route.startswith("desk/"):
            return redirect_to_login(request.get_full_path(), reverse("account_login"))
        if permission is None:
            raise Http404
        raise PermissionDenied
