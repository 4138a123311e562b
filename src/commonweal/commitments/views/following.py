"""Following a document by e-mail: no account, one link, and opening it changes nothing."""

from __future__ import annotations

from typing import Any, ClassVar

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.decorators import method_decorator
from django.views.decorators.csrf import csrf_exempt
from django.views.generic import TemplateView

from commonweal.commitments import actions, addresses
from commonweal.commitments.actions.following import is_good
from commonweal.commitments.forms.following import FollowForm, NothingToFillIn
from commonweal.commitments.models import Document, Follower
from commonweal.commitments.views.taking import public_document
from commonweal.core import clock
from commonweal.core.actions import name_of
from commonweal.core.actors import LinkHolder
from commonweal.core.gates import GatedView
from commonweal.core.limits import Limit, LimitedView, count
from commonweal.ui.acting import FormPage

FOLLOWING = Limit("follow", times=12, seconds=3_600)
LINKS = Limit("follow.links", times=60, seconds=3_600)
TO_ONE_ADDRESS = Limit("follow.address", times=4, seconds=86_400)


class Follow(LimitedView, GatedView, FormPage):
    """Leave an address. What is answered is the same whether it follows already or not."""

    permission: ClassVar[str | None] = "commitments.follow"
    limits = (FOLLOWING,)
    form_class = FollowForm
    template_name = "commitments/follow.html"
    send_words = "Follow"
    done_words = "Look in your mail."
    thing: Document

    def load(self) -> Document:
        """The document, where the public sees it."""
        return public_document(self.kwargs["slug"])

    def act(self, answers: dict[str, Any]) -> None:
        """Ask. Nobody can have one address written to over and over."""
        count(TO_ONE_ADDRESS, answers["email"].strip().lower())
        actions.follow(by=self.actor, document=self.thing, email=answers["email"])

    def back(self, result: Any) -> str:
        """What happens next."""
        return reverse("follow-asked", args=[self.thing.slug])

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """What is followed."""
        title = f"Follow {self.thing.title}"
        return super().get_context_data(**kwargs) | {
            "title": title, "document": self.thing, "section": "promises",
            "address": addresses.of_document(self.thing.slug),
        }  # fmt: skip


class FollowAsked(GatedView, TemplateView):
    """What happens next."""

    permission = None
    template_name = "commitments/follow_asked.html"
    thing: Document

    def load(self) -> Document:
        """The document, where the public sees it."""
        return public_document(self.kwargs["slug"])

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """Of what."""
        return super().get_context_data(**kwargs) | {
            "document": self.thing, "address": addresses.of_document(self.thing.slug),
        }  # fmt: skip


class ByFollowersLink(LimitedView, GatedView, FormPage):
    """A page that the private link of a follower leads to."""

    permission: ClassVar[str | None] = None
    limits = (LINKS,)
    form_class = NothingToFillIn
    thing: Follower

    def load(self) -> Follower:
        """Who follows.

        :raises Http404: when the link leads nowhere, or no more.
        """
        rows = Follower.objects.by_link(self.kwargs["token"]).select_related("document")
        found = rows.first()
        if found is None or not is_good(found, clock.now()):
            raise Http404
        self.actor = LinkHolder(thing=name_of(found), label="somebody who follows")
        return found

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """What they follow, and until when."""
        return super().get_context_data(**kwargs) | {
            "follower": self.thing, "document": self.thing.document,
            "address": addresses.of_document(self.thing.document.slug),
            "stop": reverse("stop-following", args=[self.kwargs["token"]]),
        }  # fmt: skip


class Following(ByFollowersLink):
    """Say yes, at first or for one more year; or go on to stop."""

    permission = None
    template_name = "commitments/following.html"

    def act(self, answers: dict[str, Any]) -> Follower:
        """Say yes."""
        return actions.confirm_following(by=self.actor, follower=self.thing)

    done_words = "Done. You are told what is new, once a month at most."

    def back(self, result: Any) -> str:
        """Here again, where it says until when."""
        return self.request.path

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """What the button says."""
        new = self.thing.confirmed_at is None
        title = f"Follow {self.thing.document.title}" if new else "What you follow"
        self.send_words = "Yes, tell me what is new" if new else "Follow for another year"
        self.title = title
        return super().get_context_data(**kwargs) | {"new": new}


@method_decorator(csrf_exempt, name="dispatch")
class StopFollowing(ByFollowersLink):
    """One press stops it. Opening the page does not: mail programs open links by themselves.

    A mail program's own button sends ``List-Unsubscribe=One-Click`` here (RFC 8058) and has no mark
    of our forms; the secret in the address is what it needs.
    """

    permission = None
    template_name = "commitments/stop_following.html"
    title = "Stop these letters"
    send_words = "Stop them"

    def load(self) -> Follower | None:  # type: ignore[override]
        """Who follows. One who has stopped already may press again."""
        try:
            return super().load()
        except Http404:
            if self.request.method != "POST":
                raise
            return None

    def post(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        """Stop, as often as it is pressed; a mail program is answered in a word."""
        if self.thing is not None:
            self.act({})
        if request.POST.get("List-Unsubscribe") == "One-Click":
            return HttpResponse("Stopped.", content_type="text/plain")
        return redirect("following-stopped")

    def act(self, answers: dict[str, Any]) -> None:
        """Stop."""
        actions.stop_following(by=self.actor, follower=self.thing)


class FollowingStopped(GatedView, TemplateView):
    """It has stopped."""

    permission = None
    template_name = "commitments/following_stopped.html"
