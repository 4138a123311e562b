"""A candidate's private page: no account; opening it does nothing, and a press saves."""

from __future__ import annotations

from functools import cached_property
from typing import Any, ClassVar

from django import forms
from django.contrib import messages
from django.http import Http404, HttpResponse
from django.urls import reverse

from commonweal.commitments import actions
from commonweal.commitments.actions.answering import last_answers, open_asks, why_closed
from commonweal.commitments.actions.calls import asks_of
from commonweal.commitments.actions.inviting import as_typed
from commonweal.commitments.asking import deadline_of, hour_of
from commonweal.commitments.forms.answering import EVERY, AnswerForm, CodeForm, told_by
from commonweal.commitments.models import Call, Candidate, CandidateLink, Paragraph
from commonweal.core import clock
from commonweal.core.actors import LinkHolder
from commonweal.core.gates import GatedView
from commonweal.core.limits import Limit, LimitedView
from commonweal.core.refused import Refused
from commonweal.ui.acting import FormPage

AN_HOUR = 3_600
THEIR_LABEL = "a candidate with a private link"
TYPING = Limit("answer.code", times=20, seconds=AN_HOUR)
SAVING = Limit("answer.save", times=200, seconds=AN_HOUR)
NO_SUCH_CODE = (
    "No letter has this code, or it was stopped. Look at every letter: there are no vowels."
)


class TypeCode(LimitedView, GatedView, FormPage):
    """Where somebody types the code from a letter."""

    permission: ClassVar[str | None] = None
    limits = (TYPING,)
    form_class = CodeForm
    title = "Answer as a candidate"
    lede = "You have a letter from us with a code in it. Type it here."
    send_words = "Go to my answers"

    def form_valid(self, form: forms.Form) -> HttpResponse:
        """Go to the page that the code is for."""
        code = as_typed(form.cleaned_data["code"])
        if not CandidateLink.objects.by_link(code).exists():
            form.add_error("code", NO_SUCH_CODE)
            return self.form_invalid(form)
        return HttpResponse(status=302, headers={"Location": reverse("answer_call", args=[code])})


class AnswerCall(LimitedView, GatedView, FormPage):
    """What is asked of a candidate, what they say, and what will be shown.

    The secret in the address is the permission: whoever has it may answer for them. An ask can be
    saved alone; what was typed at the others stays on the page.
    """

    permission: ClassVar[str | None] = None
    limits = (SAVING,)
    form_class = AnswerForm
    template_name = "commitments/answer.html"
    send_words = "Save all my answers"
    thing: CandidateLink

    def load(self) -> CandidateLink:
        """The link, unless it was stopped."""
        rows = CandidateLink.objects.by_link(as_typed(self.kwargs["token"]))
        link = rows.select_related(
            "call__document", "call__election", "candidate__ballot__election"
        ).first()
        if link is None:
            raise Http404
        return link

    @property
    def call(self) -> Call:
        """The call that it is to."""
        return self.thing.call

    @property
    def candidate(self) -> Candidate:
        """Whose link it is."""
        return self.thing.candidate

    @cached_property
    def asks(self) -> list[Paragraph]:
        """What is asked."""
        return asks_of(self.call.document)

    @cached_property
    def open(self) -> list[Paragraph]:
        """What can be answered now."""
        return open_asks(self.call, self.candidate)

    @cached_property
    def closed(self) -> str:
        """Why nothing can be saved; blank while it can."""
        return why_closed(self.call, self.candidate)

    def get_initial(self) -> dict[str, Any]:
        """What was said so far."""
        return told_by(last_answers(self.call, self.candidate))

    def get_form_kwargs(self) -> dict[str, Any]:
        """The asks, the limit, and whether one alone is to be saved."""
        only = self.request.POST.get("only", EVERY)
        return super().get_form_kwargs() | {
            "asks": self.open, "limit": self.call.word_limit, "only": only,
        }  # fmt: skip

    def form_valid(self, form: forms.Form) -> HttpResponse:
        """Save; an ask alone leaves the rest of the page as it was typed."""
        assert isinstance(form, AnswerForm)
        alone = form.only != EVERY
        if alone and not form.wanted:
            raise Http404
        if not alone:
            return super().form_valid(form)
        try:
            self.keep(form)
        except Refused as refusal:
            form.add_error(
                refusal.field if refusal.field in form.fields else None, refusal.sentence
            )
            return self.form_invalid(form)
        saved = form.wanted[0].heading
        return self.render_to_response(self.get_context_data(form=form, saved=saved))

    def act(self, answers: dict[str, Any]) -> Any:
        """Save all that was answered."""
        return self.keep(self.form)

    def keep(self, form: AnswerForm) -> Any:
        """Call the action as whoever holds the link."""
        link = self.thing
        holder = LinkHolder(f"{link._meta.label_lower}:{link.pk}", THEIR_LABEL)
        return actions.answer_call(
            by=holder, call=self.call, candidate=self.candidate, answers=form.said()
        )

    def said(self, result: Any) -> str:
        """What was saved."""
        if not result:
            return "Nothing was changed: all was as you had saved it."
        answered = len(last_answers(self.call, self.candidate))
        return f"Saved. You have answered {answered} of {len(self.asks)} asks."

    def back(self, result: Any) -> str:
        """The same page."""
        return reverse("answer_call", args=[self.kwargs["token"]])

    def form_invalid(self, form: forms.Form) -> HttpResponse:
        """The page again with what was typed; once it is closed, only why."""
        if self.closed:
            messages.error(self.request, self.closed)
        return super().form_invalid(form)

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """The asks, what is saved, until when, and what will be shown."""
        call, ballot = self.call, self.candidate.ballot
        last = last_answers(call, self.candidate)
        return super().get_context_data(**kwargs) | {
            "title": call.document.title, "call": call, "candidate": self.candidate,
            "ballot": ballot, "closed": self.closed,
            "over": clock.now() >= deadline_of(call, ballot),
            "deadline": clock.here(deadline_of(call, ballot)),
            "hour": clock.here(hour_of(call, ballot)),
            "shown": [(ask, last.get(ask.pk)) for ask in self.asks],
            "answered": len(last),
        }  # fmt: skip
