"""The staff desk's screens for groups that ask to be in the register."""

from __future__ import annotations

from functools import cached_property
from typing import Any

import django_filters
from django.db.models import Case, IntegerField, Q, QuerySet, Value, When
from django.shortcuts import get_object_or_404
from django.urls import reverse
from wagtail.admin.filters import WagtailFilterSet
from wagtail.admin.ui.tables import Column, DateColumn, TitleColumn
from wagtail.admin.widgets.button import HeaderButton

from commonweal.places.models import Area
from commonweal.sector.choices import Joining
from commonweal.sector.choosing import WHEN_JOINING
from commonweal.sector.desk.lists import page_of
from commonweal.sector.likeness import plain_name
from commonweal.sector.models import Application, Organisation
from commonweal.sector.reports.vouching import evidence
from commonweal.ui.desk import DeskList, DeskPage
from commonweal.ui.words import long_day

KEEP = "sector.keep_applications"


class ApplicationFilters(WagtailFilterSet):
    """What the list can be narrowed to."""

    standing = django_filters.ChoiceFilter(label="How it stands", choices=Joining.choices)

    class Meta:
        model = Application
        fields: list[str] = []


class ApplicationList(DeskList):
    """Every group that asked: those that something must be done about first."""

    permission = KEEP
    model = Application
    page_title = "Groups that ask"
    header_icon = "group"
    index_url_name = "sector_desk:applications"
    index_results_url_name = "sector_desk:applications_results"
    is_searchable = True
    verbose_name_plural = "groups"
    filterset_class = ApplicationFilters

    @cached_property
    def columns(self) -> list[Column]:
        """What is told of each."""
        return [
            TitleColumn("name", label="Group", get_url=address_of),
            Column("standing", label="How it stands", accessor=standing_in_words),
            Column("by", label="Told by", accessor=lambda a: a.told_to or "itself"),
            DateColumn("written_at", label="Asked", sort_key="written_at"),
            Column("lapses_at", label="Lapses", accessor=lapses, sort_key="lapses_at"),
        ]

    def get_base_queryset(self) -> QuerySet[Any]:
        """Those that wait first, the one that lapses soonest at the top."""
        order = Case(
            When(standing=Joining.WAITING, then=Value(0)),
            When(standing=Joining.UNPROVED, then=Value(1)),
            default=Value(2),
            output_field=IntegerField(),
        )
        return Application.objects.order_by(order, "lapses_at", "-written_at", "-pk")

    def found(self, queryset: QuerySet[Any], words: str) -> QuerySet[Any]:
        """By a part of the name."""
        return queryset.filter(name__icontains=words)

    @property
    def header_buttons(self) -> list[Any]:
        """One that was told by telephone or on paper."""
        address = reverse("sector_desk:take_down")
        return [HeaderButton("Write down a group", address, icon_name="plus")]


def address_of(application: Application) -> str:
    """Its screen."""
    return reverse("sector_desk:application", args=[application.pk])


def lapses(application: Application) -> str:
    """The day on which it lapses, while it waits."""
    waits = application.standing == Joining.WAITING
    return long_day(application.lapses_at) if waits else ""


def standing_in_words(application: Application) -> str:
    """How it stands, and what it lacks."""
    words = str(Joining(application.standing).label)
    if application.standing == Joining.UNPROVED and not application.email:
        return f"To be reached: ring {application.telephone}"
    if application.standing != Joining.WAITING:
        return words
    found, _ = evidence(application)
    if found.look:
        return "Somebody says no: look at it"
    return f"{words}: {found.lacking} more needed"


class AboutApplication:
    """Loads the application that a screen is about."""

    kwargs: dict[str, Any]
    thing: Any

    def load(self) -> Application:
        """The application."""
        return get_object_or_404(Application, pk=self.kwargs["pk"])

    def between(self) -> list[dict[str, str]]:
        """The way back."""
        return [
            {"url": reverse("sector_desk:applications"), "label": "Groups that ask"},
            {"url": address_of(self.thing), "label": self.thing.name},
        ]

    def get_page_subtitle(self) -> str:
        """Whose it is."""
        return str(self.thing.name)

    def back(self, result: Any) -> str:
        """Its screen."""
        return address_of(self.thing)


class ApplicationPage(AboutApplication, DeskPage):
    """All that is known of a group that asks: what it told, who says what, who is like it."""

    permission = KEEP
    template_name = "sector/desk/application.html"
    header_icon = "group"

    def get_page_title(self) -> str:
        """Its name."""
        return str(self.thing.name)

    def get_page_subtitle(self) -> str:
        """No more than its name."""
        return ""

    def between(self) -> list[dict[str, str]]:
        """The list."""
        return super().between()[:1]

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """The evidence, and what may be done."""
        a = self.thing
        found, rows = evidence(a)
        area = Area.objects.filter(code=a.area).first()
        return super().get_context_data(**kwargs) | {
            "application": a,
            "area": area.name if area else a.area,
            "shows": [words for choice, words in WHEN_JOINING.items() if choice in a.shows],
            "standing": found,
            "rows": rows,
            "steps": a.steps.order_by("pk"),
            "twins": [(o, page_of(o)) for o in same_name(a)],
            "again": [(other, address_of(other)) for other in asked_again(a)],
            "page": page_of(a.organisation) if a.organisation else "",
            "waits": a.standing == Joining.WAITING,
            "unproved": a.standing == Joining.UNPROVED,
        }


def asked_again(application: Application) -> list[Application]:
    """Other applications of this name, or of the same address or number."""
    a = application
    alike = Q(name__iexact=a.name)
    alike |= Q(email__iexact=a.email) & ~Q(email="")
    alike |= Q(telephone=a.telephone) & ~Q(telephone="")
    return list(Application.objects.filter(alike).exclude(pk=a.pk).order_by("-pk")[:10])


def same_name(application: Application) -> list[Organisation]:
    """Organisations of this name, withheld ones too: a steward may know of them."""
    wanted = plain_name(application.name)
    first = wanted.split(" ")[0] if wanted else application.name
    rows = Organisation.objects.filter(same_as=None, name__icontains=first)
    rows = rows.exclude(pk=application.organisation_id or 0)
    return [o for o in rows.order_by("name")[:500] if plain_name(o.name) == wanted][:10]
