"""The desk's screens for answers once they have closed: held back, put right, withheld."""

from __future__ import annotations

from functools import cached_property
from typing import Any

from django import forms
from django.conf import settings
from django.contrib import messages
from django.db.models import QuerySet
from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.utils.text import Truncator
from wagtail.admin.ui.tables import Column, DateColumn, TitleColumn

from commonweal.commitments import actions
from commonweal.commitments.models import Answer, Call, CallCorrection, Candidate
from commonweal.commitments.moments import moment
from commonweal.commitments.reports.period import period_of
from commonweal.core import clock
from commonweal.ui.desk import DeskForm, DeskList, DeskPage


def said_at(when: Any) -> str:
    """A moment by the clock here, in words."""
    return moment(clock.here(when)) if when else "Not set"


class ShowingList(DeskList):
    """Every call that was opened, and when its answers are shown."""

    permission = "commitments.see_desk"
    model = Call
    page_title = "Answers and councillors"
    header_icon = "clipboard-list"
    index_url_name = "commitments_desk:showing"
    index_results_url_name = "commitments_desk:showing_results"
    verbose_name_plural = "calls"
    columns = [
        TitleColumn(
            "election",
            label="Election",
            accessor=lambda call: call.election.name,
            get_url=lambda call: reverse("commitments_desk:showing_call", args=[call.pk]),
        ),
        Column("closes_at", label="Answers close", accessor=lambda c: said_at(c.closes_at)),
        Column("reveal_at", label="Shown", accessor=lambda c: said_at(c.reveal_at)),
        Column("held", label="Held back", accessor=lambda c: "Yes" if c.held_at else "No"),
    ]

    def get_base_queryset(self) -> QuerySet[Call]:
        """The newest first."""
        rows = Call.objects.filter(opened_at__isnull=False).select_related("election", "document")
        return rows.order_by("-election__on", "-pk")


class OfCall:
    """A screen about one call."""

    kwargs: dict[str, Any]
    thing: Any

    def load(self) -> Any:
        """The call, once it was opened."""
        rows = Call.objects.filter(opened_at__isnull=False).select_related("election", "document")
        return get_object_or_404(rows, pk=self.kwargs["pk"])

    @cached_property
    def call(self) -> Call:
        """The call, once loaded."""
        call: Call = self.thing
        return call

    def get_page_subtitle(self) -> str:
        """To which election it was put."""
        return self.call.election.name

    def between(self) -> list[dict[str, str]]:
        """The way back."""
        return [
            {"url": reverse("commitments_desk:showing"), "label": ShowingList.page_title},
            {"url": self.back(None), "label": self.call.election.name},
        ]

    def back(self, result: Any) -> str:
        """The screen about the call."""
        return reverse("commitments_desk:showing_call", args=[self.call.pk])


class ShowingCall(OfCall, DeskPage):
    """How one call stands, and what may be done about it. No answer is on it."""

    permission = "commitments.see_desk"
    template_name = "commitments/desk/showing_call.html"
    page_title = "Answers and councillors"
    header_icon = "clipboard-list"

    def between(self) -> list[dict[str, str]]:
        """The list."""
        return [{"url": reverse("commitments_desk:showing"), "label": ShowingList.page_title}]

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """The call, its corrections, and what whoever looks may do."""
        call, election = self.call, self.call.election
        elected = Candidate.objects.filter(ballot__election=election, elected=True)
        return super().get_context_data(**kwargs) | {
            "call": call, "election": election, "period": period_of(clock.now()),
            "may_run": self.may("commitments.run_call", call),
            "may_keep": self.may("commitments.keep_election"),
            "ballots": election.ballots.count(),
            "declared": election.ballots.filter(results_at__isnull=False).count(),
            "elected": elected.count(), "waiting": elected.filter(office_from=None).count(),
            "corrections": call.corrections.order_by("-at", "-pk")[:50],
            "shown": call.reveal_at <= clock.now(),
        }  # fmt: skip


