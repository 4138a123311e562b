"""The staff desk's screens for what organisations offer to people."""

from __future__ import annotations

from functools import cached_property
from typing import Any

import django_filters
from django import forms
from django.db.models import Exists, OuterRef, Q, QuerySet
from django.http import Http404
from django.urls import reverse
from django.utils.http import urlencode
from wagtail.admin.filters import WagtailFilterSet
from wagtail.admin.ui.tables import Column, TitleColumn

from commonweal.sector.choices import ServiceStatus
from commonweal.sector.desk.lists import page_of
from commonweal.sector.desk.pages import About
from commonweal.sector.desk.service_turns import OfService
from commonweal.sector.forms.services import term_choices
from commonweal.sector.gathering import HERE
from commonweal.sector.models import Feed, Service, ServiceTerm
from commonweal.sector.sources.open_referral import source_name
from commonweal.sector.views.telling import Adding, Changing
from commonweal.ui.desk import DeskForm, DeskList, LinkColumn
from commonweal.ui.words import as_day, day


def keepers() -> list[tuple[str, str]]:
    """Who keeps services, by source."""
    rows = Feed.objects.order_by("owner", "name").values_list("name", "owner", "title")
    return [(HERE, "Us"), *((source_name(n), f"{owner} ({title})") for n, owner, title in rows)]


def needs() -> list[tuple[str, str]]:
    """The needs that a service may meet."""
    return term_choices("need")


class ServiceFilters(WagtailFilterSet):
    """What the list can be narrowed to."""

    organisation = django_filters.CharFilter(
        label="Organisation", field_name="organisation__name", lookup_expr="icontains"
    )
    need = django_filters.ChoiceFilter(label="What it helps with", choices=needs, method="meets")
    kept_by = django_filters.ChoiceFilter(label="Kept by", choices=keepers, field_name="source")
    status = django_filters.ChoiceFilter(label="How it stands", choices=ServiceStatus.choices)
    not_since = django_filters.DateFilter(
        label="Not said to be right since", method="not_assured",
        widget=forms.DateInput(attrs={"type": "date"}),
    )  # fmt: skip

    class Meta:
        model = Service
        fields: list[str] = []

    def meets(self, queryset: Any, name: str, value: str) -> Any:
        """Those given this term."""
        given = ServiceTerm.objects.filter(service=OuterRef("pk"), scheme="need", code=value)
        return queryset.filter(Exists(given))

    def not_assured(self, queryset: Any, name: str, value: Any) -> Any:
        """Those of which nobody has said since that day that they are right."""
        return queryset.filter(Q(assured_on__lt=value) | Q(assured_on=None))


class ServiceList(DeskList):
    """Every service; those of withheld organisations only for those who may see them."""

    permission = "sector.see_register"
    export_permission = "sector.keep_services"
    model = Service
    page_title = "Services"
    header_icon = "clipboard-list"
    index_url_name = "sector_desk:services"
    index_results_url_name = "sector_desk:services_results"
    is_searchable = True
    default_ordering = "name"
    verbose_name_plural = "services"
    filterset_class = ServiceFilters
    list_export = (
        "uuid", "name", "organisation.ref", "organisation.name", "get_status_display", "source",
        "assured_on", "assured_by", "telephone", "email", "website", "changed_at",
    )  # fmt: skip
    custom_field_preprocess = {"changed_at": {"csv": as_day, "xlsx": as_day}}
    export_headings = {
        "uuid": "Identifier", "organisation.ref": "Number", "organisation.name": "Organisation",
        "get_status_display": "How it stands", "source": "Kept by",
    }  # fmt: skip

    @cached_property
    def columns(self) -> list[Column]:
        """What the list shows of each."""
        names = dict(keepers())
        return [
            TitleColumn("name", label="Name", sort_key="name", get_url=self.leads_to),
            LinkColumn(
                "organisation", label="Organisation", get_url=lambda s: page_of(s.organisation)
            ),
            Column("kept", label="Kept by", accessor=lambda s: names.get(s.source, s.source)),
            Column("get_status_display", label="Stands", sort_key="status"),
            Column(
                "assured_on",
                label="Last said to be right",
                sort_key="assured_on",
                accessor=lambda s: day(s.assured_on) if s.assured_on else "never",
            ),
        ]

    def leads_to(self, service: Service) -> str:
        """The form for those who may change it, else its organisation."""
        if service.source == HERE and self.may("sector.keep_services", service):
            return reverse("sector_desk:change_service", args=[service.pk])
        return f"{page_of(service.organisation)}#services"

    def get_base_queryset(self) -> QuerySet[Service]:
        """Those that whoever looks may know of."""
        rows = Service.objects.select_related("organisation")
        return (
            rows if self.may("sector.see_withheld") else rows.filter(organisation__withheld=False)
        )

    def found(self, queryset: QuerySet[Any], words: str) -> QuerySet[Any]:
        """By a part of its name or its organisation's."""
        return queryset.filter(Q(name__icontains=words) | Q(organisation__name__icontains=words))


class AddService(Adding, About, DeskForm):
    """Say that an organisation offers something."""

    permission = "sector.keep_services"
    template_name = "sector/desk/service_form.html"
    header_icon = "clipboard-list"
    page_title = "Add a service"

    def address_of(self, service: Service) -> str:
        """Where a service is changed."""
        return reverse("sector_desk:change_service", args=[service.pk])

    def back(self, result: Any) -> str:
        """The organisation's services."""
        return f"{page_of(self.organisation)}#services"


class ChangeService(OfService, Changing, About, DeskForm):
    """Say a service anew."""

    permission = "sector.keep_services"
    template_name = "sector/desk/service_form.html"
    header_icon = "clipboard-list"
    page_title = "Change a service"

    def load(self) -> Service:
        """The service, if it is kept here."""
        service = super().load()
        if service.source != HERE:
            raise Http404
        return service

    def get_page_subtitle(self) -> str:
        """Which, and whose."""
        return f"{self.thing.name}, {self.organisation.name}"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """Where else to look at it."""
        service, owner = self.thing, self.organisation
        shown = Service.objects.published().filter(pk=service.pk).exists()
        listed = f"{reverse('sector_desk:feedback')}?{urlencode({'q': service.name})}"
        may_judge = self.may("sector.judge_feedback")
        return super().get_context_data(**kwargs) | {
            "service": service,
            "organisation": owner,
            "public": f"/services/{service.uuid}/" if shown else "",
            "said": service.feedback.count() if may_judge else 0,
            "said_at": listed,
        }
