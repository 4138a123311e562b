"""The staff desk's screens for what is done towards promises."""

from __future__ import annotations

from typing import Any

import django_filters
from django import forms
from django.db.models import DateField, F, OuterRef, Q, QuerySet, Subquery, Value
from django.db.models.functions import Coalesce
from django.shortcuts import get_object_or_404
from django.urls import reverse
from wagtail.admin.filters import WagtailFilterSet
from wagtail.admin.ui.tables import Column, TitleColumn
from wagtail.admin.widgets.button import HeaderButton

from commonweal.commitments import actions
from commonweal.commitments.choices import ActionStanding
from commonweal.commitments.desk.promises import ChooseDocument
from commonweal.commitments.forms.promises import ActionForm, ReasonForm, StandsForm
from commonweal.commitments.models import Action, ActionStatus, Document
from commonweal.core import clock
from commonweal.ui.desk import DeskForm, DeskList
from commonweal.ui.words import day

OVER = (ActionStanding.DONE, ActionStanding.STOPPED)


class ActionFilters(WagtailFilterSet):
    """What the list can be narrowed to."""

    document = django_filters.ModelChoiceFilter(
        label="In", queryset=Document.objects.order_by("title", "pk")
    )
    stands = django_filters.ChoiceFilter(
        label="How it stands", field_name="stands", choices=ActionStanding.choices
    )
    when = django_filters.ChoiceFilter(
        label="Its day", method="by_day",
        choices=[("passed", "Has passed, and it is not over"), ("slipped", "Was put off")],
    )  # fmt: skip

    class Meta:
        model = Action
        fields: list[str] = []

    def by_day(self, queryset: Any, name: str, value: str) -> Any:
        """Those whose day has passed, or was put off."""
        if value == "slipped":
            return queryset.filter(due_now__gt=F("due_on"))
        return queryset.filter(due_now__lt=clock.today()).exclude(stands__in=OVER)


class ActionList(DeskList):
    """All that is to be done, what is due first."""

    permission = "commitments.see_desk"
    export_permission = "commitments.write"
    list_export = ["code", "title", "owner", "due_on", "due_now", "stands"]
    model = Action
    page_title = "What is done"
    header_icon = "tasks"
    index_url_name = "commitments_desk:doings"
    index_results_url_name = "commitments_desk:doings_results"
    is_searchable = True
    verbose_name_plural = "actions"
    filterset_class = ActionFilters
    columns = [
        TitleColumn(
            "title", label="Action", accessor=str,
            get_url=lambda one: reverse("commitments_desk:doing", args=[one.pk]),
        ),
        Column("document", label="In"),
        Column("owner", label="Who does it"),
        Column("due", label="By", accessor=lambda o: day(o.due_now) if o.due_now else ""),
        Column("first", label="First set for",
               accessor=lambda o: day(o.due_on) if o.due_on != o.due_now else ""),
        Column("stands", label="Stands", accessor=lambda o: ActionStanding(o.stands).label),
    ]  # fmt: skip

    def get_base_queryset(self) -> QuerySet[Action]:
        """Each as it stands now."""
        said = ActionStatus.objects.filter(action=OuterRef("pk")).order_by("-pk")
        return (
            Action.objects.standing()
            .select_related("document")
            .annotate(
                stands=Coalesce(
                    Subquery(said.values("standing")[:1]), Value(str(ActionStanding.NOT_BEGUN))
                ),
                due_now=Coalesce(
                    Subquery(said.exclude(due_on=None).values("due_on")[:1]), F("due_on"),
                    output_field=DateField(),
                ),
            )
            .order_by(F("due_now").asc(nulls_last=True), "pk")
        )  # fmt: skip

    def found(self, queryset: QuerySet[Any], words: str) -> QuerySet[Any]:
        """By its title, its code or who does it."""
        said = Q(title__icontains=words) | Q(owner__icontains=words)
        return queryset.filter(said | Q(code__iexact=words))

    @property
    def header_buttons(self) -> list[Any]:
        """Writing down another, for those who may."""
        if not self.may("commitments.write"):
            return []
        return [
            HeaderButton(
                "Write down an action", reverse("commitments_desk:add_doing"), icon_name="plus"
            )
        ]