class Reason(forms.Form):
    """Why. What may stand here is for the action to say."""

    reason = forms.CharField(
        label="Why", required=False, widget=forms.Textarea(attrs={"rows": 3}),
        help_text="Everybody reads it, on every page of this call and in its correction log.",
    )  # fmt: skip


class HoldCall(OfCall, DeskForm):
    """Stop the showing of all answers."""

    permission = "commitments.run_call"
    form_class = Reason
    page_title = "Hold all answers back"
    header_icon = "warning"
    send_words = "Hold them back"
    done_words = "Held back. No page, file or feed shows any answer now."

    def act(self, answers: dict[str, Any]) -> Call:
        """Hold it."""
        return actions.hold_call(by=self.actor, call=self.call, reason=answers["reason"])

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """What it does."""
        intro = (
            "This hides the answers of every candidate alike, until somebody releases them. It is "
            "for what nobody foresaw: a court's order, or answers that are not who they say."
        )
        return super().get_context_data(**kwargs) | {"intro": intro}


class ReleaseCall(OfCall, DeskForm):
    """Let answers be shown again."""

    permission = "commitments.run_call"
    form_class = Reason
    page_title = "Hold answers back no longer"
    header_icon = "check"
    send_words = "Let them be shown"
    done_words = "Released. They are shown at their hour, or now if it has passed."

    def act(self, answers: dict[str, Any]) -> Call:
        """Release it."""
        return actions.release_call(by=self.actor, call=self.call, reason=answers["reason"])


class CorrectForm(forms.Form):
    """What is put right. What may stand here is for the action to say."""

    what = forms.CharField(
        label="What was wrong", required=False, widget=forms.Textarea(attrs={"rows": 2}),
        help_text="Such as: the party of Pat Tully was misspelt.",
    )  # fmt: skip
    why = forms.CharField(label="Why", required=False, widget=forms.Textarea(attrs={"rows": 2}))
    candidate = forms.ModelChoiceField(
        Candidate.objects.none(), label="About which candidate", required=False,
        empty_label="Nobody in particular",
    )  # fmt: skip
    name = forms.CharField(label="Their name, put right", required=False)
    surname = forms.CharField(label="Their surname, put right", required=False)
    forenames = forms.CharField(label="Their forenames, put right", required=False)
    party = forms.CharField(label="Their party, put right", required=False)
    description = forms.CharField(
        label="Their description on the ballot paper, put right", required=False
    )


class CorrectCall(OfCall, DeskForm):
    """Put something right, and say so in public."""

    permission = "commitments.run_call"
    form_class = CorrectForm
    page_title = "Put something right"
    header_icon = "edit"
    send_words = "Put it right"
    done_words = "Put right. The correction log says so."

    def get_form(self, form_class: Any = None) -> forms.Form:
        """With who stands in this election."""
        form: forms.Form = super().get_form(form_class)
        rows = Candidate.objects.filter(ballot__election=self.call.election)
        choice: Any = form.fields["candidate"]
        choice.queryset = rows.select_related("ballot").order_by("surname", "forenames", "pk")
        choice.label_from_instance = lambda c: f"{c.surname}, {c.forenames} ({c.ballot.name})"
        return form

    def act(self, answers: dict[str, Any]) -> CallCorrection:
        """Correct it."""
        changes = {name: answers[name] for name in actions.CORRECTABLE}
        return actions.correct_call(
            by=self.actor, call=self.call, what=answers["what"], why=answers["why"],
            candidate=answers["candidate"], changes=changes,
        )  # fmt: skip

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """What becomes of it."""
        intro = (
            "Whatever is put right after answers closed is in a log that everybody reads. Leave "
            "empty what stays. Answers themselves cannot be changed here, nor anywhere."
        )
        return super().get_context_data(**kwargs) | {"intro": intro}


