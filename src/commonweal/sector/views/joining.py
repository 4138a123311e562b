"""A group asks to be in the register and sees how far it has come; others say if they know it."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import Resolver404, resolve, reverse
from django.utils.functional import cached_property
from django.views.generic import TemplateView

from commonweal.core.actions import name_of
from commonweal.core.actors import LinkHolder
from commonweal.core.gates import GatedView
from commonweal.core.limits import Limit, LimitedView
from commonweal.core.refused import Refused
from commonweal.sector import actions
from commonweal.sector.actions.joining import FRONT_DOOR, Told
from commonweal.sector.choices import Answer, Joining, StepKind
from commonweal.sector.forms.joining import AnotherForm, AnswerForm, JoinForm, VouchForm
from commonweal.sector.models import Application, GroupLink, Organisation, Vouch
from commonweal.sector.reports.already_here import already_here
from commonweal.sector.views.links import ByLink
from commonweal.ui.acting import FormPage

AN_HOUR = 3600
ASKING = Limit("join", times=10, seconds=AN_HOUR)
LINKS = Limit("private-link", times=30, seconds=AN_HOUR)
TELLS = ("name", "does", "meets", "postcode", "area", "contact_name", "email", "telephone")


def told_of(answers: dict[str, Any], known: list[Organisation]) -> Told:
    """The answers as the action takes them."""
    return Told(
        **{name: answers.get(name, "") for name in TELLS},
        shows=answers.get("shows", ()),
        knows=known,
        ask_steward=answers.get("ask_steward", False),
    )


class Join(LimitedView, GatedView, FormPage):
    """A group asks to be in the register: no account, no number, no e-mail needed."""

    permission = None
    limits = (ASKING,)
    form_class = JoinForm
    template_name = "sector/join.html"
    title = "Add your group"
    lede = (
        "A choir, a lunch club, a street that looks after its own: any group belongs here, "
        "with a number or without."
    )
    send_words = "Ask to be added"
    already: tuple[dict[str, str], ...] = ()

    def get_form_class(self) -> type[JoinForm]:
        """With one more box where somebody of that name is here."""
        return AnotherForm if self.twins else JoinForm

    @cached_property
    def twins(self) -> list[Organisation]:
        """Those of the name that was sent, in the area that was sent, which anyone may see."""
        sent = self.request.POST
        return already_here(
            sent.get("name", "")[:255],
            postcode=sent.get("postcode", "").strip().upper(),
            area=sent.get("area", ""),
        )

    def post(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        """Look up who knows them, or send it."""
        if "look_up" in request.POST:
            form = self.get_form()
            form.errors.clear()
            return self.render_to_response(self.get_context_data(form=form, looked_up=True))
        return super().post(request, *args, **kwargs)

    def act(self, answers: dict[str, Any]) -> Application:
        """Ask."""
        return actions.ask_to_join(by=FRONT_DOOR, told=told_of(answers, self.form.known()))

    def form_valid(self, form: Any) -> HttpResponse:
        """On to what happens next, which is said there."""
        response = super().form_valid(form)
        list(messages.get_messages(self.request))
        return response

    def back(self, result: Application) -> str:
        """What happens next: by letter, or by telephone."""
        return reverse("join-sent" if result.email else "join-sent-telephone")

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """Those of the same name, each with where it is claimed."""
        twins = [(o, claiming(o.ref)) for o in self.twins] if self.request.POST else []
        return super().get_context_data(**kwargs) | {"twins": twins}


def claiming(ref: str) -> str:
    """Where a page is claimed, if that can be done here."""
    address = f"{reverse('organisation', args=[ref])}claim/"
    try:
        resolve(address)
    except Resolver404:
        return ""
    return address


class JoinSent(GatedView, TemplateView):
    """What happens next, once a group has asked."""

    permission = None
    template_name = "sector/join_sent.html"
    by_telephone = False

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """By which way."""
        return super().get_context_data(**kwargs) | {"by_telephone": self.by_telephone}


class ApplicationPage(LimitedView, ByLink, FormPage):
    """How far a group has come, for whoever holds its link: prove, answer, take back."""

    permission = None
    limits = (LINKS,)
    form_class = AnswerForm
    template_name = "sector/application.html"
    send_words = "Send the answer"
    thing: Application

    def load(self) -> Application:
        """The application its link leads to."""
        links = GroupLink.objects.select_related("application").filter(digest=self.digest())
        link = links.exclude(application=None).first()
        if link is None or link.application is None:
            raise Http404
        self.still(link.expires_at)
        self.actor = LinkHolder(thing=name_of(link), label="the group, by its link")
        return link.application

    def post(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        """One of the three presses."""
        done = {
            "prove": (actions.prove_application, "Thank you. We ask those who know you now."),
            "take_back": (actions.take_application_back, "Taken back. Nobody is asked any more."),
        }.get(request.POST.get("do", ""))
        if done is None:
            return super().post(request, *args, **kwargs)
        act, words = done
        try:
            act(by=self.actor, application=self.thing)
        except Refused as refusal:
            messages.error(request, refusal.sentence)
        else:
            messages.success(request, words)
        return redirect(request.path)

    def act(self, answers: dict[str, Any]) -> Any:
        """Answer a question."""
        return actions.answer_question(
            by=self.actor, application=self.thing, words=answers["words"]
        )

    done_words = "Thank you. A steward reads it."

    def back(self, result: Any) -> str:
        """Here again."""
        return self.request.path

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """How it stands, and what was asked and answered."""
        spoken = self.thing.steps.filter(kind__in=[StepKind.QUESTION, StepKind.ANSWER])
        questions = [s for s in spoken.order_by("pk") if not s.by.endswith("(robot)")]
        unanswered = bool(questions) and questions[-1].kind == StepKind.QUESTION
        waits = self.thing.standing == Joining.WAITING
        return super().get_context_data(**kwargs) | {
            "title": self.thing.name,
            "application": self.thing,
            "questions": questions,
            "asks": unanswered and waits,
            "unproved": self.thing.standing == Joining.UNPROVED,
            "open": self.thing.standing in {Joining.UNPROVED, Joining.WAITING},
        }


class VouchPage(LimitedView, ByLink, FormPage):
    """Somebody who keeps an organisation's page says whether they know a group."""

    permission = None
    limits = (LINKS,)
    form_class = VouchForm
    template_name = "sector/vouch.html"
    send_words = "Send the answer"
    thing: Vouch

    def load(self) -> Vouch:
        """The question that its link leads to."""
        rows = Vouch.objects.select_related("application", "organisation")
        found = rows.filter(digest=self.digest()).first()
        if found is None:
            raise Http404
        if not found.said:
            self.still(found.expires_at)
        self.actor = LinkHolder(
            thing=name_of(found), label=f"somebody who keeps the page of {found.organisation}"
        )
        return found

    def get_form_class(self) -> type[Any]:
        """The question; once it is answered, why it is taken back."""
        return AnswerForm if self.thing.said else VouchForm

    def act(self, answers: dict[str, Any]) -> Any:
        """Answer, or take the answer back."""
        if self.thing.said:
            return actions.take_vouch_back(by=self.actor, vouch=self.thing, why=answers["words"])
        said = answers["said"]
        if said not in Answer.values:
            raise Refused("Choose one of the three.", field="said")
        return actions.answer_vouch(
            by=self.actor, vouch=self.thing, said=Answer(said), words=answers["words"]
        )

    done_words = "Thank you for your answer."

    def said(self, result: Vouch) -> str:
        """Which it was."""
        return "Taken back. Staff are told." if result.withdrawn_at else self.done_words

    def back(self, result: Any) -> str:
        """Here again, where it can be taken back."""
        return self.request.path

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """Who asks, and what was answered."""
        context = super().get_context_data(**kwargs)
        if self.thing.said:
            context["form"].fields["words"].label = "Why do you take it back?"
            context["send_words"] = "Take it back"
        return context | {
            "title": f"Do you know {self.thing.application.name}?",
            "vouch": self.thing,
            "application": self.thing.application,
            "over": self.thing.application.standing != Joining.WAITING,
        }
