"""The staff desk's screens for promises: the list, one with all that belongs to it, its words."""

from __future__ import annotations

from typing import Any

import django_filters
from django import forms
from django.db.models import Count, Q, QuerySet
from django.shortcuts import get_object_or_404
from django.urls import reverse
from wagtail.admin.filters import WagtailFilterSet
from wagtail.admin.ui.tables import Column, TitleColumn
from wagtail.admin.widgets.button import HeaderButton

from commonweal.commitments import actions
from commonweal.commitments.choices import Promiser
from commonweal.commitments.forms.promises import (
    CommitmentForm,
    EndForm,
    SureForm,
    WhichDocument,
)
from commonweal.commitments.models import Commitment, Document
from commonweal.core import clock
from commonweal.ui.desk import DeskForm, DeskList, DeskPage
from commonweal.ui.words import day

DRAFT, BINDING, ENDED = "draft", "binding", "ended"
STANDINGS = {DRAFT: "Not published", BINDING: "Binds", ENDED: "Ended"}


def standing_of(promise: Commitment) -> str:
    """How it stands, in a word or two."""
    if not promise.published_at:
        return STANDINGS[DRAFT]
    return STANDINGS[ENDED if promise.ended_on else BINDING]


class PromiseFilters(WagtailFilterSet):
    """What the list can be narrowed to."""

    document = django_filters.ModelChoiceFilter(
        label="In", queryset=Document.objects.order_by("title", "pk")
    )
    promised_by = django_filters.ChoiceFilter(label="Who promises", choices=Promiser.choices)
    stands = django_filters.ChoiceFilter(
        label="How it stands", choices=list(STANDINGS.items()), method="which_stand"
    )

    class Meta:
        model = Commitment
        fields: list[str] = []

    def which_stand(self, queryset: Any, name: str, value: str) -> Any:
        """Those that stand so."""
        if value == DRAFT:
            return queryset.filter(published_at=None)
        return queryset.published().filter(ended_on__isnull=value == BINDING)


class PromiseList(DeskList):
    """All that was promised."""

    permission = "commitments.see_desk"
    export_permission = "commitments.write"
    list_export = ["code", "words", "promiser", "promised_to", "due_on", "published_at"]
    model = Commitment
    page_title = "What was promised"
    header_icon = "doc-full"
    index_url_name = "commitments_desk:promises"
    index_results_url_name = "commitments_desk:promises_results"
    is_searchable = True
    verbose_name_plural = "promises"
    filterset_class = PromiseFilters
    columns = [
        TitleColumn(
            "words", label="Promise", accessor=str,
            get_url=lambda one: reverse("commitments_desk:promise", args=[one.pk]),
        ),
        Column("promiser", label="Promised by"),
        Column("document", label="In"),
        Column("due", label="By", accessor=lambda one: day(one.due_on) if one.due_on else ""),
        Column("stands", label="Stands", accessor=standing_of),
        Column("evidence", label="Evidence", accessor="shown"),
        Column("reviews", label="Judged", accessor="judged"),
    ]  # fmt: skip

    def get_base_queryset(self) -> QuerySet[Commitment]:
        """Each with how much evidence and how many judgements are public."""
        evidence = Q(evidence__published_at__isnull=False, evidence__withdrawn_at=None)
        return (
            Commitment.objects.select_related("document")
            .annotate(
                shown=Count("evidence", filter=evidence, distinct=True),
                judged=Count(
                    "reviews", filter=Q(reviews__published_at__isnull=False), distinct=True
                ),
            )
            .order_by("document__title", "code", "pk")
        )

    def found(self, queryset: QuerySet[Any], words: str) -> QuerySet[Any]:
        """By words of the promise, who promised, or its code."""
        said = Q(words__icontains=words) | Q(promiser__icontains=words)
        return queryset.filter(said | Q(code__iexact=words))

    @property
    def header_buttons(self) -> list[Any]:
        """Writing down another, for those who may."""
        if not self.may("commitments.write"):
            return []
        return [
            HeaderButton(
                "Write down a promise", reverse("commitments_desk:add_promise"), icon_name="plus"
            )
        ]


class OfPromise:
    """A screen about one promise."""

    kwargs: dict[str, Any]
    thing: Commitment

    def load(self) -> Commitment:
        """The promise."""
        rows = Commitment.objects.select_related("document", "organisation", "measure")
        return get_object_or_404(rows, pk=self.kwargs["pk"])

    def between(self) -> list[dict[str, str]]:
        """The list, and its page."""
        own = reverse("commitments_desk:promise", args=[self.thing.pk])
        listed = {"url": reverse("commitments_desk:promises"), "label": "What was promised"}
        return [listed, {"url": own, "label": str(self.thing)}]

    def back(self, result: Any) -> str:
        """Its page."""
        return reverse("commitments_desk:promise", args=[self.thing.pk])


