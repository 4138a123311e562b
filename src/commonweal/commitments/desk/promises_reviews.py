"""The staff desk's screens for what people make of promises: judged, asked, replied, published."""

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
from commonweal.commitments.forms.evidence import ReplyForm
from commonweal.commitments.forms.promises import (
    AskForm,
    FirstJudgeForm,
    JudgeForm,
    ReasonForm,
    SureForm,
)
from commonweal.commitments.models import ProgressReview
from commonweal.core import clock
from commonweal.ui.desk import DeskForm, DeskList, DeskPage
from commonweal.ui.words import day

ASK, WAITS, LATE, REPLIED, PUBLISHED = "ask", "waits", "late", "replied", "published"
STANDINGS = {
    ASK: "Nobody was asked yet",
    WAITS: "Waits for a reply",
    LATE: "No reply by the deadline: can be published",
    REPLIED: "Replied: can be published",
    PUBLISHED: "Published",
}


def standing_of(review: ProgressReview) -> str:
    """How far it has come."""
    if review.published_at:
        return STANDINGS[PUBLISHED]
    if review.asked_at is None or review.reply_by is None:
        return STANDINGS[ASK]
    if review.replied_at:
        return STANDINGS[REPLIED]
    return STANDINGS[LATE if clock.today() > review.reply_by else WAITS]


class ReviewFilters(WagtailFilterSet):
    """What the list can be narrowed to."""

    stands = django_filters.ChoiceFilter(
        label="How far it is", choices=list(STANDINGS.items()), method="which_stand"
    )

    class Meta:
        model = ProgressReview
        fields: list[str] = []

    def which_stand(self, queryset: Any, name: str, value: str) -> Any:
        """Those that are so far."""
        if value == PUBLISHED:
            return queryset.exclude(published_at=None)
        rows, today = queryset.filter(published_at=None), clock.today()
        if value == ASK:
            return rows.filter(asked_at=None)
        asked = rows.exclude(asked_at=None).filter(replied_at__isnull=value != REPLIED)
        if value == REPLIED:
            return asked
        return asked.filter(Q(reply_by__lt=today) if value == LATE else Q(reply_by__gte=today))


class ReviewList(DeskList):
    """All reviews: those that are not published, the earliest deadline first."""

    permission = "commitments.see_reviews"
    model = ProgressReview
    page_title = "Reviews"
    header_icon = "form"
    index_url_name = "commitments_desk:reviews"
    index_results_url_name = "commitments_desk:reviews_results"
    is_searchable = True
    verbose_name_plural = "reviews"
    filterset_class = ReviewFilters
    columns = [
        TitleColumn(
            "commitment", label="Of",
            get_url=lambda one: reverse("commitments_desk:review", args=[one.pk]),
        ),
        Column("promiser", label="Promised by", accessor="commitment.promiser"),
        Column("judge", label="Judged by"),
        Column("judged", label="What they make of it", accessor="get_judged_display"),
        Column("asked", label="Asked",
               accessor=lambda o: day(clock.day_of(o.asked_at)) if o.asked_at else ""),
        Column("until", label="Reply by", accessor=lambda o: day(o.reply_by) if o.reply_by else ""),
        Column("stands", label="Stands", accessor=standing_of),
    ]  # fmt: skip

    def get_base_queryset(self) -> QuerySet[ProgressReview]:
        """With the promise each is of."""
        return ProgressReview.objects.select_related("commitment").order_by(
            F("published_at").desc(nulls_first=True), F("reply_by").asc(nulls_first=True), "pk"
        )

    def found(self, queryset: QuerySet[Any], words: str) -> QuerySet[Any]:
        """By the promise, who promised, or who judges."""
        said = Q(commitment__words__icontains=words) | Q(commitment__promiser__icontains=words)
        return queryset.filter(said | Q(judge__icontains=words))


class Judge(OfPromise, DeskForm):
    """What a named person makes of a promise."""

    permission = "commitments.judge"
    form_class: type[forms.Form] = FirstJudgeForm
    page_title = "Judge a promise"
    header_icon = "form"
    send_words = "Keep the judgement"
    done_words = "Kept. Nobody outside sees it: ask whoever promised for their reply next."

    def get_form_kwargs(self) -> dict[str, Any]:
        """With its evidence."""
        return super().get_form_kwargs() | {"commitment": self.thing}

    def get_initial(self) -> dict[str, Any]:
        """Whoever has signed in."""
        return {"judge": self.actor.label}

    def act(self, answers: dict[str, Any]) -> ProgressReview:
        """Keep it."""
        return actions.judge(by=self.actor, commitment=self.thing, **answers)

    def back(self, result: Any) -> str:
        """The review."""
        return reverse("commitments_desk:review", args=[result.pk])


