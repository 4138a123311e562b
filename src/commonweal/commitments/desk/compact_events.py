"""The staff desk's screens for events under agreements."""

from __future__ import annotations

from functools import cached_property
from typing import Any

import django_filters
from django import forms
from django.db.models import Q, QuerySet
from django.http import Http404
from django.shortcuts import get_object_or_404, redirect
from django.urls import reverse
from wagtail.admin.filters import WagtailFilterSet
from wagtail.admin.ui.tables import Column, TitleColumn
from wagtail.admin.widgets.button import HeaderButton

from commonweal.commitments import actions
from commonweal.commitments.actions.event_replies import may_be_shown
from commonweal.commitments.actions.events import FIELDS
from commonweal.commitments.choices import EventKind, EventStanding
from commonweal.commitments.forms.compact import WhyForm
from commonweal.commitments.forms.compact_desk import AskBodyForm, DeskEventForm, WhichEventForm
from commonweal.commitments.models import Event
from commonweal.commitments.permissions import kept_as
from commonweal.commitments.querysets import of_withheld
from commonweal.commitments.reports.facts import facts_of_event
from commonweal.core import clock
from commonweal.sector.models import Organisation
from commonweal.sector.reports import find_by_org_id, may_see
from commonweal.ui.desk import DeskButton, DeskForm, DeskList, DeskPage
from commonweal.ui.words import day

LIST = "commitments_desk:events"


def address_of(event: Event) -> str:
    """Its screen."""
    return reverse("commitments_desk:event", args=[event.pk])


def stands(event: Event) -> str:
    """How it stands, in a few words."""
    if event.standing == EventStanding.WITHDRAWN:
        return "Withdrawn"
    if event.published_at:
        return "Everybody sees it"
    if event.replied_at or event.by_body:
        return "May be shown"
    return f"Asked, until {day(event.reply_by)}" if event.reply_by else "The body is to be asked"


class EventFilters(WagtailFilterSet):
    """What the list can be narrowed to."""

    kind = django_filters.ChoiceFilter(label="What", choices=EventKind.choices)
    shown = django_filters.BooleanFilter(
        label="Everybody sees it", field_name="published_at", lookup_expr="isnull", exclude=True
    )

    class Meta:
        model = Event
        fields: list[str] = []


class EventList(DeskList):
    """What was logged, the newest first; of withheld bodies for those who may know of them."""

    permission = "commitments.see_desk"
    model = Event
    page_title = "Events under agreements"
    header_icon = "date"
    index_url_name = LIST
    index_results_url_name = "commitments_desk:events_results"
    is_searchable = True
    verbose_name_plural = "events"
    filterset_class = EventFilters
    columns = [
        TitleColumn("title", label="What", get_url=address_of),
        Column("kind", label="Kind", accessor=lambda event: event.get_kind_display()),
        Column("organisation", label="Who"),
        Column("on", label="When", accessor=lambda event: day(event.on)),
        Column("stands", label="Stands", accessor=stands),
    ]

    def get_base_queryset(self) -> QuerySet[Event]:
        """All of them that whoever looks may know of."""
        rows = Event.objects.select_related("organisation").order_by("-on", "-pk")
        return rows if self.may("sector.see_withheld") else rows.exclude(
            of_withheld()
        )  # fmt: skip

    def found(self, queryset: QuerySet[Any], words: str) -> QuerySet[Any]:
        """By a part of its title or of the body's name."""
        return queryset.filter(Q(title__icontains=words) | Q(organisation__name__icontains=words))

    @cached_property
    def header_buttons(self) -> list[HeaderButton]:
        """To log one."""
        if not self.may("commitments.ask_body"):
            return []
        address = reverse("commitments_desk:add_event")
        return [HeaderButton("Log an event", url=address, icon_name="plus")]


class OfEvents:
    """A screen below the list of events."""

    header_icon = "date"

    def between(self) -> list[dict[str, str]]:
        """The list."""
        return [{"url": reverse(LIST), "label": EventList.page_title}]


class WhichEvent(OfEvents, DeskForm):
    """Who did what: what is asked next depends on it."""

    permission = "commitments.ask_body"
    form_class: type[forms.Form] = WhichEventForm
    page_title = "Log an event"
    send_words = "Go on"

    def form_valid(self, form: forms.Form) -> Any:
        """On to the form of that kind; nothing is changed yet."""
        found = find_by_org_id(form.cleaned_data["ref"])
        if found is None or not may_see(found, self.actor):
            form.add_error("ref", "There is no organisation with this number here.")
            return self.form_invalid(form)
        kind = form.cleaned_data["kind"]
        return redirect("commitments_desk:log_event", pk=found.pk, kind=kind)


