"""The staff desk's own base: lists, pages and forms inside Wagtail whose saving calls an action.

Each view names its permission like every other. A form hands its answers to ``act``, which calls
one action; what the action refuses is shown at the field it names.
"""

from __future__ import annotations

from functools import cached_property
from typing import Any, ClassVar

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import redirect
from django.views.generic import TemplateView
from wagtail.admin.ui.tables import TitleColumn
from wagtail.admin.views.generic.base import BaseListingView, WagtailAdminTemplateMixin
from wagtail.admin.views.mixins import SpreadsheetExportMixin

from commonweal.core import errors
from commonweal.core.gates import GatedView
from commonweal.core.permissions import allowed
from commonweal.core.refused import Refused
from commonweal.ui.acting import ActingForm
from commonweal.ui.downloads import cell_safe, csv_safe
from commonweal.ui.form_words import say_what_is_missing


class OnTheDesk(GatedView):
    """A view of the staff desk: somebody who has signed in and may not look is told so."""

    permission: ClassVar[str | None] = "accounts.see_desk"

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        """As every view; but the refusal is ours, where Wagtail would lead to the desk's front."""
        try:
            return super().dispatch(request, *args, **kwargs)
        except PermissionDenied as refusal:
            return errors.not_you(request, refusal)

    @property
    def whose(self) -> int:
        """The key of whoever has signed in, for what the worker does on their behalf."""
        key = self.request.user.pk
        assert key is not None
        return key

    def may(self, permission: str, thing: Any = None) -> bool:
        """Whether whoever looks may do this too, so that the page offers it."""
        return allowed(self.actor, permission, thing)


class Named(WagtailAdminTemplateMixin):
    """A screen whose bar says where it is: home, what lies between, then its own title."""

    def between(self) -> list[dict[str, str]]:
        """The screens between home and this one, each with its address and label."""
        return []

    def get_breadcrumbs_items(self) -> list[dict[str, str]]:
        """The way here."""
        own = {"url": "", "label": str(self.get_page_title())}
        return [*self.breadcrumbs_items, *self.between(), own]


class LinkColumn(TitleColumn):
    """A cell beside the title that leads somewhere too: ``get_url`` says where, or nowhere."""

    cell_template_name = "ui/desk/link_cell.html"


class DeskPage(OnTheDesk, Named, TemplateView):
    """A page of the staff desk."""

    permission: ClassVar[str | None] = "accounts.see_desk"


class DeskList(OnTheDesk, SpreadsheetExportMixin, BaseListingView):
    """A list that can be searched, filtered, sorted and, by those who may, downloaded.

    ``export_permission`` names who may download it.
    """

    permission: ClassVar[str | None] = "accounts.see_desk"
    export_permission: ClassVar[str] = ""
    template_name = "wagtailadmin/generic/listing.html"
    paginate_by = 50
    custom_value_preprocess = {str: {"csv": csv_safe, "xlsx": cell_safe}}

    @cached_property
    def show_export_buttons(self) -> bool:
        """Whether whoever looks may download the list."""
        return bool(self.export_permission) and self.may(self.export_permission)

    def found(self, queryset: QuerySet[Any], words: str) -> QuerySet[Any]:
        """The rows that these words find."""
        return queryset

    def search_queryset(self, queryset: QuerySet[Any]) -> QuerySet[Any]:
        """The rows that the words in the search box find."""
        return self.found(queryset, self.search_query) if self.is_searching else queryset

    def render_to_response(self, context: dict[str, Any], **kwargs: Any) -> HttpResponseBase:
        """The page, or the spreadsheet."""
        if not self.is_export:
            return super().render_to_response(context, **kwargs)
        if not self.show_export_buttons:
            raise PermissionDenied
        return self.as_spreadsheet(self.get_queryset(), self.request.GET["export"])


class DeskForm(OnTheDesk, Named, ActingForm):
    """A form of the staff desk whose saving calls one action."""

    permission: ClassVar[str | None] = "accounts.see_desk"
    template_name = "ui/desk/form.html"

    def get_form(self, form_class: Any = None) -> Any:
        """The form, which says in our words what was left out."""
        form = super().get_form(form_class)
        say_what_is_missing(form)
        return form

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """What the page says on its button."""
        context: dict[str, Any] = super().get_context_data(**kwargs)
        return context | {
            "submit_button_label": self.send_words,
            "submit_button_active_label": "Saving",
            "action_url": self.request.get_full_path(),
        }


class DeskButton(OnTheDesk):
    """Something done at one press: POST only, so that no link does it."""

    permission: ClassVar[str | None] = "accounts.see_desk"
    http_method_names = ("post", "options")
    done_words = "Done."

    def act(self) -> Any:
        """Call the action.

        :raises Refused: when it is not to be done now.
        """
        raise NotImplementedError

    def back(self, result: Any) -> str:
        """Where to go afterwards; ``result`` is None when it was refused."""
        raise NotImplementedError

    def post(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        """Act, and go back with the news."""
        try:
            result = self.act()
        except Refused as refusal:
            messages.error(request, refusal.sentence)
            return redirect(self.back(None))
        messages.success(request, self.done_words)
        return redirect(self.back(result))
