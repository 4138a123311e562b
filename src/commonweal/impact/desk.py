"""The staff desk's screens for measures and figures."""

from __future__ import annotations

from typing import Any

from django import forms
from django.db.models import Count, Max, Q, QuerySet
from django.shortcuts import get_object_or_404
from django.urls import reverse
from wagtail.admin.ui.tables import Column, TitleColumn
from wagtail.admin.widgets.button import HeaderButton

from commonweal.impact import actions
from commonweal.impact.forms import EndForm, FigureForm, MeasureForm, WithdrawForm
from commonweal.impact.models import Measure, Observation
from commonweal.impact.reports import over_time
from commonweal.ui.desk import DeskForm, DeskList, DeskPage
from commonweal.ui.words import day


class MeasureList(DeskList):
    """All that is counted, by name."""

    permission = "impact.see_desk"
    model = Measure
    page_title = "Measures"
    header_icon = "order"
    index_url_name = "impact_desk:measures"
    index_results_url_name = "impact_desk:measures_results"
    is_searchable = True
    verbose_name_plural = "measures"
    columns = [
        TitleColumn(
            "name", label="Measure",
            get_url=lambda one: reverse("impact_desk:measure", args=[one.pk]),
        ),
        Column("unit", label="In", accessor="get_unit_display"),
        Column("figures", label="Figures"),
        Column("until", label="The last to", accessor=lambda o: day(o.until) if o.until else ""),
    ]  # fmt: skip

    def get_base_queryset(self) -> QuerySet[Measure]:
        """Each with how many figures stand."""
        stand = Q(observations__withdrawn_at=None)
        return Measure.objects.annotate(
            figures=Count("observations", filter=stand),
            until=Max("observations__ends_on", filter=stand),
        ).order_by("name", "pk")

    def found(self, queryset: QuerySet[Any], words: str) -> QuerySet[Any]:
        """By a part of its name."""
        return queryset.filter(name__icontains=words)

    @property
    def header_buttons(self) -> list[Any]:
        """Beginning another, for those who may."""
        if not self.may("impact.keep_measures"):
            return []
        return [
            HeaderButton("Count something", reverse("impact_desk:add_measure"), icon_name="plus")
        ]


class AddMeasure(DeskForm):
    """Begin to count something."""

    permission = "impact.keep_measures"
    form_class: type[forms.Form] = MeasureForm
    page_title = "Count something"
    header_icon = "plus"
    done_words = "Begun. It has no figure so far."

    def act(self, answers: dict[str, Any]) -> Measure:
        """Begin it."""
        return actions.add_measure(by=self.actor, **answers)

    def back(self, result: Any) -> str:
        """Its page."""
        return reverse("impact_desk:measure", args=[result.pk])


class OfMeasure:
    """A screen about one measure."""

    kwargs: dict[str, Any]
    thing: Measure

    def load(self) -> Measure:
        """The measure."""
        return get_object_or_404(Measure, pk=self.kwargs["pk"])

    def between(self) -> list[dict[str, str]]:
        """The list."""
        return [{"url": reverse("impact_desk:measures"), "label": "Measures"}]

    def get_page_subtitle(self) -> str:
        """Which."""
        return self.thing.name

    def back(self, result: Any) -> str:
        """Its page."""
        return reverse("impact_desk:measure", args=[self.thing.pk])


class MeasurePage(OfMeasure, DeskPage):
    """One measure with all its figures."""

    permission = "impact.see_desk"
    template_name = "impact/desk/measure.html"
    page_title = "A measure"
    header_icon = "order"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """Its figures, those withdrawn too."""
        told = over_time(self.thing)
        rows = self.thing.observations.in_order()
        return super().get_context_data(**kwargs) | {
            "told": told, "measure": self.thing, "rows": rows,
            "may_keep": self.may("impact.keep_measures"),
        }  # fmt: skip


class RecordFigure(OfMeasure, DeskForm):
    """Record what it was."""

    permission = "impact.keep_measures"
    form_class: type[forms.Form] = FigureForm
    page_title = "Record a figure"
    header_icon = "plus"
    done_words = "Recorded."

    def act(self, answers: dict[str, Any]) -> Observation:
        """Record it."""
        return actions.record_observation(by=self.actor, measure=self.thing, **answers)


class EndMeasure(OfMeasure, DeskForm):
    """Say that it is not counted any more."""

    permission = "impact.keep_measures"
    form_class: type[forms.Form] = EndForm
    page_title = "End a measure"
    header_icon = "cross"
    send_words = "End it"
    done_words = "Ended. Its figures stay."

    def act(self, answers: dict[str, Any]) -> Measure:
        """End it."""
        return actions.end_measure(by=self.actor, measure=self.thing, on=answers["on"])


class WithdrawFigure(DeskForm):
    """Withdraw a figure that proves wrong."""

    permission = "impact.keep_measures"
    form_class: type[forms.Form] = WithdrawForm
    page_title = "Withdraw this figure?"
    header_icon = "cross"
    send_words = "Withdraw it"
    done_words = "Withdrawn. It stays to be seen, with your reason."

    def load(self) -> Observation:
        """The figure."""
        return get_object_or_404(
            Observation.objects.select_related("measure"), pk=self.kwargs["pk"]
        )

    def get_page_subtitle(self) -> str:
        """Which."""
        return str(self.thing)

    def act(self, answers: dict[str, Any]) -> Observation:
        """Withdraw it."""
        return actions.withdraw_observation(
            by=self.actor, observation=self.thing, reason=answers["reason"]
        )

    def back(self, result: Any) -> str:
        """Its measure."""
        return reverse("impact_desk:measure", args=[self.thing.measure_id])
