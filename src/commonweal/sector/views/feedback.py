"""Saying how a service treated one, reading the reply, and reading what was said."""

from __future__ import annotations

from functools import cached_property
from typing import Any, ClassVar

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse

from commonweal.core.actors import LinkHolder, Visitor
from commonweal.core.gates import GatedView
from commonweal.core.limits import Limit, LimitedView, caller, count
from commonweal.core.permissions import allowed
from commonweal.core.tokens import digest_of
from commonweal.sector import actions
from commonweal.sector.forms.feedback import HowItWas, PublicAnswer, Reason, Reply
from commonweal.sector.models import Feedback, Organisation, Service
from commonweal.sector.reports.feedback import QUESTIONS, in_words, published_feedback
from commonweal.ui.acting import FormPage

AT_ONCE = 25
OF_ONE_SERVICE = Limit("feedback.service", times=8, seconds=24 * 3600)
LONGEST_KEY = 18  # figures; a larger number is no key


class SayHowItWas(LimitedView, GatedView, FormPage):
    """Anyone may say how a service treated them, without a name or an account."""

    permission = None
    limits = (Limit("feedback", times=6, seconds=3600),)
    template_name = "sector/say_how_it_was.html"
    form_class = HowItWas
    send_words = "Send it"
    done_words = "Thank you. It has been passed on."
    thing: Service

    def load(self) -> Service:
        """The service, if it is shown."""
        shown = Service.objects.shown().select_related("organisation")
        return get_object_or_404(shown, uuid=self.kwargs["key"])

    @property
    def title(self) -> str:  # type: ignore[override]
        """The heading."""
        return "How were you treated?"

    def act(self, answers: dict[str, Any]) -> Any:
        """Pass it on, as a visitor's: the journal learns of nobody, signed in or not.

        One household cannot make up the ten that are counted by itself in a day.
        """
        count(OF_ONE_SERVICE, f"{caller(self.request)} {self.thing.pk}")
        said = {name: answers[name] for name in QUESTIONS}
        return actions.say_how_it_was(
            by=Visitor(), service=self.thing, answers=said, words=answers["words"]
        )

    def back(self, result: Any) -> str:
        """The private page where a reply may come."""
        return reverse("feedback", args=[result[1]])

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """With the service."""
        return super().get_context_data(**kwargs) | {"service": self.thing, "section": "services"}


class YourFeedback(LimitedView, GatedView):
    """What somebody said, and what came of it, for whoever holds the link."""

    permission = None
    limits = (Limit("feedback.link", times=20, seconds=3600),)
    thing: Feedback

    def load(self) -> Feedback:
        """What the link is to.

        :raises Http404: when it was taken back or forgotten, or there never was any.
        """
        known = Feedback.objects.select_related("service__organisation")
        return get_object_or_404(known, digest=digest_of(self.kwargs["token"]))

    def get(self, request: HttpRequest, token: str) -> HttpResponse:
        """Show it."""
        shown = Service.objects.shown().filter(pk=self.thing.service_id).exists()
        context = {"said": self.thing, "answers": in_words(self.thing), "is_shown": shown}
        return render(request, "sector/your_feedback.html", context)

    def post(self, request: HttpRequest, token: str) -> HttpResponse:
        """Take it back."""
        holder = LinkHolder(f"sector.feedback:{self.thing.pk}")
        actions.take_back_feedback(by=holder, feedback=self.thing)
        messages.success(request, "Taken back. Nothing of it is kept.")
        return redirect("services")


class OfAnOrganisation(GatedView):
    """About what was said of one organisation's services."""

    thing: Any
    permission = "sector.see_feedback"

    def load(self) -> Any:
        """The organisation, if it is shown: a withheld one is as if there were none."""
        published = Organisation.objects.published()
        return get_object_or_404(published, ref=self.kwargs["ref"])


