"""Consultations as everybody sees them: the list, one of them, saying what one thinks."""

from __future__ import annotations

from functools import cached_property
from typing import Any, ClassVar

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.urls import reverse
from django.views.generic import TemplateView

from commonweal.commitments import actions
from commonweal.commitments.actions.submissions import why_not_now
from commonweal.commitments.choices import DocumentStanding as S
from commonweal.commitments.dates import consultation as window
from commonweal.commitments.dates import holidays_within
from commonweal.commitments.forms.consulting import EqualityForm, SayingForm
from commonweal.commitments.models import (
    Comment,
    Consultation,
    Paragraph,
    StandingChange,
    Submission,
)
from commonweal.commitments.reading import Shown, sections
from commonweal.commitments.reports.published import (
    ended_early,
    overdue,
    still_open,
    taken_back,
    whole_as_shown,
)
from commonweal.core import clock
from commonweal.core.actors import Visitor
from commonweal.core.gates import GatedView
from commonweal.core.limits import Limit, LimitedView
from commonweal.core.tokens import digest_of
from commonweal.sector.models import Member, Organisation
from commonweal.ui.acting import FormPage

AT_A_TIME = 40
SAYING = Limit("consultation", times=10, seconds=3_600)
SAYING_IN_A_DAY = Limit("consultation.day", times=30, seconds=86_400)
ABOUT_ONESELF = Limit("equality", times=10, seconds=3_600)


class Consultations(GatedView, TemplateView):
    """All that were opened: those open now, those to come, those over."""

    permission: ClassVar[str | None] = None
    template_name = "commitments/consultations.html"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """By how they stand today."""
        today = clock.today()
        rows = list(
            Consultation.objects.public().select_related("document").order_by("closes_on", "pk")
        )
        going = [c for c in rows if c.standing == "open" and c.closes_on and c.closes_on >= today]
        return super().get_context_data(**kwargs) | {
            "section": "consultations",
            "open": [c for c in going if c.opens_on and c.opens_on <= today],
            "coming": [c for c in going if c.opens_on and c.opens_on > today],
            "over": [c for c in reversed(rows) if c not in going],
        }


class OfConsultation(GatedView):
    """A page about one consultation that was opened."""

    permission: ClassVar[str | None] = None
    thing: Consultation
    kwargs: dict[str, Any]

    def load(self) -> Consultation:
        """The consultation, where it was opened."""
        rows = Consultation.objects.public().select_related("document", "version")
        return get_object_or_404(
            rows, document__slug=self.kwargs["slug"], number=self.kwargs["number"]
        )

    @property
    def consultation(self) -> Consultation:
        """The consultation."""
        return self.thing

    @property
    def address(self) -> str:
        """Its own page."""
        return reverse("consultation", args=[self.thing.document.slug, self.thing.number])

    @property
    def is_open(self) -> bool:
        """Whether something may be said today."""
        c, today = self.thing, clock.today()
        return c.standing == "open" and c.opens_on <= today <= c.closes_on  # type: ignore[operator]

    @cached_property
    def parts(self) -> tuple[Shown, ...]:
        """The draft that it is about."""
        version = None if self.is_hidden else self.thing.version
        return sections(whole_as_shown(version)) if version else ()

    @property
    def is_hidden(self) -> bool:
        """Whether the draft was taken back and nobody outside reads it now."""
        return self.taken_back is not None and self.thing.document.standing == S.DRAFT

    @cached_property
    def paragraphs(self) -> dict[str, Paragraph]:
        """The draft's paragraphs, by their lasting key."""
        rows = self.thing.document.paragraphs.in_order()
        return {str(p.key): p for p in rows}

    @cached_property
    def taken_back(self) -> StandingChange | None:
        """When and why the draft was taken back, if it was."""
        return None if self.is_open else taken_back(self.thing)

    def about(self) -> dict[str, Any]:
        """What every such page says."""
        c = self.thing
        return {
            "section": "consultations", "consultation": c, "document": c.document,
            "slug": c.document.slug, "is_open": self.is_open, "address": self.address,
            "why_closed": "" if self.is_open else why_not_now(c, clock.today()),
            "taken_back": self.taken_back, "ended_early": ended_early(c), "hidden": self.is_hidden,
            "overdue": overdue(c, clock.today()), "over": not still_open(c, clock.today()),
        }  # fmt: skip


class ConsultationPage(OfConsultation, TemplateView):
    """What is asked, until when, by what rules, and the draft itself."""

    template_name = "commitments/consultation.html"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """The window, the checklist, the draft."""
        c = self.thing
        assert c.opens_on is not None and c.closes_on is not None
        return super().get_context_data(**kwargs) | self.about() | {
            "window": window(c.opens_on, c.closes_on, reason=c.short_reason),
            "holidays": holidays_within(c.opens_on, c.closes_on),
            "extensions": list(c.extensions.order_by("pk")),
            "questions": list(c.questions.order_by("position", "pk")),
            "parts": self.parts,
            "shown": Comment.objects.shown().filter(submission__consultation=c).count(),
        }  # fmt: skip


class OnPaper(OfConsultation, TemplateView):
    """The questions to print and answer by hand, before the last day is over."""

    template_name = "commitments/consultation_paper.html"

    def get(self, request: Any, *args: Any, **kwargs: Any) -> HttpResponse:
        """The paper, or the page that says why nothing is to be sent in any more."""
        if self.thing.standing != "open" or self.thing.closes_on < clock.today():  # type: ignore[operator]
            return redirect(self.address)
        return super().get(request, *args, **kwargs)

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """The questions and the parts."""
        questions = list(self.thing.questions.order_by("position", "pk"))
        return super().get_context_data(**kwargs) | self.about() | {
            "questions": questions, "parts": self.parts,
        }  # fmt: skip


