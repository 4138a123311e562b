"""The staff desk's screens for concerns: for stewards, and for nobody else on the desk.

To whoever may not see concerns there is none: every address says what it says of no concern.
"""

from __future__ import annotations

from functools import cached_property
from typing import Any

from django import forms
from django.contrib import messages
from django.db.models import F, OuterRef, Q, QuerySet, Subquery
from django.http import Http404
from django.shortcuts import get_object_or_404
from django.urls import reverse
from wagtail.admin.ui.tables import Column, TitleColumn
from wagtail.admin.widgets.button import HeaderButton

from commonweal.commitments import actions
from commonweal.commitments.actions import Told
from commonweal.commitments.choices import AGREEMENTS, Rung
from commonweal.commitments.forms.compact import ConcernForm, DaysForm
from commonweal.commitments.forms.compact_desk import (
    AskWordsForm,
    CloseForm,
    MoveForm,
)
from commonweal.commitments.models import Concern, ConcernStage, Disclosure, Document
from commonweal.commitments.reports.concerns import standing_of
from commonweal.core import clock
from commonweal.core.permissions import allowed
from commonweal.ui.desk import DeskButton, DeskForm, DeskList, DeskPage
from commonweal.ui.words import day

LIST = "commitments_desk:concerns"
SEE = "commitments.see_concerns"


class InConfidence:
    """Loads nothing at all for who may not see concerns: to them there is no such page."""

    actor: Any
    kwargs: dict[str, Any]
    header_icon = "lock"

    def load(self) -> Any:
        """What the screen is about."""
        if not allowed(self.actor, SEE):
            raise Http404
        return self.find()

    def find(self) -> Any:
        """What it is about, for who may see it."""
        return None

    def between(self) -> list[dict[str, str]]:
        """The list."""
        return [{"url": reverse(LIST), "label": ConcernList.page_title}]


def address_of(concern: Concern) -> str:
    """Its screen."""
    return reverse("commitments_desk:concern", args=[concern.pk])


def owed(concern: Any) -> str:
    """By when an answer is owed, if it is."""
    return day(concern.due_on) if concern.due_on and not concern.closed_at else ""


class ConcernList(InConfidence, DeskList):
    """Those that are open first, then the newest."""

    permission = SEE
    model = Concern
    page_title = "Concerns, in confidence"
    index_url_name = LIST
    index_results_url_name = "commitments_desk:concerns_results"
    is_searchable = True
    verbose_name_plural = "concerns"
    columns = [
        TitleColumn(
            "group_name", label="From", get_url=address_of,
            accessor=lambda one: one.group_name or one.contact or "A group without a name",
        ),
        Column("partner", label="With"),
        Column("document", label="Under"),
        Column("rung", label="Step", accessor=lambda one: str(Rung(one.rung or 1).label)),
        Column("owed", label="Answer owed by", accessor=owed),
        Column("closed", label="Closed", accessor=lambda one: day(one.closed_at)
               if one.closed_at else ""),
    ]  # fmt: skip

    def get_base_queryset(self) -> QuerySet[Concern]:
        """All of them."""
        last = ConcernStage.objects.filter(concern=OuterRef("pk")).order_by("-rung", "-pk")
        rows = Concern.objects.select_related("partner", "document").annotate(
            rung=Subquery(last.values("rung")[:1]), due_on=Subquery(last.values("due_on")[:1])
        )
        return rows.order_by(F("closed_at").desc(nulls_first=True), "-raised_at", "-pk")

    def found(self, queryset: QuerySet[Any], words: str) -> QuerySet[Any]:
        """By a part of the group's or the partner's name."""
        return queryset.filter(Q(group_name__icontains=words) | Q(partner__name__icontains=words))

    @cached_property
    def header_buttons(self) -> list[HeaderButton]:
        """To enter one that was told by telephone or on paper, under an agreement in force."""
        agreements = Document.objects.in_force().filter(face__in=AGREEMENTS)
        return [
            HeaderButton(
                f"Enter one under {document.title}", icon_name="plus",
                url=reverse("commitments_desk:enter_concern", args=[document.pk]),
            )
            for document in agreements.order_by("title", "pk")
        ]  # fmt: skip