class PromisePage(OfPromise, DeskPage):
    """One promise with its evidence, and what people make of it."""

    permission = "commitments.see_desk"
    template_name = "commitments/desk/promise.html"
    header_icon = "doc-full"

    def get_page_title(self) -> str:
        """Its words."""
        return str(self.thing)

    def between(self) -> list[dict[str, str]]:
        """The list."""
        return super().between()[:1]

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """Evidence; the reviews, for those who may know who was asked."""
        promise, sees = self.thing, self.may("commitments.see_reviews")
        return super().get_context_data(**kwargs) | {
            "promise": promise, "stands": standing_of(promise),
            "may_write": self.may("commitments.write"), "sees_reviews": sees,
            "evidence": promise.evidence.select_related("file").order_by("-on", "-pk"),
            "reviews": promise.reviews.order_by("-pk") if sees else (),
        }  # fmt: skip


class ChooseDocument(DeskForm):
    """In what something is to be written down."""

    permission = "commitments.write"
    form_class: type[forms.Form] = WhichDocument
    page_title = "Write down a promise"
    header_icon = "plus"
    send_words = "Go on"
    done_words = "Now write it down."
    leads_to = "commitments_desk:add_promise_in"

    def act(self, answers: dict[str, Any]) -> Document:
        """Nothing is changed yet."""
        chosen: Document = answers["document"]
        return chosen

    def back(self, result: Any) -> str:
        """The form."""
        return reverse(self.leads_to, args=[result.pk])


class AddPromise(DeskForm):
    """Write down a promise."""

    permission = "commitments.write"
    form_class: type[forms.Form] = CommitmentForm
    page_title = "Write down a promise"
    header_icon = "plus"
    done_words = "Written down. It is published when what it stands in is adopted."

    def load(self) -> Document:
        """In what."""
        return get_object_or_404(Document, pk=self.kwargs["pk"])

    def get_page_subtitle(self) -> str:
        """In what."""
        return str(self.thing)

    def get_form_kwargs(self) -> dict[str, Any]:
        """With its parts."""
        return super().get_form_kwargs() | {"document": self.thing}

    def act(self, answers: dict[str, Any]) -> Commitment:
        """Write it down."""
        answers["organisation"] = answers.pop("organisation_ref")
        return actions.add_commitment(by=self.actor, document=self.thing, **answers)

    def back(self, result: Any) -> str:
        """Its page."""
        return reverse("commitments_desk:promise", args=[result.pk])


class ChangePromise(OfPromise, DeskForm):
    """Change what nobody has seen."""

    permission = "commitments.write"
    form_class: type[forms.Form] = CommitmentForm
    page_title = "Change a promise"
    header_icon = "edit"

    def get_form_kwargs(self) -> dict[str, Any]:
        """With the parts of its document."""
        return super().get_form_kwargs() | {"document": self.thing.document}

    def get_initial(self) -> dict[str, Any]:
        """As it is written now."""
        names = [name for name in CommitmentForm.field_order if name != "organisation_ref"]
        held = {name: getattr(self.thing, name) for name in names}
        owner = self.thing.organisation
        return held | {"organisation_ref": owner.ref if owner else ""}

    def act(self, answers: dict[str, Any]) -> Commitment:
        """Change it."""
        answers["organisation"] = answers.pop("organisation_ref")
        return actions.change_commitment(by=self.actor, commitment=self.thing, changes=answers)


class PublishPromise(OfPromise, DeskForm):
    """Freeze and publish a promise, once one is sure of its words."""

    permission = "commitments.publish"
    form_class: type[forms.Form] = SureForm
    page_title = "Publish this promise?"
    header_icon = "check"
    send_words = "Publish it"
    done_words = "Published. Its words are frozen."

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """What will happen."""
        intro = f"Everybody will read it, and it is never changed after: “{self.thing.words}”"
        return super().get_context_data(**kwargs) | {"intro": intro}

    def act(self, answers: dict[str, Any]) -> Commitment:
        """Publish it."""
        return actions.publish_commitment(by=self.actor, commitment=self.thing)


class EndPromise(OfPromise, DeskForm):
    """Say that a promise binds no longer."""

    permission = "commitments.publish"
    form_class: type[forms.Form] = EndForm
    page_title = "End a promise"
    header_icon = "cross"
    send_words = "End it"
    done_words = "Ended. It stays for all to read, with your reason."

    def get_form_kwargs(self) -> dict[str, Any]:
        """With what may take its place."""
        return super().get_form_kwargs() | {"commitment": self.thing}

    def get_initial(self) -> dict[str, Any]:
        """From today."""
        return {"on": clock.today()}

    def act(self, answers: dict[str, Any]) -> Commitment:
        """End it."""
        return actions.end_commitment(by=self.actor, commitment=self.thing, **answers)


class TakeOutPromise(OfPromise, DeskForm):
    """Take out a promise that nobody has seen."""

    permission = "commitments.write"
    form_class: type[forms.Form] = SureForm
    page_title = "Take out this promise?"
    header_icon = "bin"
    send_words = "Take it out"
    done_words = "Taken out."

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """What will happen."""
        intro = f"Nothing of it stays: “{self.thing.words}”"
        return super().get_context_data(**kwargs) | {"intro": intro}

    def act(self, answers: dict[str, Any]) -> int:
        """Take it out."""
        one = self.thing
        return actions.take_out_commitment(
            by=self.actor, document=one.document, commitment=one, code=one.code
        )

    def back(self, result: Any) -> str:
        """The list."""
        return reverse("commitments_desk:promises")
