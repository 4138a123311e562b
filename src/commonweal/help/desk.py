"""The staff desk's screens for help: which schemes there are, a new one, and nothing of anybody."""

from __future__ import annotations

from functools import cached_property
from typing import Any

from django.db.models import QuerySet
from django.urls import reverse
from wagtail.admin.ui.tables import Column, TitleColumn
from wagtail.admin.widgets.button import HeaderButton

from commonweal.help.actions import duty, schemes
from commonweal.help.actions.pushing import begin_measures
from commonweal.help.forms import schemes as shapes
from commonweal.help.forms.schemes_desk import AddPoolForm, BeginMeasuresForm
from commonweal.help.models import DutyPool, Scheme
from commonweal.ui.desk import DeskForm, DeskList

LIST = "help_desk:schemes"


def address_of(scheme: Scheme) -> str:
    """Where a scheme is kept."""
    return reverse("scheme_kept", args=[scheme.slug])


class SchemeList(DeskList):
    """Every scheme and how it stands. What is in it, only its own people see."""

    permission = "help.set_up_schemes"
    model = Scheme
    page_title = "Schemes"
    header_icon = "group"
    index_url_name = LIST
    index_results_url_name = "help_desk:schemes_results"
    verbose_name_plural = "schemes"
    columns = [
        TitleColumn("name", label="Scheme", get_url=address_of),
        Column("organisation", label="Organisation"),
        Column("standing", label="Stands", accessor=lambda one: one.get_standing_display()),
        Column("totals", label="Reports", accessor=lambda one: "Totals" * one.totals_only),
    ]

    def get_base_queryset(self) -> QuerySet[Scheme]:
        """All of them."""
        return Scheme.objects.select_related("organisation").order_by("name", "pk")

    def found(self, queryset: QuerySet[Any], words: str) -> QuerySet[Any]:
        """Those whose name has these words."""
        return queryset.filter(name__icontains=words)

    @cached_property
    def header_buttons(self) -> list[HeaderButton]:
        """To add one, to share a telephone, to publish numbers."""
        told = (
            ("Add a scheme", "help_desk:add_scheme", "plus"),
            ("Begin a shared telephone", "help_desk:add_pool", "mobile-alt"),
            ("Begin to publish numbers", "help_desk:begin_measures", "table"),
        )
        return [
            HeaderButton(words, url=reverse(name), icon_name=icon) for words, name, icon in told
        ]


class OfSchemes:
    """A screen below the list of schemes."""

    header_icon = "group"

    def between(self) -> list[dict[str, str]]:
        """The list."""
        return [{"url": reverse(LIST), "label": SchemeList.page_title}]


class AddScheme(OfSchemes, DeskForm):
    """Set a scheme up."""

    permission = "help.set_up_schemes"
    form_class = shapes.AddSchemeForm
    page_title = "Add a scheme"
    send_words = "Set it up"
    done_words = "Set up. Say now what it does, where and with what; then its lead can open it."

    def act(self, answers: dict[str, Any]) -> Scheme:
        """Set it up."""
        return schemes.add_scheme(by=self.actor, **answers)

    def back(self, result: Scheme) -> str:
        """The scheme."""
        return address_of(result)


class AddPool(OfSchemes, DeskForm):
    """Begin a telephone that schemes share; each joins by its own lead."""

    permission = "help.set_up_schemes"
    form_class = AddPoolForm
    page_title = "Begin a shared telephone"
    send_words = "Begin it"
    done_words = "Begun. Leads find it on their duty page and join there."

    def act(self, answers: dict[str, Any]) -> DutyPool:
        """Begin it."""
        return duty.begin_pool(by=self.actor, **answers)

    def back(self, result: DutyPool) -> str:
        """The list."""
        return reverse(LIST)


class BeginMeasures(OfSchemes, DeskForm):
    """Begin to publish the numbers of help among the measures of the place."""

    permission = "help.set_up_schemes"
    form_class = BeginMeasuresForm
    page_title = "Begin to publish numbers"
    send_words = "Begin"
    done_words = "Begun. The first numbers appear within the hour."

    def act(self, answers: dict[str, Any]) -> Any:
        """Begin those that are not there yet."""
        return begin_measures(by=self.actor)

    def back(self, result: Any) -> str:
        """What everybody sees."""
        return reverse("help_numbers")
