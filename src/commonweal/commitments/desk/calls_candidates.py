"""The staff desk's screens for one candidate of a call: the log, links, what they told us."""

from __future__ import annotations

from typing import Any

from django import forms
from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.urls import reverse

from commonweal.commitments import actions
from commonweal.commitments.actions.answering import open_asks, why_closed
from commonweal.commitments.actions.calls import asks_of
from commonweal.commitments.choices import AnswerWay, ContactKind, ContactWay
from commonweal.commitments.desk.calls import OfCall
from commonweal.commitments.forms.answering import ToldForm
from commonweal.commitments.forms.calls import BecauseForm, ContactForm
from commonweal.commitments.models import Call, Candidate, CandidateLink
from commonweal.commitments.reports.asked import answered, owed
from commonweal.core import clock
from commonweal.core.refused import Refused
from commonweal.ui.desk import DeskButton, DeskForm, DeskPage


class OfCalled(OfCall):
    """Screens about one candidate of a call."""

    candidate: Candidate

    def load(self) -> Call:
        """The call; the candidate must stand in its election."""
        call = super().load()
        rows = Candidate.objects.select_related("ballot__election")
        self.candidate = get_object_or_404(
            rows, pk=self.kwargs["candidate"], ballot__election_id=call.election_id
        )
        return call

    def back(self, result: Any) -> str:
        """The candidate's screen."""
        return reverse("commitments_desk:called", args=[self.thing.pk, self.candidate.pk])

    def get_page_subtitle(self) -> str:
        """Who, told apart by party and ballot."""
        c = self.candidate
        return ", ".join(filter(None, [c.name, c.party, c.ballot.name]))


class Called(OfCalled, DeskPage):
    """What one candidate was sent, their links, and to how many asks they answered."""

    permission = "commitments.run_call"
    template_name = "commitments/desk/called.html"
    page_title = "One candidate"
    header_icon = "user"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """The log."""
        call, candidate = self.thing, self.candidate
        due = [one for one in owed(call, clock.now()) if one.candidate.pk == candidate.pk]
        return super().get_context_data(**kwargs) | {
            "call": call, "candidate": candidate, "due": due,
            "contacts": call.contacts.filter(candidate=candidate).order_by("-at", "-pk"),
            "links": call.links.filter(candidate=candidate).order_by("-pk"),
            "answered": answered(call).get(candidate.pk, 0), "asks": len(asks_of(call.document)),
            "closed": why_closed(call, candidate),
        }  # fmt: skip


class Note(OfCalled, DeskForm):
    """A letter was posted, or somebody was told by telephone."""

    permission = "commitments.run_call"
    form_class: type[forms.Form] = ContactForm
    page_title = "Note that they were told"
    header_icon = "mail"
    done_words = "Noted on the log."

    def load(self) -> Call:
        """Only of the kinds there are."""
        if self.kwargs["kind"] not in ContactKind.values:
            raise Http404
        return super().load()

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """What has to be the same."""
        intro = (
            "They are told the same words as everybody: post the letter as it was printed, or read "
            "it out whole."
        )
        return super().get_context_data(**kwargs) | {"intro": intro}

    def act(self, answers: dict[str, Any]) -> Any:
        """Note it."""
        return actions.note_contact(
            by=self.actor, call=self.thing, candidate=self.candidate,
            kind=ContactKind(self.kwargs["kind"]), number=self.kwargs["number"],
            way=ContactWay(answers["way"]),
        )  # fmt: skip


class WriteDown(OfCalled, DeskForm):
    """What a candidate told by telephone, read back to them, or wrote in a letter."""

    permission = "commitments.enter_answer"
    form_class: type[forms.Form] = ToldForm
    template_name = "commitments/desk/write_down.html"
    page_title = "Write down what they answer"
    header_icon = "edit"
    send_words = "Save it"
    done_words = "Saved. A copy goes to their e-mail address, if they have one."

    def get_form_kwargs(self) -> dict[str, Any]:
        """The asks. What was said before is not shown: it is theirs until the hour."""
        asks = open_asks(self.thing, self.candidate)
        return super().get_form_kwargs() | {"asks": asks, "limit": self.thing.word_limit}

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """Whether anything can be said now."""
        return super().get_context_data(**kwargs) | {
            "call": self.thing, "candidate": self.candidate,
            "closed": why_closed(self.thing, self.candidate),
        }  # fmt: skip

    def act(self, answers: dict[str, Any]) -> Any:
        """Keep it."""
        return actions.enter_answer(
            by=self.actor, call=self.thing, candidate=self.candidate, answers=self.form.said(),
            way=AnswerWay(answers["way"]), read_back=answers["read_back"],
        )  # fmt: skip


class MakeCode(OfCalled, DeskButton):
    """A code to tell a candidate, said once on the next page."""

    permission = "commitments.run_call"

    def post(self, request: Any, *args: Any, **kwargs: Any) -> HttpResponse:
        """Make it, and say it once."""
        try:
            _, code = actions.make_link(by=self.actor, call=self.thing, candidate=self.candidate)
        except Refused as refusal:
            messages.error(request, refusal.sentence)
            return redirect(self.back(None))
        page = reverse("type_answer_code")
        messages.success(request, f"Their code for {page} is {code}. It is not shown again.")
        return redirect(self.back(code))


class SendAnew(OfCalled, DeskButton):
    """The invitation once more, with a new link; all links before stop."""

    permission = "commitments.run_call"
    done_words = "Sent. Every link they had before has stopped."

    def act(self) -> Any:
        """Send it."""
        return actions.send_link_anew(by=self.actor, call=self.thing, candidate=self.candidate)


class Revoke(OfCalled, DeskForm):
    """Stop a link."""

    permission = "commitments.run_call"
    form_class: type[forms.Form] = BecauseForm
    page_title = "Stop a link"
    header_icon = "cross"
    send_words = "Stop it"
    done_words = "Stopped, at once and for good. Send a new one, so that they can answer."
    link: CandidateLink

    def load(self) -> Call:
        """The call; the link must be theirs."""
        call = super().load()
        self.link = get_object_or_404(
            CandidateLink, pk=self.kwargs["link"], call=call, candidate=self.candidate
        )
        return call

    def act(self, answers: dict[str, Any]) -> Any:
        """Stop it."""
        return actions.revoke_link(by=self.actor, link=self.link, because=answers["because"])
