"""The staff desk's list of nominated companies: who is to be in the register by their number."""

from __future__ import annotations

from functools import cached_property
from typing import Any

from django import forms
from django.db.models import OuterRef, QuerySet, Subquery
from django.shortcuts import get_object_or_404
from django.urls import reverse
from wagtail.admin.ui.tables import Column, DateColumn, TitleColumn
from wagtail.admin.widgets.button import HeaderButton

from commonweal.sector import actions
from commonweal.sector.models import Identifier, Nomination
from commonweal.ui.desk import DeskForm, DeskList, LinkColumn
from commonweal.ui.words import as_day, day


class NominationList(DeskList):
    """Every company that is nominated now, and whether it has come."""

    permission = "sector.see_register"
    model = Nomination
    page_title = "Nominated companies"
    header_icon = "user"
    index_url_name = "sector_desk:nominations"
    index_results_url_name = "sector_desk:nominations_results"
    is_searchable = True
    default_ordering = "-at"
    verbose_name_plural = "nominated companies"
    export_permission = "sector.nominate_company"
    list_export = ("number", "became", "works_here", "reason", "by", "at")
    custom_field_preprocess = {"at": {"csv": as_day, "xlsx": as_day}}
    export_headings = {"number": "Company number", "became": "In the register as", "at": "On"}

    @cached_property
    def columns(self) -> list[Column]:
        """What is told of each."""
        return [
            TitleColumn("number", label="Company number", get_url=self.address_of),
            LinkColumn("standing", label="How it stands", accessor=standing_of, get_url=page_of_it),
            Column("reason", label="Why"),
            Column("by", label="By"),
            DateColumn("at", label="On", sort_key="at"),
        ]

    def get_base_queryset(self) -> QuerySet[Any]:
        """Those in force, each with the organisation it has become, unless that is withheld."""
        own = Identifier.objects.filter(scheme="GB-COH", value=OuterRef("number"))
        seen = own.exclude(organisation__withheld=True).order_by("pk")
        return Nomination.objects.filter(withdrawn_at=None).annotate(
            became=Subquery(seen.values("organisation__name")[:1]),
            became_key=Subquery(seen.values("organisation")[:1]),
        )

    def found(self, queryset: QuerySet[Any], words: str) -> QuerySet[Any]:
        """By number or reason."""
        return queryset.filter(number__icontains=words.strip()) | queryset.filter(
            reason__icontains=words
        )

    def address_of(self, nomination: Nomination) -> str | None:
        """Where it is taken back, for those who may."""
        if not self.may("sector.nominate_company"):
            return None
        return reverse("sector_desk:withdraw_nomination", args=[nomination.pk])

    @property
    def header_buttons(self) -> list[Any]:
        """One more, for those who may."""
        if not self.may("sector.nominate_company"):
            return []
        return [
            HeaderButton("Nominate a company", reverse("sector_desk:nominate"), icon_name="plus")
        ]


def page_of_it(nomination: Any) -> str | None:
    """The page of the organisation that it has become."""
    if nomination.became_key is None:
        return None
    return reverse("sector_desk:organisation", args=[nomination.became_key])


def standing_of(nomination: Any) -> str:
    """What has become of it so far."""
    if nomination.became:
        return f"In the register: {nomination.became}"
    if nomination.works_here:
        return "Comes with the next Companies House import"
    return "Comes with the next Companies House import, if its registered office lies here"


class NominateForm(forms.Form):
    """Which company, and why."""

    number = forms.CharField(
        label="Company number", max_length=20,
        help_text="Eight characters, as Companies House writes it, such as 09506232.",
    )  # fmt: skip
    reason = forms.CharField(
        label="Why it belongs in the register", max_length=500,
        help_text="Such as: a not-for-profit company limited by guarantee that runs the hall.",
    )  # fmt: skip
    works_here = forms.BooleanField(
        label="It works here, wherever its registered office is", required=False, initial=True
    )


class Nominate(DeskForm):
    """Nominate a company that is no community interest company, and no charity's."""

    permission = "sector.nominate_company"
    form_class: type[forms.Form] = NominateForm
    page_title = "Nominate a company"
    header_icon = "plus"
    send_words = "Nominate it"
    done_words = "Nominated. The next import of Companies House brings it in."

    def between(self) -> list[dict[str, str]]:
        """The way back."""
        return [{"url": reverse("sector_desk:nominations"), "label": "Nominated companies"}]

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """What need not be nominated."""
        context: dict[str, Any] = super().get_context_data(**kwargs)
        return context | {
            "intro": "Community interest companies, societies, and the companies of charities in "
            "the register come in by themselves. Nominate any other company that belongs here."
        }

    def act(self, answers: dict[str, Any]) -> Any:
        """Nominate it."""
        return actions.nominate_company(by=self.actor, **answers)

    def back(self, result: Any) -> str:
        """The list."""
        return reverse("sector_desk:nominations")


class WithdrawNomination(Nominate):
    """Take a nomination back."""

    permission = "sector.nominate_company"
    form_class = forms.Form
    send_words = "Withdraw the nomination"
    done_words = (
        "The nomination is withdrawn. The next import of Companies House lets the company go, "
        "unless a register or a feed holds it too."
    )

    def load(self) -> Nomination:
        """The nomination in force."""
        return get_object_or_404(Nomination, pk=self.kwargs["pk"], withdrawn_at=None)

    def get_page_title(self) -> str:
        """Which."""
        return f"Withdraw the nomination of company {self.thing.number}"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """Who nominated it, and why."""
        n = self.thing
        intro = (
            f"Nominated by {n.by} on {day(n.at)}: {n.reason} If you withdraw it, the next import "
            "of Companies House lets the company go, unless a register or a feed holds it too."
        )
        return super().get_context_data(**kwargs) | {"intro": intro}

    def act(self, answers: dict[str, Any]) -> Any:
        """Withdraw it."""
        return actions.withdraw_nomination(by=self.actor, nomination=self.thing)
