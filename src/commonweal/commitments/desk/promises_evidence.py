"""The staff desk's screens for evidence: what waits to be looked at, published, withdrawn."""

from __future__ import annotations

from typing import Any

import django_filters
from django import forms
from django.db.models import F, Q, QuerySet
from django.shortcuts import get_object_or_404
from django.urls import reverse
from wagtail.admin.filters import WagtailFilterSet
from wagtail.admin.ui.tables import Column, TitleColumn

from commonweal.commitments import actions
from commonweal.commitments.desk.promises import OfPromise
from commonweal.commitments.forms.evidence import EvidenceForm
from commonweal.commitments.forms.promises import ReasonForm, SureForm
from commonweal.commitments.models import Commitment, Evidence
from commonweal.ui.desk import DeskForm, DeskList
from commonweal.ui.words import day

WAITING, SHOWN, WITHDRAWN = "waiting", "shown", "withdrawn"
STANDINGS = {WAITING: "Not published", SHOWN: "Published", WITHDRAWN: "Withdrawn"}


def standing_of(one: Evidence) -> str:
    """How it stands, in a word or two."""
    if one.withdrawn_at:
        return STANDINGS[WITHDRAWN]
    return STANDINGS[SHOWN if one.published_at else WAITING]


class EvidenceFilters(WagtailFilterSet):
    """What the list can be narrowed to."""

    stands = django_filters.ChoiceFilter(
        label="How it stands", choices=list(STANDINGS.items()), method="which_stand"
    )
    by_promiser = django_filters.BooleanFilter(label="Handed in by whoever promised")

    class Meta:
        model = Evidence
        fields: list[str] = []

    def which_stand(self, queryset: Any, name: str, value: str) -> Any:
        """Those that stand so."""
        if value == WITHDRAWN:
            return queryset.exclude(withdrawn_at=None)
        return queryset.standing().filter(published_at__isnull=value == WAITING)


class EvidenceList(DeskList):
    """All evidence: what is not published first, then the newest."""

    permission = "commitments.publish_evidence"
    model = Evidence
    page_title = "Evidence"
    header_icon = "doc-empty"
    index_url_name = "commitments_desk:evidence"
    index_results_url_name = "commitments_desk:evidence_results"
    is_searchable = True
    verbose_name_plural = "pieces of evidence"
    filterset_class = EvidenceFilters
    columns = [
        TitleColumn(
            "says", label="Evidence", accessor=str,
            get_url=lambda one: reverse("commitments_desk:promise", args=[one.commitment_id])
            + f"#evidence-{one.pk}",
        ),
        Column("commitment", label="On"),
        Column("added_by", label="Added by"),
        Column("on", label="Of", accessor=lambda one: day(one.on)),
        Column("theirs", label="By whoever promised",
               accessor=lambda one: "Yes" if one.by_promiser else ""),
        Column("stands", label="Stands", accessor=standing_of),
    ]  # fmt: skip

    def get_base_queryset(self) -> QuerySet[Evidence]:
        """With the promise it is on."""
        return Evidence.objects.select_related("commitment").order_by(
            F("published_at").asc(nulls_first=True), F("withdrawn_at").asc(nulls_first=True),
            "-added_at", "-pk",
        )  # fmt: skip

    def found(self, queryset: QuerySet[Any], words: str) -> QuerySet[Any]:
        """By what it says, where it comes from, or the promise."""
        said = Q(says__icontains=words) | Q(source__icontains=words)
        return queryset.filter(said | Q(commitment__words__icontains=words))


class AddEvidence(OfPromise, DeskForm):
    """Put evidence beside a promise."""

    permission = "commitments.publish_evidence"
    form_class: type[forms.Form] = EvidenceForm
    page_title = "Add evidence"
    header_icon = "plus"
    done_words = (
        "Added. Nobody outside sees it yet: put it into a review and ask for a reply, or publish "
        "it where whoever promised has had their chance."
    )

    def act(self, answers: dict[str, Any]) -> Evidence:
        """Add it."""
        return actions.add_evidence(by=self.actor, commitment=self.thing, **answers)


class OfEvidence:
    """A screen about one piece of evidence."""

    kwargs: dict[str, Any]
    thing: Evidence

    def load(self) -> Evidence:
        """The evidence."""
        rows = Evidence.objects.select_related("commitment", "file")
        return get_object_or_404(rows, pk=self.kwargs["pk"])

    def between(self) -> list[dict[str, str]]:
        """The list."""
        return [{"url": reverse("commitments_desk:evidence"), "label": "Evidence"}]

    def get_page_subtitle(self) -> str:
        """On which promise."""
        return str(self.thing.commitment)

    def back(self, result: Any) -> str:
        """The promise."""
        promise: Commitment = self.thing.commitment
        return reverse("commitments_desk:promise", args=[promise.pk])


class PublishEvidence(OfEvidence, DeskForm):
    """Show evidence to everybody, once one is sure."""

    permission = "commitments.publish_evidence"
    form_class: type[forms.Form] = SureForm
    page_title = "Publish this evidence?"
    header_icon = "check"
    send_words = "Publish it"
    done_words = "Published."

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """What everybody will read."""
        one = self.thing
        held = f" With the file {one.file}." if one.file else ""
        intro = (
            f"Everybody will read: “{one.says}” ({one.source}).{held} It names no private person?"
        )
        return super().get_context_data(**kwargs) | {"intro": intro}

    def act(self, answers: dict[str, Any]) -> Evidence:
        """Publish it."""
        return actions.publish_evidence(by=self.actor, evidence=self.thing)


class WithdrawEvidence(OfEvidence, DeskForm):
    """Withdraw evidence that proves wrong."""

    permission = "commitments.publish_evidence"
    form_class: type[forms.Form] = ReasonForm
    page_title = "Withdraw this evidence?"
    header_icon = "cross"
    send_words = "Withdraw it"
    done_words = "Withdrawn. It stays, marked, with your reason; its file is closed."

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """What is withdrawn."""
        return super().get_context_data(**kwargs) | {"intro": f"“{self.thing.says}”"}

    def act(self, answers: dict[str, Any]) -> Evidence:
        """Withdraw it."""
        return actions.withdraw_evidence(by=self.actor, evidence=self.thing, **answers)
