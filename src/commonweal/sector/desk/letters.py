"""The staff desk's list of letters to pass on to organisations that have no e-mail address."""

from __future__ import annotations

from functools import cached_property
from typing import Any

from django import forms
from django.db.models import Q, QuerySet
from django.shortcuts import get_object_or_404
from django.urls import reverse
from wagtail.admin.ui.tables import Column, DateColumn, TitleColumn

from commonweal.sector import actions
from commonweal.sector.gathering import gather
from commonweal.sector.models import RelayLetter
from commonweal.ui.desk import DeskForm, DeskList


class LetterList(DeskList):
    """Letters that wait to be passed on, the oldest first."""

    permission = "sector.pass_letters_on"
    model = RelayLetter
    page_title = "Letters to pass on"
    header_icon = "mail"
    index_url_name = "sector_desk:letters"
    index_results_url_name = "sector_desk:letters_results"
    is_searchable = True
    verbose_name_plural = "letters to pass on"

    @cached_property
    def columns(self) -> list[Column]:
        """What is told of each."""
        return [
            TitleColumn("organisation", label="To", get_url=address_of),
            Column("name", label="From"),
            DateColumn("pressed_at", label="Since"),
        ]

    def get_base_queryset(self) -> QuerySet[Any]:
        """Those that wait."""
        rows = RelayLetter.objects.to_pass_on().select_related("organisation")
        return rows.order_by("pressed_at", "pk")

    def found(self, queryset: QuerySet[Any], words: str) -> QuerySet[Any]:
        """By a part of the organisation's name, or of the sender's."""
        return queryset.filter(Q(organisation__name__icontains=words) | Q(name__icontains=words))


def address_of(letter: RelayLetter) -> str:
    """Its screen."""
    return reverse("sector_desk:letter", args=[letter.pk])


class PassedOnForm(forms.Form):
    """How it was passed on."""

    how = forms.CharField(
        label="How did you pass it on?", required=False, max_length=200,
        help_text="Such as: read out by telephone. Its words are wiped when you save.",
    )  # fmt: skip


class PassOn(DeskForm):
    """One letter, whom to ring, and that it was passed on."""

    permission = "sector.pass_letters_on"
    form_class = PassedOnForm
    template_name = "sector/desk/letter.html"
    page_title = "A letter to pass on"
    header_icon = "mail"
    send_words = "It was passed on"
    done_words = "Noted. What was written is no longer kept."
    thing: RelayLetter

    def load(self) -> RelayLetter:
        """A letter that waits."""
        rows = RelayLetter.objects.to_pass_on().select_related("organisation")
        return get_object_or_404(rows, pk=self.kwargs["pk"])

    def between(self) -> list[dict[str, str]]:
        """The way back."""
        return [{"url": reverse("sector_desk:letters"), "label": "Letters to pass on"}]

    def get_page_subtitle(self) -> str:
        """To whom."""
        return str(self.thing.organisation)

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """What was written, by whom, and whom to ring."""
        organisation = self.thing.organisation
        known = gather([organisation])[organisation.pk].resolved()
        applied = organisation.applications.order_by("-pk").first()
        return super().get_context_data(**kwargs) | {
            "letter": self.thing,
            "telephone": known["telephone"].known or "",
            "person": applied.contact_name if applied else "",
        }

    def act(self, answers: dict[str, Any]) -> Any:
        """Note it."""
        return actions.pass_letter_on(by=self.actor, letter=self.thing, how=answers["how"])

    def back(self, result: Any) -> str:
        """The list."""
        return reverse("sector_desk:letters")