class EnterConcern(InConfidence, DeskForm):
    """Enter what a group told by telephone, on paper or face to face."""

    permission = SEE
    form_class: type[forms.Form] = ConcernForm
    page_title = "Enter a concern"
    send_words = "Enter it"
    done_words = "Entered. Make a private link if the group wants one."

    def find(self) -> Document:
        """The agreement."""
        rows = Document.objects.in_force().filter(face__in=AGREEMENTS)
        return get_object_or_404(rows, pk=self.kwargs["pk"])

    def get_form_kwargs(self) -> dict[str, Any]:
        """Under it."""
        return super().get_form_kwargs() | {"document": self.thing}

    def act(self, answers: dict[str, Any]) -> Concern:
        """Enter it."""
        answers.pop("sheet")
        return actions.raise_concern(by=self.actor, told=Told(document=self.thing, **answers))

    def back(self, result: Concern) -> str:
        """The concern."""
        return address_of(result)


class AboutConcern(InConfidence):
    """Loads a concern."""

    thing: Concern

    def find(self) -> Concern:
        """The concern."""
        rows = Concern.objects.select_related("partner", "document", "commitment")
        return get_object_or_404(rows, pk=self.kwargs["pk"])

    def back(self, result: Any) -> str:
        """The concern."""
        return address_of(self.thing)


class ConcernPage(AboutConcern, DeskPage):
    """The concern: what was told, the steps, the limits of the law, and what may be told."""

    permission = SEE
    template_name = "commitments/desk/concern.html"

    def get_page_title(self) -> str:
        """Of whom."""
        return f"Concern with {self.thing.partner.name}"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """All of it."""
        context: dict[str, Any] = super().get_context_data(**kwargs)
        return context | {
            "concern": self.thing,
            "standing": standing_of(self.thing, clock.today()),
            "stages": self.thing.stages.order_by("rung"),
            "disclosures": self.thing.disclosures.order_by("-pk"),
        }


class MoveConcern(AboutConcern, DeskForm):
    """To the next step of the ladder."""

    permission = SEE
    form_class = MoveForm
    page_title = "It came to a step"
    done_words = "Noted, with its deadline."

    def get_initial(self) -> dict[str, Any]:
        """Today."""
        return {"on": clock.today()}

    def act(self, answers: dict[str, Any]) -> Any:
        """Note it."""
        rung = Rung(answers.pop("rung"))
        return actions.move_concern(by=self.actor, concern=self.thing, rung=rung, **answers)


class DateConcern(AboutConcern, DeskForm):
    """From when the limits run."""

    permission = SEE
    form_class = DaysForm
    page_title = "When it was decided and known"

    def get_initial(self) -> dict[str, Any]:
        """As it is known."""
        return {"decision_on": self.thing.decision_on, "known_on": self.thing.known_on}

    def act(self, answers: dict[str, Any]) -> Any:
        """Keep them."""
        return actions.date_concern(by=self.actor, concern=self.thing, **answers)


class CloseConcern(AboutConcern, DeskForm):
    """Close it."""

    permission = SEE
    form_class = CloseForm
    page_title = "Close it"
    send_words = "Close it"
    done_words = "Closed. How to reach the group is forgotten in two years."

    def act(self, answers: dict[str, Any]) -> Any:
        """Close it."""
        return actions.close_concern(by=self.actor, concern=self.thing, **answers)


class LinkConcern(AboutConcern, DeskButton):
    """Make a private link, shown once."""

    permission = SEE
    done_words = "Made."

    def act(self) -> str:
        """Make it, and show it this once."""
        token = actions.link_concern(by=self.actor, concern=self.thing)
        address = self.request.build_absolute_uri(reverse("concern", args=[token]))
        messages.info(self.request, f"Give this to the group. It is shown only once: {address}")
        return token


class AskWords(AboutConcern, DeskForm):
    """Ask the group whether exactly these words may be told."""

    permission = SEE
    form_class = AskWordsForm
    page_title = "Ask whether this may be told"
    send_words = "Ask the group"
    done_words = "The group is asked. Nothing is told until it says yes."

    def act(self, answers: dict[str, Any]) -> Disclosure:
        """Ask."""
        return actions.ask_disclosure(by=self.actor, concern=self.thing, **answers)