class OfReview:
    """A screen about one review."""

    kwargs: dict[str, Any]
    thing: ProgressReview

    def load(self) -> ProgressReview:
        """The review."""
        rows = ProgressReview.objects.select_related(
            "commitment__document", "commitment__organisation__same_as"
        )
        return get_object_or_404(rows, pk=self.kwargs["pk"])

    def between(self) -> list[dict[str, str]]:
        """The list."""
        return [{"url": reverse("commitments_desk:reviews"), "label": "Reviews"}]

    def get_page_subtitle(self) -> str:
        """Of which promise."""
        return str(self.thing.commitment)

    def back(self, result: Any) -> str:
        """The review."""
        return reverse("commitments_desk:review", args=[self.thing.pk])


class ReviewPage(OfReview, DeskPage):
    """One review: who was asked, what they replied, what may be done next."""

    permission = "commitments.see_reviews"
    template_name = "commitments/desk/review.html"
    page_title = "A review"
    header_icon = "form"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """With what it is over."""
        review = self.thing
        over = review.reply_by is not None and clock.today() > review.reply_by
        return super().get_context_data(**kwargs) | {
            "review": review, "promise": review.commitment, "stands": standing_of(review),
            "evidence": review.evidence.order_by("-on", "-pk"),
            "can_publish": review.asked_at and (review.replied_at or over),
        }  # fmt: skip


class ChangeReview(OfReview, DeskForm):
    """Change a judgement that is not published."""

    permission = "commitments.judge"
    form_class: type[forms.Form] = JudgeForm
    page_title = "Change the judgement"
    header_icon = "edit"
    done_words = "Changed. Ask whoever promised for their reply to it."

    def get_form_kwargs(self) -> dict[str, Any]:
        """With the evidence of its promise."""
        return super().get_form_kwargs() | {"commitment": self.thing.commitment}

    def get_initial(self) -> dict[str, Any]:
        """As it is."""
        one = self.thing
        return {"evidence": one.evidence.all(), "judged": one.judged, "reason": one.reason}

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """What it means."""
        intro = "Whoever promised is to reply to what is published, so they are asked again."
        return super().get_context_data(**kwargs) | {"intro": intro}

    def act(self, answers: dict[str, Any]) -> ProgressReview:
        """Change it."""
        return actions.change_review(by=self.actor, review=self.thing, **answers)


class AskForReply(OfReview, DeskForm):
    """Ask whoever promised."""

    permission = "commitments.judge"
    form_class: type[forms.Form] = AskForm
    page_title = "Ask for their reply"
    header_icon = "mail"
    send_words = "Ask them"
    done_words = "Asked. They are reminded three days before the deadline."

    def get_initial(self) -> dict[str, Any]:
        """Whom one asked before."""
        return {"asked_of": self.thing.asked_of, "noted": self.thing.asked_how}

    def act(self, answers: dict[str, Any]) -> ProgressReview:
        """Ask."""
        return actions.ask_for_reply(by=self.actor, review=self.thing, **answers)


class EnterReply(OfReview, DeskForm):
    """Write down a reply that came another way."""

    permission = "commitments.judge"
    form_class: type[forms.Form] = ReplyForm
    page_title = "Write down their reply"
    header_icon = "edit"
    done_words = "Written down, word for word."

    def act(self, answers: dict[str, Any]) -> ProgressReview:
        """Write it down."""
        return actions.enter_reply(by=self.actor, review=self.thing, **answers)


class PublishReview(OfReview, DeskForm):
    """Publish a judgement, once one is sure."""

    permission = "commitments.publish"
    form_class: type[forms.Form] = SureForm
    page_title = "Publish this review?"
    header_icon = "check"
    send_words = "Publish it"
    done_words = "Published, with the evidence, and with the reply or that none came."

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """What everybody will read."""
        one = self.thing
        reply = f"their reply: “{one.reply}”" if one.replied_at else "that no reply came"
        intro = f"Everybody will read: {one.get_judged_display()}. “{one.reason}” And {reply}. "
        return super().get_context_data(**kwargs) | {
            "intro": f"{intro}. It is never changed after."
        }

    def act(self, answers: dict[str, Any]) -> ProgressReview:
        """Publish it."""
        return actions.publish_review(by=self.actor, review=self.thing)


class DropReview(OfReview, DeskForm):
    """Give up a judgement that nobody replied to."""

    permission = "commitments.judge"
    form_class: type[forms.Form] = ReasonForm
    page_title = "Give up this judgement?"
    header_icon = "bin"
    send_words = "Give it up"
    done_words = "Given up."

    def act(self, answers: dict[str, Any]) -> Any:
        """Give it up."""
        one = self.thing
        return actions.drop_review(
            by=self.actor, commitment=one.commitment, review=one, reason=answers["reason"]
        )

    def back(self, result: Any) -> str:
        """The list."""
        return reverse("commitments_desk:reviews")
