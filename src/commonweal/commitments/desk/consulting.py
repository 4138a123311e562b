"""The staff desk's screens of consultations: prepare, open, give time, and enter what came."""

from __future__ import annotations

from typing import Any

from django.db.models import Count, Q, QuerySet
from django.shortcuts import get_object_or_404
from django.urls import reverse
from wagtail.admin.ui.tables import Column, TitleColumn
from wagtail.admin.widgets.button import HeaderButton

from commonweal.commitments import actions
from commonweal.commitments.actions.consultations import lacking
from commonweal.commitments.actions.submissions import TO_ENTER
from commonweal.commitments.dates import consultation as window
from commonweal.commitments.dates import holidays_within
from commonweal.commitments.desk import consulting_forms as forms
from commonweal.commitments.equality import TOPICS, shown
from commonweal.commitments.forms.consulting import EnterForm
from commonweal.commitments.models import Comment, Consultation, Question, Submission
from commonweal.commitments.reports.facts import events_of_consultation
from commonweal.commitments.reports.published import ended_early
from commonweal.core import clock
from commonweal.ui.desk import DeskButton, DeskForm, DeskList, DeskPage
from commonweal.ui.words import day

CONSULT, ENTER = "commitments.consult", "commitments.enter_comment"


def page_of(consultation: Consultation) -> str:
    """Its screen."""
    return reverse("commitments_desk:consultation", args=[consultation.pk])


class ConsultationList(DeskList):
    """All of them, those being prepared too, the newest first."""

    permission = "commitments.see_desk"
    model = Consultation
    page_title = "Consultations"
    header_icon = "comment"
    index_url_name = "commitments_desk:consultations"
    index_results_url_name = "commitments_desk:consultations_results"
    is_searchable = True
    verbose_name_plural = "consultations"
    columns = [
        TitleColumn("title", label="Consultation", get_url=page_of),
        Column("document", label="About"),
        Column("standing", label="Stands", accessor="get_standing_display"),
        Column("closes", label="Last day", accessor=lambda c: day(c.closes_on)),
        Column("came", label="Came in"),
    ]

    def get_base_queryset(self) -> QuerySet[Any]:
        """With how many were sent in."""
        kept = Q(submissions__taken_back_at=None)
        rows = Consultation.objects.select_related("document")
        return rows.annotate(came=Count("submissions", filter=kept)).order_by("-pk")

    def found(self, queryset: QuerySet[Any], words: str) -> QuerySet[Any]:
        """By a part of its title or its document's."""
        return queryset.filter(Q(title__icontains=words) | Q(document__title__icontains=words))

    @property
    def header_buttons(self) -> list[Any]:
        """Begin one."""
        if not self.may(CONSULT):
            return []
        address = reverse("commitments_desk:begin_consultation")
        return [HeaderButton("Begin one", address, icon_name="plus")]


class About:
    """A screen about one consultation, whether it was opened or not."""

    thing: Any
    kwargs: dict[str, Any]

    def load(self) -> Any:
        """The consultation."""
        rows = Consultation.objects.select_related("document", "version")
        return get_object_or_404(rows, pk=self.kwargs["pk"])

    def get_page_subtitle(self) -> str:
        """Which."""
        return str(self.thing.title)

    def between(self) -> list[dict[str, str]]:
        """The way here."""
        top = {"url": reverse("commitments_desk:consultations"), "label": "Consultations"}
        return [top, {"url": page_of(self.thing), "label": self.thing.title}]

    def back(self, result: Any) -> str:
        """Its screen."""
        return page_of(self.thing)


class BeginConsultation(DeskForm):
    """Begin to prepare one."""

    permission = CONSULT
    form_class = forms.BeginForm
    page_title = "Begin a consultation"
    header_icon = "comment"
    send_words = "Begin"
    done_words = "Begun. Nobody outside sees it until you open it."

    def act(self, answers: dict[str, Any]) -> Consultation:
        """Begin it."""
        return actions.begin_consultation(by=self.actor, **answers)

    def back(self, result: Any) -> str:
        """Its screen."""
        return page_of(result)


class ConsultationScreen(About, DeskPage):
    """How one stands, what is left to do before it opens, and all that leads on."""

    template_name = "commitments/desk/consultation.html"
    page_title = "Consultation"
    header_icon = "comment"

    def between(self) -> list[dict[str, str]]:
        """The list."""
        return super().between()[:1]

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """Its checklist, questions, window, and counts."""
        c, today = self.thing, clock.today()
        opens = c.opens_on or today
        has_window = c.closes_on is not None and c.closes_on >= opens
        return super().get_context_data(**kwargs) | {
            "consultation": c,
            "lacking": list(lacking(c).values()) if c.standing == "draft" else [],
            "window": window(opens, c.closes_on, reason=c.short_reason) if has_window else None,
            "holidays": holidays_within(opens, c.closes_on) if has_window else (),
            "questions": list(c.questions.order_by("position", "pk")),
            "extensions": list(c.extensions.order_by("pk")),
            "events": events_of_consultation(c) if self.may("commitments.log_event") else [],
            "to_read": Comment.objects.to_read().filter(submission__consultation=c).count(),
            "came": c.submissions.filter(taken_back_at=None).count(),
            "over": c.closes_on is not None and c.closes_on < today,
            "too_late": c.closes_on is not None and c.closes_on + TO_ENTER < today,
            "ended_early": ended_early(c),
            "may_consult": self.may(CONSULT), "may_enter": self.may(ENTER),
        }  # fmt: skip