class FeedbackHere(OfAnOrganisation):
    """All that was said of an organisation's services, newest first, for its own people."""

    permission = "sector.see_feedback"

    def get(self, request: HttpRequest, ref: str) -> HttpResponse:
        """A page of it."""
        rows = Feedback.objects.about(self.thing).standing().newest_first()
        shown = Service.objects.shown().filter(organisation=self.thing)
        page = Paginator(rows.select_related("service"), AT_ONCE).get_page(request.GET.get("page"))
        context = {
            "organisation": self.thing,
            "page": page,
            "said": [(one, in_words(one)) for one in page],
            "unseen": Feedback.objects.about(self.thing).standing().unseen().count(),
            "is_theirs": self.thing.members.standing().of(self.actor).exists(),
            "may_answer": allowed(self.actor, "sector.answer_feedback", self.thing),
            "may_reply": allowed(self.actor, "sector.reply_to_feedback", self.thing),
            "services": shown.filter(feedback__isnull=False).distinct().order_by("name", "pk"),
        }
        response = render(request, "sector/feedback_here.html", context)
        response["Cache-Control"] = "no-store"
        return response

    def post(self, request: HttpRequest, ref: str) -> HttpResponse:
        """They have read what was new on the page they were shown."""
        given = request.POST.getlist("seen")[:AT_ONCE]
        these = [int(key) for key in given if key.isdecimal() and len(key) < LONGEST_KEY]
        actions.read_feedback(by=self.actor, organisation=self.thing, these=these)
        messages.success(request, "Marked as read.")
        return redirect("organisation-feedback", ref)


class AboutOne(GatedView, FormPage):
    """Something to do about one thing that was said of an organisation."""

    permission: ClassVar[str | None] = "sector.answer_feedback"
    template_name = "sector/about_feedback.html"
    thing: Feedback

    def load(self) -> Feedback:
        """What was said, if it stands and its organisation is shown.

        :raises Http404: otherwise, or when it is said of another organisation.
        """
        published = Organisation.objects.published()
        found = Feedback.objects.standing().select_related("service__organisation")
        return get_object_or_404(
            found,
            pk=self.kwargs["pk"],
            service__organisation__in=published.filter(ref=self.kwargs["ref"]),
        )

    def back(self, result: Any) -> str:
        """All that was said."""
        return reverse("organisation-feedback", args=[self.kwargs["ref"]])

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """With what was said."""
        about = {"said": self.thing, "answers": in_words(self.thing)}
        return super().get_context_data(**kwargs) | about


class ReplyToFeedback(AboutOne):
    """Reply to one person."""

    permission = "sector.reply_to_feedback"
    form_class = Reply
    title = "Reply to what was said"
    send_words = "Send the reply"
    done_words = "Your reply is on their private page."

    def get_initial(self) -> dict[str, Any]:
        """What was replied before, so that it can be put better."""
        return {"words": self.thing.reply}

    def act(self, answers: dict[str, Any]) -> Any:
        """Send it."""
        return actions.reply_to_feedback(by=self.actor, feedback=self.thing, reply=answers["words"])


class QuestionFeedback(AboutOne):
    """Ask a steward to look at it."""

    permission = "sector.answer_feedback"
    form_class = Reason
    title = "Ask a steward to look at this"
    lede = (
        "For what names somebody, is abuse, or is about another service. "
        "It counts until a steward has decided."
    )
    send_words = "Ask"
    done_words = "A steward will look at it."

    def act(self, answers: dict[str, Any]) -> Any:
        """Ask."""
        return actions.question_feedback(
            by=self.actor, feedback=self.thing, reason=answers["reason"]
        )


class AnswerInPublic(GatedView, FormPage):
    """Say to everybody what was learnt."""

    permission = "sector.answer_feedback"
    form_class = PublicAnswer
    title = "Answer in public"
    send_words = "Publish"
    thing: Service

    def load(self) -> Service:
        """The service, if it is shown."""
        shown = Service.objects.shown().select_related("organisation")
        return get_object_or_404(shown, uuid=self.kwargs["key"])

    @cached_property
    def lede(self) -> str:  # type: ignore[override]
        """What it is about."""
        return f"About {self.thing.name}, beside the figures on its page."

    def get_initial(self) -> dict[str, Any]:
        """What stands there now."""
        last = self.thing.feedback_answers.order_by("-at", "-pk").first()
        return {"words": last.words if last else ""}

    def act(self, answers: dict[str, Any]) -> Any:
        """Publish it."""
        return actions.answer_in_public(by=self.actor, service=self.thing, words=answers["words"])

    def said(self, result: Any) -> str:
        """Where it stands now, if anywhere."""
        if not result.words:
            return "Taken away."
        if published_feedback(self.thing) is None:
            return "Kept. Everybody reads it as soon as there are figures for it to stand beside."
        return "It is on the page of the service."

    def back(self, result: Any) -> str:
        """The page of the service."""
        return reverse("service", args=[self.thing.uuid])