class ChooseForAction(ChooseDocument):
    """In what an action is to be written down."""

    permission = "commitments.write"
    page_title = "Write down an action"
    leads_to = "commitments_desk:add_doing_in"


class AddAction(DeskForm):
    """Write down something to be done."""

    permission = "commitments.write"
    form_class: type[forms.Form] = ActionForm
    page_title = "Write down an action"
    header_icon = "plus"
    done_words = "Written down."

    def load(self) -> Document:
        """In what."""
        return get_object_or_404(Document, pk=self.kwargs["pk"])

    def get_page_subtitle(self) -> str:
        """In what."""
        return str(self.thing)

    def get_form_kwargs(self) -> dict[str, Any]:
        """With its parts and promises."""
        return super().get_form_kwargs() | {"document": self.thing}

    def act(self, answers: dict[str, Any]) -> Action:
        """Write it down."""
        answers["organisation"] = answers.pop("organisation_ref")
        return actions.add_action(by=self.actor, document=self.thing, **answers)

    def back(self, result: Any) -> str:
        """The list."""
        return reverse("commitments_desk:doings")


class OfAction:
    """A screen about one action."""

    kwargs: dict[str, Any]
    thing: Action

    def load(self) -> Action:
        """The action."""
        rows = Action.objects.standing().select_related("document", "organisation")
        return get_object_or_404(rows, pk=self.kwargs["pk"])

    def between(self) -> list[dict[str, str]]:
        """The list."""
        return [{"url": reverse("commitments_desk:doings"), "label": "What is done"}]

    def get_page_subtitle(self) -> str:
        """Which."""
        return str(self.thing)

    def back(self, result: Any) -> str:
        """The list."""
        return reverse("commitments_desk:doings")


class HowItStands(OfAction, DeskForm):
    """What was said of an action so far, and what is new."""

    permission = "commitments.write"
    form_class: type[forms.Form] = StandsForm
    template_name = "commitments/desk/doing.html"
    page_title = "How it stands"
    header_icon = "tasks"
    done_words = "Said. It stands on the page of its progress."

    def get_initial(self) -> dict[str, Any]:
        """As it stands."""
        last = self.thing.statuses.order_by("-pk").first()
        return {"standing": last.standing if last else ActionStanding.NOT_BEGUN}

    def act(self, answers: dict[str, Any]) -> ActionStatus:
        """Say it."""
        return actions.say_how_action_stands(by=self.actor, action=self.thing, **answers)

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """With what was said before."""
        statuses = self.thing.statuses.order_by("-pk")
        return super().get_context_data(**kwargs) | {"doing": self.thing, "statuses": statuses}


class ChangeAction(OfAction, DeskForm):
    """Change what is to be done, or who does it."""

    permission = "commitments.write"
    form_class: type[forms.Form] = ActionForm
    page_title = "Change an action"
    header_icon = "edit"

    def get_form_kwargs(self) -> dict[str, Any]:
        """With the parts and promises of its document."""
        return super().get_form_kwargs() | {"document": self.thing.document}

    def get_initial(self) -> dict[str, Any]:
        """As it is written now."""
        names = [name for name in ActionForm.field_order if name != "organisation_ref"]
        held = {name: getattr(self.thing, name) for name in names}
        owner = self.thing.organisation
        return held | {"organisation_ref": owner.ref if owner else ""}

    def act(self, answers: dict[str, Any]) -> Action:
        """Change it."""
        answers["organisation"] = answers.pop("organisation_ref")
        return actions.change_action(by=self.actor, action=self.thing, changes=answers)


class TakeOutAction(OfAction, DeskForm):
    """Take out what should not have been written down."""

    permission = "commitments.write"
    form_class: type[forms.Form] = ReasonForm
    page_title = "Take out this action?"
    header_icon = "bin"
    send_words = "Take it out"
    done_words = "Taken out."

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """What to do instead, mostly."""
        intro = "It is shown no more. What was given up is not taken out: say that it stopped."
        return super().get_context_data(**kwargs) | {"intro": intro}

    def act(self, answers: dict[str, Any]) -> Action:
        """Take it out."""
        return actions.take_out_action(by=self.actor, action=self.thing, **answers)