class AnswerList(OfCall, DeskList):
    """The answers of a call after they closed, for whoever may withhold words on legal advice."""

    permission = "commitments.run_call"
    model = Answer
    page_title = "Words of candidates"
    header_icon = "comment"
    index_url_name = "commitments_desk:answers"
    index_results_url_name = "commitments_desk:answers_results"
    is_searchable = True
    verbose_name_plural = "answers"
    columns = [
        TitleColumn(
            "candidate",
            label="Candidate",
            accessor=lambda a: str(a.candidate),
            get_url=lambda a: reverse("commitments_desk:withhold_words", args=[a.pk]),
        ),
        Column("ballot", label="Ward", accessor=lambda a: a.candidate.ballot.name),
        Column("ask", label="Ask", accessor=lambda a: str(a.ask)),
        Column("words", label="Words", accessor=lambda a: Truncator(a.words).chars(120)),
        Column("withheld", label="Withheld", accessor=lambda a: "Yes" if a.withheld_at else ""),
        DateColumn("at", label="Came"),
    ]

    def get_index_url(self) -> str:
        """The list of this call."""
        return reverse(self.index_url_name, args=[self.call.pk])

    def get_index_results_url(self) -> str:
        """The part of it that a search changes."""
        return reverse(self.index_results_url_name, args=[self.call.pk])

    def get_base_queryset(self) -> QuerySet[Answer]:
        """Those that count and have words; none before answers have closed."""
        now = clock.now()
        rows = Answer.objects.counting().filter(call=self.call).exclude(words="")
        closed = rows if self.call.closes_at <= now else rows.none()
        late = closed.exclude(candidate__ballot__closes_at__gt=now)
        return late.select_related("candidate__ballot", "ask").order_by(
            "candidate__ballot__name", "candidate__surname", "ask__position", "pk"
        )

    def found(self, queryset: QuerySet[Any], words: str) -> QuerySet[Any]:
        """By a candidate's name."""
        return queryset.filter(candidate__name__icontains=words)


class WithholdForm(forms.Form):
    """The advice and the days. What may stand here is for the action to say."""

    advice = forms.CharField(
        label="The legal advice", required=False, widget=forms.Textarea(attrs={"rows": 4}),
        help_text="Who gave it, when, and what they said. It is kept on record and not published.",
    )  # fmt: skip
    days = forms.IntegerField(
        label="For how many days they may answer this again", initial=3,
        help_text="The same for every candidate of this call.",
    )  # fmt: skip


class WithholdWords(OfCall, DeskForm):
    """Show the words of one answer no longer; the stance stays."""

    permission = "commitments.run_call"
    form_class = WithholdForm
    template_name = "commitments/desk/withhold_words.html"
    page_title = "Withhold words"
    header_icon = "warning"
    send_words = "Withhold these words"
    thing: Answer

    def load(self) -> Answer:
        """The answer."""
        rows = Answer.objects.select_related("call__election", "candidate__ballot", "ask")
        return get_object_or_404(rows.filter(call__opened_at__isnull=False), pk=self.kwargs["pk"])

    @cached_property
    def call(self) -> Call:
        """The call that it is an answer to."""
        return self.thing.call

    def act(self, answers: dict[str, Any]) -> Any:
        """Withhold them; without e-mail, say the link once, for a letter by post."""
        answer, token = actions.withhold_words(
            by=self.actor, answer=self.thing, advice=answers["advice"], days=answers["days"]
        )
        if not answer.candidate.email:
            link = f"{settings.SITE_ADDRESS}{actions.address_to_answer(token)}"
            messages.warning(
                self.request,
                f"{answer.candidate} has no e-mail. Write to them today, with this link, which is "
                f"not shown again: {link}",
            )
        return answer

    def said(self, result: Answer) -> str:
        """What was done."""
        return f"Withheld. {result.candidate} may answer again until {said_at(result.resubmit_by)}."

    def back(self, result: Any) -> str:
        """The screen about the call."""
        return reverse("commitments_desk:showing_call", args=[self.call.pk])

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """The answer."""
        return super().get_context_data(**kwargs) | {"answer": self.thing}