class LogEvent(OfEvents, DeskForm):
    """Log what a body did."""

    permission = "commitments.ask_body"
    form_class: type[forms.Form] = DeskEventForm
    send_words = "Log it"
    done_words = "Logged. Look at the facts, then ask the body."
    thing: Organisation

    def load(self) -> Organisation:
        """The body."""
        found = get_object_or_404(Organisation, pk=self.kwargs["pk"])
        if not may_see(found, self.actor) or self.kwargs["kind"] not in EventKind.values:
            raise Http404
        return found

    def get_page_title(self) -> str:
        """What is logged."""
        return str(EventKind(self.kwargs["kind"]).label)

    def get_page_subtitle(self) -> str:
        """Of whom."""
        return self.thing.name

    def get_form_kwargs(self) -> dict[str, Any]:
        """Of this kind."""
        return super().get_form_kwargs() | {"kind": self.kwargs["kind"]}

    def act(self, answers: dict[str, Any]) -> Event:
        """Log it."""
        kind = EventKind(self.kwargs["kind"])
        told = self.form.told(kind)
        return actions.log_event(by=self.actor, organisation=self.thing, kind=kind, **told)

    def back(self, result: Event) -> str:
        """The event."""
        return address_of(result)


class AboutEvent(OfEvents):
    """Loads an event, as if there were none for who may not know of its body."""

    actor: Any
    kwargs: dict[str, Any]
    thing: Event

    def load(self) -> Event:
        """The event."""
        found = get_object_or_404(Event.objects.select_related("organisation", "document"),
                                  pk=self.kwargs["pk"])  # fmt: skip
        kept = kept_as(found.organisation)
        if not all(may_see(body, self.actor) for body in (found.organisation, kept) if body):
            raise Http404
        return found

    def back(self, result: Any) -> str:
        """The event."""
        return address_of(self.thing)


class EventPage(AboutEvent, DeskPage):
    """An event with its facts, the reason, the reply, and what is to be done next."""

    permission = "commitments.see_desk"
    template_name = "commitments/desk/event.html"

    def get_page_title(self) -> str:
        """What it was."""
        return self.thing.title

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """The facts, and what whoever looks may do."""
        context: dict[str, Any] = super().get_context_data(**kwargs)
        return context | {
            "event": self.thing,
            "facts": facts_of_event(self.thing),
            "stands": stands(self.thing),
            "goes": self.thing.standing == EventStanding.NOTED,
            "why_not": may_be_shown(self.thing, clock.today()),
            "may_keep": self.may("commitments.keep_event", self.thing),
        }


class ChangeEvent(AboutEvent, DeskForm):
    """Put it right."""

    permission = "commitments.keep_event"
    form_class = DeskEventForm
    page_title = "Put it right"
    done_words = "Put right. The facts are computed anew."

    def get_form_kwargs(self) -> dict[str, Any]:
        """As it is now."""
        return super().get_form_kwargs() | {"kind": self.thing.kind}

    def get_initial(self) -> dict[str, Any]:
        """As it is now."""
        return {name: getattr(self.thing, name) for name in FIELDS}

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """What a change brings."""
        intro = "If the facts change, everybody sees it again only after the body was asked anew."
        return super().get_context_data(**kwargs) | {"intro": intro}

    def act(self, answers: dict[str, Any]) -> Event:
        """Put it right; only what is otherwise now."""
        told = self.form.told(self.thing.kind)
        values = {n: v for n, v in told.items() if v != getattr(self.thing, n)}
        return actions.change_event(by=self.actor, event=self.thing, values=values)


class WithdrawEvent(AboutEvent, DeskForm):
    """Withdraw it."""

    permission = "commitments.keep_event"
    form_class = WhyForm
    page_title = "Withdraw it"
    send_words = "Withdraw it"
    done_words = "Withdrawn, and its evidence with it."

    def act(self, answers: dict[str, Any]) -> Event:
        """Withdraw it."""
        return actions.withdraw_event(by=self.actor, event=self.thing, **answers)


class AskBody(AboutEvent, DeskForm):
    """Ask the body for a reply before anybody sees it."""

    permission = "commitments.ask_body"
    form_class = AskBodyForm
    page_title = "Ask the body"
    send_words = "Ask them"
    done_words = "Asked."

    def act(self, answers: dict[str, Any]) -> Event:
        """Ask."""
        return actions.ask_about_event(by=self.actor, event=self.thing, **answers)


class ShowEvent(AboutEvent, DeskButton):
    """Show it to everybody."""

    permission = "commitments.publish_event"
    done_words = "Everybody sees it now."

    def act(self) -> Event:
        """Show it."""
        return actions.publish_event(by=self.actor, event=self.thing)


class ComputeAgain(AboutEvent, DeskButton):
    """Compute its facts again, as when an undertaking was published since."""

    permission = "commitments.keep_event"
    done_words = "The evidence is as the facts are now."

    def act(self) -> int:
        """Compute."""
        return actions.note_facts(by=self.actor, event=self.thing)
