"""The staff desk's screens for yearly reviews of agreements."""

from __future__ import annotations

from functools import cached_property
from typing import Any

from django import forms
from django.db.models import QuerySet
from django.shortcuts import get_object_or_404
from django.urls import reverse
from wagtail.admin.ui.tables import Column, TitleColumn
from wagtail.admin.widgets.button import HeaderButton

from commonweal.commitments import actions
from commonweal.commitments.forms.compact import YearWordsForm
from commonweal.commitments.forms.compact_desk import BeginYearForm, ReplyByForm
from commonweal.commitments.models import YearReview
from commonweal.commitments.reports.yearly import year_from, year_of
from commonweal.sector.choices import Side
from commonweal.ui.desk import DeskButton, DeskForm, DeskList, DeskPage
from commonweal.ui.words import day

LIST = "commitments_desk:years"


def address_of(review: YearReview) -> str:
    """Its screen."""
    return reverse("commitments_desk:year", args=[review.pk])


def stands(review: YearReview) -> str:
    """How it stands, in a few words."""
    if review.published_at:
        return f"Published {day(review.published_at)}"
    if review.asked_at:
        return f"Both sides are asked until {day(review.reply_by)}"
    return "Both sides are to be asked"


class YearList(DeskList):
    """The newest first."""

    permission = "commitments.see_desk"
    model = YearReview
    page_title = "Yearly reviews"
    header_icon = "history"
    index_url_name = LIST
    index_results_url_name = "commitments_desk:years_results"
    verbose_name_plural = "yearly reviews"
    columns = [
        TitleColumn("document", label="Of", get_url=address_of),
        Column("starts_on", label="From", accessor=lambda one: day(one.starts_on)),
        Column("ends_on", label="To", accessor=lambda one: day(one.ends_on)),
        Column("stands", label="Stands", accessor=stands),
    ]

    def get_base_queryset(self) -> QuerySet[YearReview]:
        """All of them."""
        return YearReview.objects.select_related("document").order_by("-starts_on", "-pk")

    @cached_property
    def header_buttons(self) -> list[HeaderButton]:
        """To begin one."""
        if not self.may("commitments.review_year"):
            return []
        address = reverse("commitments_desk:begin_year")
        return [HeaderButton("Begin the review of a year", url=address, icon_name="plus")]


class OfYears:
    """A screen below the list of reviews."""

    header_icon = "history"

    def between(self) -> list[dict[str, str]]:
        """The list."""
        return [{"url": reverse(LIST), "label": YearList.page_title}]


class BeginYear(OfYears, DeskForm):
    """Begin the review of a year."""

    permission = "commitments.review_year"
    form_class: type[forms.Form] = BeginYearForm
    page_title = "Begin the review of a year"
    send_words = "Begin it"
    done_words = "Begun, from the records. Read it, then ask both sides."

    def act(self, answers: dict[str, Any]) -> YearReview:
        """Begin it."""
        return actions.begin_year_review(by=self.actor, **answers)

    def back(self, result: YearReview) -> str:
        """The review."""
        return address_of(result)


class AboutYear(OfYears):
    """Loads a review."""

    kwargs: dict[str, Any]
    thing: YearReview

    def load(self) -> YearReview:
        """The review."""
        return get_object_or_404(
            YearReview.objects.select_related("document"), pk=self.kwargs["pk"]
        )

    def get_page_title(self) -> str:
        """Of what."""
        return str(self.thing)

    def back(self, result: Any) -> str:
        """The review."""
        return address_of(self.thing)


class YearPage(AboutYear, DeskPage):
    """The year as it would be published now, and what is to be done next."""

    permission = "commitments.see_desk"
    template_name = "commitments/desk/year.html"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """The year, frozen or live."""
        context: dict[str, Any] = super().get_context_data(**kwargs)
        one = self.thing
        live = not one.published_at
        return context | {
            "review": one,
            "year": year_of(one.document, one.starts_on, one.ends_on)
            if live
            else year_from(one.body),
            "stands": stands(one),
            "may_review": live and self.may("commitments.review_year"),
        }


class AskSides(AboutYear, DeskForm):
    """Ask both sides."""

    permission = "commitments.review_year"
    form_class = ReplyByForm
    send_words = "Ask both sides"
    done_words = "Asked: everybody who keeps the page of a body that signed."

    def act(self, answers: dict[str, Any]) -> YearReview:
        """Ask them."""
        return actions.ask_both_sides(by=self.actor, review=self.thing, **answers)


class EnterWords(AboutYear, DeskForm):
    """Enter what a side said by letter or in a meeting."""

    permission = "commitments.review_year"
    form_class = YearWordsForm
    done_words = "Kept."

    def get_form_kwargs(self) -> dict[str, Any]:
        """For either side."""
        return super().get_form_kwargs() | {"sides": tuple(Side.values)}

    def act(self, answers: dict[str, Any]) -> YearReview:
        """Keep the words."""
        return actions.speak_in_year(by=self.actor, review=self.thing, **answers)


class PublishYear(AboutYear, DeskButton):
    """Publish and freeze it."""

    permission = "commitments.review_year"
    done_words = "Published, and frozen."

    def act(self) -> YearReview:
        """Publish it."""
        return actions.publish_year_review(by=self.actor, review=self.thing)
