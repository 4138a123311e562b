"""The staff desk's screens for what organisations offer to people."""

from __future__ import annotations

import datetime as dt
from functools import cached_property
from typing import Any

import django_filters
from django import forms
from django.db.models import Exists, OuterRef, Q, QuerySet
from django.http import Http404, HttpRequest, HttpResponse
from django.urls import reverse
from wagtail.admin.filters import WagtailFilterSet
from wagtail.admin.ui.tables import Column, TitleColumn

from commonweal.places.models import Postcode
from commonweal.sector import actions
from commonweal.sector.actions.services import Changed, Twice
from commonweal.sector.choices import ServiceStatus
from commonweal.sector.desk.lists import page_of
from commonweal.sector.desk.pages import About
from commonweal.sector.desk.service_forms import SCHEMES, ServiceForm, initial_of, term_choices
from commonweal.sector.desk.service_rows import ROWS
from commonweal.sector.desk.service_turns import OfService
from commonweal.sector.gathering import HERE
from commonweal.sector.models import Feed, Service, ServiceTerm
from commonweal.sector.offering import MOST_ROWS, ToldService
from commonweal.sector.reports.offering import told_of
from commonweal.sector.sources.open_referral import source_name
from commonweal.ui.desk import DeskForm, DeskList
from commonweal.ui.words import as_day, day, listed


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
            Column("organisation", label="Organisation"),
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


class Telling(About, DeskForm):
    """A form that tells a service whole. More rows and the look at it come by reloading."""

    permission = "sector.keep_services"
    form_class = ServiceForm
    template_name = "sector/desk/service_form.html"
    header_icon = "clipboard-list"

    def before(self) -> ToldService | None:
        """What is told of it now."""
        return None

    def get_form_kwargs(self) -> dict[str, Any]:
        """What is told of it now, for the first showing."""
        kwargs = super().get_form_kwargs()
        before = self.before()
        kwargs["rows"] = {part: getattr(before, part) for part in ROWS} if before else {}
        kwargs["initial"] = initial_of(before) if before else {}
        if (part := self.request.POST.get("more", "")) in ROWS:
            kwargs["data"] = with_more(kwargs["data"], part)
        return kwargs

    def post(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        """Give more rows, show it in words, or save it."""
        if not {"more", "look"} & set(request.POST):
            return super().post(request, *args, **kwargs)
        form: ServiceForm = self.get_form()  # type: ignore[assignment]
        if "more" in request.POST:
            form.leave_unchecked()
        else:
            form.is_valid()
        return self.render_to_response(self.get_context_data(form=form))

    def said(self, result: Service) -> str:
        """The good news, and which postcodes of it nobody here knows."""
        unknown = unknown_postcodes(result)
        if not unknown:
            return self.done_words
        are = "is not a postcode" if len(unknown) == 1 else "are not postcodes"
        return (
            f"{self.done_words} But {listed(unknown)} {are} that we know. Look whether it is a "
            "slip: until it is known, nobody who looks near a place finds the service there."
        )

    def back(self, result: Any) -> str:
        """The organisation's services."""
        return f"{page_of(self.organisation)}#services"


def with_more(data: Any, part: str) -> Any:
    """What was sent, with more empty rows of one part."""
    more, count = data.copy(), f"{part}-TOTAL_FORMS"
    have = int(data[count]) if str(data.get(count, "")).isdecimal() else 0
    more[count] = str(min(have + ROWS[part][1], MOST_ROWS))
    return more


def unknown_postcodes(service: Service) -> list[str]:
    """The postcodes of its places that no source of postcodes has told us of."""
    told = set(service.at.values_list("location__postcode", flat=True)) - {""}
    known = Postcode.objects.filter(postcode__in=told).values_list("postcode", flat=True)
    return sorted(told - set(known))


class AddService(Telling):
    """Say that an organisation offers something."""

    permission = "sector.keep_services"
    page_title = "Add a service"
    done_words = "Added."
    twin: Service | None = None

    def act(self, answers: dict[str, Any]) -> Service:
        """Add it."""
        told = self.form.told(status=ServiceStatus.ACTIVE)
        try:
            return actions.add_service(by=self.actor, organisation=self.organisation, told=told)
        except Twice as refusal:
            self.twin = refusal.service
            raise

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """Where the same stands already, if it does."""
        context = super().get_context_data(**kwargs)
        if self.twin is None:
            return context
        address = reverse("sector_desk:change_service", args=[self.twin.pk])
        return context | {"look_at": address, "look_words": f"Look at {self.twin.name}"}


class ChangeService(OfService, Telling):
    """Say a service anew."""

    permission = "sector.keep_services"
    page_title = "Change a service"
    done_words = "Saved. It counts as said to be right today."
    newer = False

    def load(self) -> Service:
        """The service, if it is kept here."""
        service = super().load()
        if service.source != HERE:
            raise Http404
        return service

    def get_page_subtitle(self) -> str:
        """Which, and whose."""
        return f"{self.thing.name}, {self.organisation.name}"

    def before(self) -> ToldService:
        """What is told of it now."""
        return told_of(self.thing)

    def get_form_kwargs(self) -> dict[str, Any]:
        """When it was last changed goes with the form, so that nobody undoes another's change."""
        kwargs = super().get_form_kwargs()
        kwargs["initial"]["seen"] = self.thing.changed_at.isoformat()
        return kwargs

    def act(self, answers: dict[str, Any]) -> Service:
        """Change it; terms that the form does not offer stay."""
        terms = self.thing.terms.exclude(scheme__in=SCHEMES).order_by("pk")
        keep = tuple(terms.values_list("scheme", "code"))
        told = self.form.told(status=self.thing.status, keep=keep)
        try:
            return actions.change_service(
                by=self.actor, service=self.thing, told=told, seen=moment_of(answers["seen"])
            )
        except Changed:
            self.newer = True
            self.form.data = self.form.data.copy()
            self.form.data["seen"] = self.thing.changed_at.isoformat()
            raise

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """Where it stands as somebody else has just made it."""
        context = super().get_context_data(**kwargs)
        if not self.newer:
            return context
        return context | {"look_at": self.request.path, "look_words": "Look at it as it is now"}


def moment_of(text: str) -> dt.datetime | None:
    """The moment that a form was made with, if it says one."""
    try:
        return dt.datetime.fromisoformat(text)
    except ValueError:
        return None
