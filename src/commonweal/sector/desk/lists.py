"""Lists on the staff desk: organisations, and what of them is withheld."""

from __future__ import annotations

from functools import cached_property
from typing import Any

import django_filters
from django.db.models import Exists, F, OuterRef, Q, QuerySet
from django.urls import reverse
from wagtail.admin.filters import WagtailFilterSet
from wagtail.admin.ui.tables import Column, DateColumn, TitleColumn
from wagtail.admin.widgets.button import HeaderButton

from commonweal.places.models import Area
from commonweal.sector import identifiers
from commonweal.sector.choices import Kind, Side, Status
from commonweal.sector.models import (
    Correction,
    Identifier,
    Name,
    Organisation,
    Withholding,
)
from commonweal.sector.withholding import EVERYTHING, WITHHOLDABLE
from commonweal.ui.desk import DeskList
from commonweal.ui.words import as_day


def districts() -> list[tuple[str, str]]:
    """The districts where organisations are, by name."""
    used = Organisation.objects.exclude(district="").values("district")
    rows = Area.objects.filter(kind="district", code__in=used).order_by("name")
    return list(rows.values_list("code", "name"))


def in_force() -> QuerySet[Correction]:
    """The corrections in force of an organisation in an outer query."""
    return Correction.objects.filter(organisation=OuterRef("pk"), withdrawn_at=None)


class OrganisationFilters(WagtailFilterSet):
    """What the list can be narrowed to."""

    kind = django_filters.MultipleChoiceFilter(label="Kind", choices=Kind.choices)
    side = django_filters.ChoiceFilter(label="Side", choices=Side.choices)
    status = django_filters.ChoiceFilter(label="How it stands", choices=Status.choices)
    district = django_filters.ChoiceFilter(label="District", choices=districts)
    here = django_filters.BooleanFilter(label="Belongs to the place", method="belongs")
    corrected = django_filters.BooleanFilter(label="Has a correction", method="has_correction")
    differs = django_filters.BooleanFilter(
        label="Differs from its register", method="differs_from_register"
    )

    class Meta:
        model = Organisation
        fields: list[str] = []

    def belongs(self, queryset: Any, name: str, value: bool) -> Any:
        """Based here or serving here, or neither."""
        here = Q(based_here=True) | Q(serves_here=True)
        return queryset.filter(here if value else ~here)

    def has_correction(self, queryset: Any, name: str, value: bool) -> Any:
        """Whether something was put right here."""
        return queryset.filter(Exists(in_force()) if value else ~Exists(in_force()))

    def differs_from_register(self, queryset: Any, name: str, value: bool) -> Any:
        """Whether a correction in force replaced something that was stated."""
        differs = Exists(in_force().exclude(replaced=None).exclude(replaced=F("value")))
        return queryset.filter(differs if value else ~differs)


class WithheldFilters(OrganisationFilters):
    """For those who may see it: also whether it is withheld."""

    withheld = django_filters.BooleanFilter(label="Withheld whole")


