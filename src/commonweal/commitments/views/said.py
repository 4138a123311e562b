"""The private page of whoever said something: what came of it, and what they may still change."""

from __future__ import annotations

from functools import cached_property
from typing import Any, ClassVar

from django import forms
from django.http import Http404
from django.urls import reverse
from django.views.generic import TemplateView

from commonweal.commitments import actions
from commonweal.commitments.models import Follower, Submission
from commonweal.commitments.reports import said_by
from commonweal.commitments.reports.published import ended_early, overdue, still_open
from commonweal.commitments.views.following import TO_ONE_ADDRESS
from commonweal.commitments.views.points import page_of_consultation
from commonweal.core import clock
from commonweal.core.actions import name_of
from commonweal.core.actors import Actor, LinkHolder
from commonweal.core.gates import GatedView
from commonweal.core.limits import Limit, LimitedView, count
from commonweal.core.refused import Refused
from commonweal.core.tokens import digest_of
from commonweal.ui.acting import FormPage

CHANGES = Limit("said", times=30, seconds=3_600)
HOLDER = "somebody who answered a consultation"


class Mine(GatedView):
    """A page for whoever holds the private link to what they said; it leads to nobody else's."""

    permission: ClassVar[str | None] = None
    thing: Submission
    actor: Actor

    def load(self) -> Submission:
        """What was said by whoever has this link."""
        rows = Submission.objects.select_related("consultation__document")
        found = rows.filter(digest=digest_of(self.kwargs["token"])).first()
        if found is None:
            raise Http404
        self.actor = LinkHolder(name_of(found), label=HOLDER)
        return found

    @cached_property
    def follower(self) -> Follower | None:
        """The address that is told how it goes on, if its holder has confirmed that.

        Until then it is as if there were none: whoever has this page may have typed another's.
        """
        return self.thing.followers.exclude(confirmed_at=None).order_by("pk").first()

    def back(self, result: Any) -> str:
        """The private page."""
        return reverse("said", args=[self.kwargs["token"]])

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """What was said, and of what."""
        one = self.thing
        context: dict[str, Any] = super().get_context_data(**kwargs)  # type: ignore[misc]
        return context | {
            "submission": one, "consultation": one.consultation,
            "document": one.consultation.document, "token": self.kwargs["token"],
            "consultation_page": page_of_consultation(one.consultation),
            "ended_early": ended_early(one.consultation),
            "overdue": overdue(one.consultation, clock.today()),
            "still_open": still_open(one.consultation, clock.today()),
        }  # fmt: skip


class Said(Mine, TemplateView):
    """What you said, and what came of it."""

    permission = None
    template_name = "commitments/said.html"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """Each comment with its moderation, points, decisions and what changed."""
        return super().get_context_data(**kwargs) | {
            "comments": said_by(self.thing), "files": self.thing.files.order_by("pk"),
            "follower": self.follower,
        }  # fmt: skip


class NamingForm(forms.Form):
    """Whether the public reads who said it."""

    named = forms.TypedChoiceField(choices=[("yes", "Yes"), ("no", "No")], coerce="yes".__eq__)


class ChooseNaming(LimitedView, Mine, FormPage):
    """Let the public read who said it, or not any more."""

    permission = None
    limits = (CHANGES,)
    form_class = NamingForm
    title = "May everybody read who you are?"

    def act(self, answers: dict[str, Any]) -> Submission:
        """Change it."""
        return actions.choose_naming(by=self.actor, submission=self.thing, named=answers["named"])

    def said(self, result: Submission) -> str:
        """How it is now."""
        if result.named:
            return "Your name stands beside your words from now on."
        return "Your name stands nowhere any more."


class TakeBack(LimitedView, Mine, FormPage):
    """Take back all that was said, after a page that says what that does."""

    permission = None
    limits = (CHANGES,)
    form_class = forms.Form
    template_name = "commitments/take_back.html"
    title = "Take back what you said?"
    send_words = "Take it back and wipe it"
    done_words = "Taken back. Your words and your name are wiped."

    def act(self, answers: dict[str, Any]) -> Submission:
        """Wipe it."""
        return actions.take_back_submission(by=self.actor, submission=self.thing)


class FollowForm(forms.Form):
    """Where to write."""

    email = forms.EmailField(
        label="Your e-mail address", max_length=254,
        help_text="Used only to tell you how this goes on. Every letter has a link that ends it.",
        widget=forms.EmailInput(attrs={"autocomplete": "email"}),
    )  # fmt: skip


class FollowFromHere(LimitedView, Mine, FormPage):
    """Be told by e-mail when something comes of it."""

    permission = None
    limits = (CHANGES,)
    form_class = FollowForm
    title = "Be told what comes of it"
    lede = "We write when a decision is published, and when an action that came of it ends."
    send_words = "Tell me"
    done_words = (
        "Look in your mail. Unless that address follows it already, a letter is on its way."
    )

    def get_initial(self) -> dict[str, Any]:
        """The address they gave, if they gave one."""
        return {"email": self.thing.email}

    def act(self, answers: dict[str, Any]) -> Any:
        """Ask for it; a letter asks whether the address is theirs."""
        if self.thing.taken_back_at:
            raise Refused("You took back what you said, so nothing can come of it.")
        document = self.thing.consultation.document
        count(TO_ONE_ADDRESS, answers["email"].strip().lower())
        return actions.follow(
            by=self.actor, document=document, email=answers["email"], submission=self.thing
        )


class StopFollowing(LimitedView, Mine, FormPage):
    """Be told no more."""

    permission = None
    limits = (CHANGES,)
    form_class = forms.Form
    title = "Be told no more?"
    lede = "What you said stays as it is."
    send_words = "Send me no more letters"
    done_words = "Done. We write to you no more about this."

    def act(self, answers: dict[str, Any]) -> Any:
        """Stop it."""
        follower = self.follower
        if follower is None:
            raise Refused("You are not being told about this.")
        holder = LinkHolder(name_of(follower), label=HOLDER)
        return actions.stop_following(by=holder, follower=follower)