class Comments(OfConsultation, TemplateView):
    """What people said and everybody may read, a page at a time."""

    template_name = "commitments/comments.html"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """A page of them, of one paragraph or question where that is asked."""
        rows = Comment.objects.shown().filter(submission__consultation=self.thing)
        wanted = self.request.GET.get("of", "")
        kind, key = wanted[:1], wanted[1:]
        if kind in ("p", "q") and key.isdecimal() and len(key) < 19:
            rows = rows.filter(**{"paragraph" if kind == "p" else "question": int(key)})
        rows = rows.select_related(
            "submission__organisation__same_as", "paragraph", "question"
        ).order_by("-pk")
        return super().get_context_data(**kwargs) | self.about() | {
            "page": Paginator(rows, AT_A_TIME).get_page(self.request.GET.get("page")),
            "of": wanted,
        }  # fmt: skip


class Saying(LimitedView, OfConsultation, FormPage):
    """The form by which anybody says what they think."""

    limits = (SAYING, SAYING_IN_A_DAY)
    form_class = SayingForm
    template_name = "commitments/saying.html"
    send_words = "Send it"

    @property
    def title(self) -> str:  # type: ignore[override]
        """What it is about."""
        return f"Have your say: {self.thing.title}"

    def get(self, request: Any, *args: Any, **kwargs: Any) -> HttpResponse:
        """The form, or the page that says why there is none today."""
        if not self.is_open:
            return redirect(self.address)
        response: HttpResponse = super().get(request, *args, **kwargs)
        return response

    def get_form_kwargs(self) -> dict[str, Any]:
        """The consultation's questions, the draft's paragraphs, and for whom one may speak."""
        mine = Member.objects.standing().of(self.actor).values("organisation")
        return super().get_form_kwargs() | {
            "consultation": self.thing, "paragraphs": self.asked_of,
            "mine": Organisation.objects.published().filter(pk__in=mine).order_by("name", "pk"),
        }  # fmt: skip

    @cached_property
    def asked_of(self) -> list[Paragraph]:
        """The paragraphs of the draft, as they are read."""
        keys = [one.part.key for top in self.parts for one in _all(top)]
        return [self.paragraphs[key] for key in keys if key in self.paragraphs]

    def act(self, answers: dict[str, Any]) -> str:
        """Say it; the secret of its private page is what comes back."""
        told = self.form.told
        by = self.actor if told.organisation else Visitor()  # the journal learns of nobody else
        _, token = actions.submit(by=by, consultation=self.thing, told=told)
        return token

    def said(self, result: str) -> str:
        """That it is here."""
        return "Thank you. It is here. Keep the address of this page: only by it can you see more."

    def back(self, result: str) -> str:
        """Their private page."""
        return reverse("said_thanks", args=[result])

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """The draft beside the form's parts."""
        context = super().get_context_data(**kwargs) | self.about()
        form = context["form"]
        texts = {
            self.paragraphs[one.part.key].pk: one
            for top in self.parts for one in _all(top) if one.part.key in self.paragraphs
        }  # fmt: skip
        return context | {
            "title": self.title,
            "asked": [form[name] for name in form.fields if name[0] in "aq" and name[1:].isdigit()],
            "on_parts": [
                (texts[p.pk], form[f"p{p.pk}"]) for p in form.paragraphs if p.pk in texts
            ],
            "rest": [
                form[name] for name in form.fields
                if name != "fax_number" and not (name[0] in "apq" and name[1:].isdigit())
            ],
        }  # fmt: skip


def _all(shown: Shown) -> list[Shown]:
    return [shown, *(deeper for one in shown.below for deeper in _all(one))]


class Thanks(GatedView, TemplateView):
    """What happens now, with the private address, and a word about oneself if one likes."""

    permission: ClassVar[str | None] = None
    template_name = "commitments/said_thanks.html"

    def load(self) -> Any:
        """What was said by this link."""
        rows = Submission.objects.select_related("consultation__document")
        return get_object_or_404(rows, digest=digest_of(self.kwargs["token"]))

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """The way on."""
        c = self.thing.consultation
        return super().get_context_data(**kwargs) | {
            "submission": self.thing, "consultation": c, "token": self.kwargs["token"],
            "about_you": reverse("about_you", args=[c.document.slug, c.number]),
        }  # fmt: skip


class AboutYou(LimitedView, OfConsultation, FormPage):
    """Who answers, counted only: nothing on it is tied to what anybody said."""

    limits = (ABOUT_ONESELF,)
    form_class = EqualityForm
    title = "About you, if you like"
    lede = (
        "These questions show whether everybody is heard. Leave out what you like. Only counts "
        "are kept: nothing ties them to you or to what you said."
    )
    send_words = "Count it"
    done_words = "Thank you. It is counted."

    def get(self, request: Any, *args: Any, **kwargs: Any) -> HttpResponse:
        """The questions, or the page that says why nothing is counted any more."""
        if not self.is_open:
            return redirect(self.address)
        response: HttpResponse = super().get(request, *args, **kwargs)
        return response

    def act(self, answers: dict[str, Any]) -> int:
        """Count it. It is a visitor who answers, whoever is signed in."""
        return actions.count_equality(by=Visitor(), consultation=self.thing, answers=answers)

    def back(self, result: Any) -> str:
        """The consultation."""
        return self.address

    def form_valid(self, form: Any) -> HttpResponse:
        """Nothing is said where nothing was answered."""
        if not any(form.cleaned_data.values()):
            messages.info(self.request, "You answered none of them, and that is fine.")
            return redirect(self.address)
        response: HttpResponse = super().form_valid(form)
        return response