class OrganisationList(DeskList):
    """Every organisation in the register; the withheld ones only for those who may see them."""

    permission = "sector.see_register"
    export_permission = "sector.correct_organisation"
    model = Organisation
    page_title = "Organisations"
    header_icon = "group"
    index_url_name = "sector_desk:organisations"
    index_results_url_name = "sector_desk:organisations_results"
    is_searchable = True
    default_ordering = "name"
    verbose_name_plural = "organisations"
    list_export = (
        "ref", "name", "get_kind_display", "get_side_display", "get_status_display", "district",
        "ward", "income", "spending", "money_year_end", "email", "telephone", "website",
        "based_here", "serves_here", "changed_at",
    )  # fmt: skip
    custom_field_preprocess = {"changed_at": {"csv": as_day, "xlsx": as_day}}
    export_headings = {
        "ref": "Number", "get_kind_display": "Kind", "get_side_display": "Side",
        "get_status_display": "How it stands",
    }  # fmt: skip

    @cached_property
    def columns(self) -> list[Column]:
        """What the list shows of each."""
        shown = [
            TitleColumn("name", label="Name", sort_key="name", get_url=page_of),
            Column("ref", label="Number", sort_key="ref"),
            Column("get_kind_display", label="Kind", sort_key="kind"),
            Column("get_status_display", label="Stands", sort_key="status"),
            Column("has_correction", label="Put right", accessor=corrected),
            DateColumn("changed_at", label="Changed", sort_key="changed_at"),
        ]
        if self.may("sector.see_withheld"):
            shown.insert(
                5, Column("withheld", label="Withheld", accessor=hidden, sort_key="withheld")
            )
        return shown

    @cached_property
    def filterset_class(self) -> type[WagtailFilterSet]:
        """Only those who may see withheld ones can ask for them."""
        return WithheldFilters if self.may("sector.see_withheld") else OrganisationFilters

    def get_base_queryset(self) -> QuerySet[Organisation]:
        """Those that were not merged away."""
        rows = Organisation.objects.filter(same_as=None).annotate(has_correction=Exists(in_force()))
        return rows if self.may("sector.see_withheld") else rows.filter(withheld=False)

    def found(self, queryset: QuerySet[Any], words: str) -> QuerySet[Any]:
        """By a part of any of its names, or by any of its numbers."""
        named = Name.objects.filter(organisation=OuterRef("pk"), name__icontains=words)
        parsed = identifiers.parse(words)
        value = parsed[1] if parsed else words.strip()
        held = Identifier.objects.filter(organisation=OuterRef("pk"), value__iexact=value)
        return queryset.filter(
            Q(name__icontains=words) | Q(ref__iexact=words.strip()) | Exists(named) | Exists(held)
        )

    @cached_property
    def header_buttons(self) -> list[HeaderButton]:
        """Adding what no register lists."""
        if not self.may("sector.add_organisation"):
            return []
        add_group, add_partner = (reverse(f"sector_desk:add_{w}") for w in ("group", "partner"))
        return [
            HeaderButton("Add a group", url=add_group, icon_name="plus"),
            HeaderButton("Add a partner", url=add_partner, icon_name="plus"),
        ]


def corrected(organisation: Any) -> str:
    """Whether something was put right here, in a word."""
    return "Yes" if organisation.has_correction else ""


def hidden(organisation: Organisation) -> str:
    """Whether it is withheld whole, in a word."""
    return "Withheld" if organisation.withheld else ""


def page_of(organisation: Organisation) -> str:
    """Its page on the desk."""
    return reverse("sector_desk:organisation", args=[organisation.pk])


def what(withholding: Withholding) -> str:
    """What a withholding covers, in words."""
    return WITHHOLDABLE.get(withholding.fact, WITHHOLDABLE[EVERYTHING])[0]


class WithheldList(DeskList):
    """All that is withheld now, for stewards only."""

    permission = "sector.see_withheld"
    model = Withholding
    page_title = "Withheld"
    header_icon = "view"
    index_url_name = "sector_desk:withheld"
    index_results_url_name = "sector_desk:withheld_results"
    is_searchable = True
    verbose_name_plural = "withholdings"
    columns = [
        TitleColumn("organisation", label="Of", get_url=lambda w: page_of(w.organisation)),
        Column("what", label="What", accessor=what),
        Column("get_ground_display", label="On what ground"),
        Column("reason", label="Why"),
        Column("by", label="By"),
        DateColumn("at", label="Since"),
    ]

    def get_base_queryset(self) -> QuerySet[Withholding]:
        """What is in force, whole organisations first."""
        return (
            Withholding.objects.filter(lifted_at=None, organisation__same_as=None)
            .select_related("organisation")
            .order_by("fact", "-at", "-pk")
        )

    def found(self, queryset: QuerySet[Any], words: str) -> QuerySet[Any]:
        """By a part of the name."""
        return queryset.filter(organisation__name__icontains=words)