class SetOut(About, DeskForm):
    """Say what it is about; it can be saved half done."""

    permission = CONSULT
    form_class = forms.SetOutForm
    page_title = "Prepare it"
    header_icon = "edit"

    def get_initial(self) -> dict[str, Any]:
        """As it is now."""
        fields = forms.SetOutForm.base_fields
        return {name: getattr(self.thing, name) for name in fields}

    def act(self, answers: dict[str, Any]) -> Consultation:
        """Keep it."""
        told = actions.SetOut(**answers)
        return actions.set_out_consultation(by=self.actor, consultation=self.thing, told=told)


class AddQuestion(About, DeskForm):
    """Ask something besides."""

    permission = CONSULT
    form_class = forms.QuestionForm
    page_title = "Add a question"
    header_icon = "help"

    def act(self, answers: dict[str, Any]) -> Question:
        """Add it."""
        return actions.add_question(by=self.actor, consultation=self.thing, **answers)


class TakeOutQuestion(About, DeskButton):
    """Do not ask it after all."""

    permission = CONSULT
    done_words = "It is not asked."

    def act(self) -> Any:
        """Take it out."""
        question = get_object_or_404(self.thing.questions, pk=self.kwargs["question"])
        return actions.take_out_question(by=self.actor, consultation=self.thing, question=question)


class Open(About, DeskForm):
    """Open it, once all is said."""

    permission = CONSULT
    form_class = forms.SureForm
    page_title = "Open it"
    header_icon = "view"
    send_words = "Open it"
    done_words = "It is open."

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """What it means."""
        intro = (
            "The draft as it is written now is published. What is asked, the first and the last "
            "day stay as they are from then on; you can only give more time."
        )
        return super().get_context_data(**kwargs) | {"intro": intro}

    def act(self, answers: dict[str, Any]) -> Consultation:
        """Open it."""
        return actions.open_consultation(by=self.actor, consultation=self.thing)


class Extend(About, DeskForm):
    """Give more time."""

    permission = CONSULT
    form_class = forms.ExtendForm
    page_title = "Give more time"
    header_icon = "calendar-alt"
    done_words = "There is more time. The page shows both days, and why."

    def act(self, answers: dict[str, Any]) -> Any:
        """Give it."""
        return actions.extend_consultation(by=self.actor, consultation=self.thing, **answers)


class Close(About, DeskButton):
    """Close it once its last day is over; by itself it closes within the hour."""

    permission = CONSULT
    done_words = "It is closed. What people said can be gathered into points."

    def act(self) -> Any:
        """Close it."""
        return actions.close_consultation(by=self.actor, consultation=self.thing)


class Enter(About, DeskForm):
    """Write down what came on paper, by telephone or at an event."""

    permission = ENTER
    form_class = EnterForm
    page_title = "Write down what came"
    header_icon = "edit"
    send_words = "Keep it"
    done_words = "Kept. It counts like every other."

    def get_form_kwargs(self) -> dict[str, Any]:
        """The questions, and the paragraphs of the draft."""
        paragraphs = self.thing.document.paragraphs.standing().in_order()
        more = {"consultation": self.thing, "paragraphs": list(paragraphs)}
        return super().get_form_kwargs() | more

    def get_initial(self) -> dict[str, Any]:
        """Today."""
        return {"said_on": clock.today(), "speaks_as": "myself"}

    def act(self, answers: dict[str, Any]) -> Submission:
        """Keep it."""
        return actions.enter_submission(by=self.actor, consultation=self.thing, told=self.form.told)


class Equality(About, DeskPage):
    """How many said what of themselves, once it has closed, with small counts hidden."""

    permission = "commitments.see_submissions"
    template_name = "commitments/desk/equality.html"
    page_title = "Who answered, as they say of themselves"
    header_icon = "group"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """The counts; none while it is open, as one more would give one person away."""
        counts: dict[str, dict[str, int]] = {}
        over = self.thing.standing not in ("draft", "open")
        if over:
            for topic, answer, n in self.thing.equality_counts.values_list(
                "topic", "answer", "count"
            ):
                counts.setdefault(topic, {})[answer] = n
        return super().get_context_data(**kwargs) | {
            "consultation": self.thing, "over": over,
            "topics": [shown(topic, counts.get(key, {})) for key, topic in TOPICS.items()],
        }  # fmt: skip
