"""Raising a concern in confidence, and the group's private page: its steps, the limits, its words.

To whoever has no link there is no concern, whether there is one or not.
"""

from __future__ import annotations

from typing import Any, ClassVar

from django.core import signing
from django.http import Http404
from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.views.generic import TemplateView

from commonweal.commitments import actions
from commonweal.commitments.actions import Told
from commonweal.commitments.forms.compact import ConcernForm, DaysForm, EndForm
from commonweal.commitments.models import Concern, Disclosure
from commonweal.commitments.reports.concerns import standing_of
from commonweal.commitments.views.agreements import AN_HOUR, KEEPING, LimitedPress, OfAgreement
from commonweal.core import clock
from commonweal.core.actions import name_of
from commonweal.core.actors import LinkHolder
from commonweal.core.gates import GatedView
from commonweal.core.limits import Limit, LimitedView
from commonweal.core.refused import Refused
from commonweal.core.tokens import digest_of, new_token
from commonweal.ui.acting import FormPage

RAISING = Limit("concern", times=10, seconds=AN_HOUR)
RAISING_IN_A_DAY = Limit("concern.day", times=20, seconds=24 * AN_HOUR)
SALT = "commonweal.commitments.concerns"
GOOD_FOR = 2 * 24 * AN_HOUR
TOO_OLD = (
    "This form is more than two days old, or not whole. Copy what you wrote, open the page again "
    "and paste it there."
)


class RaiseConcern(OfAgreement, LimitedView, GatedView, FormPage):
    """Say what went wrong. The private link travels in the form, signed: sent twice, it is once."""

    permission: ClassVar[str | None] = None
    limits = (RAISING, RAISING_IN_A_DAY)
    form_class = ConcernForm
    template_name = "commitments/raise_concern.html"
    title = "Raise a concern in confidence"
    lede = "Only those who look after the agreement read it. Nobody else learns even that you "
    lede += "raised one, unless you agree to the very words."
    send_words = "Send it"
    done_words = "Thank you. Keep the address of this page."

    def get_form_kwargs(self) -> dict[str, Any]:
        """For this agreement."""
        return super().get_form_kwargs() | {"document": self.document}

    def get_initial(self) -> dict[str, Any]:
        """A sheet with the private link."""
        sheet = {"about": self.document.slug, "token": new_token()[0]}
        return {"sheet": signing.dumps(sheet, salt=SALT)}

    def act(self, answers: dict[str, Any]) -> str:
        """Raise it; the private link is what comes back."""
        try:
            sheet = signing.loads(answers.pop("sheet"), salt=SALT, max_age=GOOD_FOR)
        except signing.BadSignature as problem:
            raise Refused(TOO_OLD) from problem
        if sheet["about"] != self.document.slug:
            raise Refused(TOO_OLD)
        told = Told(document=self.document, **answers)
        actions.raise_concern(by=self.actor, told=told, digest=digest_of(sheet["token"]))
        return str(sheet["token"])

    def back(self, result: str) -> str:
        """The private page."""
        return reverse("concern", args=[result])


class ByConcernLink:
    """Loads the concern of a private link, and lets its holder act."""

    actor: Any
    kwargs: dict[str, Any]

    def load(self) -> Concern:
        """The concern of this link."""
        rows = Concern.objects.select_related("document", "partner", "commitment")
        found: Concern = get_object_or_404(rows.by_link(self.kwargs["token"]))
        self.actor = LinkHolder(name_of(found))
        return found

    def back(self, result: Any = None) -> str:
        """The private page."""
        return reverse("concern", args=[self.kwargs["token"]])


class ConcernPage(ByConcernLink, GatedView, TemplateView):
    """The group's own page."""

    permission = "commitments.keep_concern"
    template_name = "commitments/concern.html"
    thing: Concern

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """Where it stands, what runs, and what the group is asked."""
        return super().get_context_data(**kwargs) | {
            "token": self.kwargs["token"],
            "concern": self.thing,
            "standing": standing_of(self.thing, clock.today()),
            "disclosures": self.thing.disclosures.order_by("-pk"),
        }


class AnswerDisclosure(ByConcernLink, LimitedPress):
    """Agree to words, refuse them, or take the leave back, by the group's private link."""

    permission = "commitments.keep_concern"
    done_words = "Noted."

    def act(self) -> Disclosure:
        """Answer."""
        known = {
            "agree": actions.agree_disclosure,
            "refuse": actions.refuse_disclosure,
            "take-back": actions.take_back_disclosure,
        }
        if self.kwargs["answer"] not in known:
            raise Http404
        asked = get_object_or_404(self.thing.disclosures, uuid=self.kwargs["key"])
        return known[self.kwargs["answer"]](by=self.actor, concern=self.thing, disclosure=asked)


class OwnConcernForm(ByConcernLink, LimitedView, GatedView, FormPage):
    """A form of the group's own about its concern."""

    permission = "commitments.keep_concern"
    limits = (KEEPING,)


class DateConcern(OwnConcernForm):
    """Say from when the limits run."""

    permission = "commitments.keep_concern"
    form_class = DaysForm
    title = "When was it decided?"
    lede = "The time limits of the law run from these days."
    done_words = "Kept."

    def get_initial(self) -> dict[str, Any]:
        """As it is known."""
        return {"decision_on": self.thing.decision_on, "known_on": self.thing.known_on}

    def act(self, answers: dict[str, Any]) -> Concern:
        """Keep them."""
        return actions.date_concern(by=self.actor, concern=self.thing, **answers)


class EndConcern(OwnConcernForm):
    """Let it rest."""

    permission = "commitments.keep_concern"
    form_class = EndForm
    title = "End this concern"
    lede = "It is closed for good. Nothing more is told of it than you have agreed to."
    send_words = "End it"
    done_words = "Closed."

    def act(self, answers: dict[str, Any]) -> Concern:
        """Close it."""
        return actions.close_concern(by=self.actor, concern=self.thing, **answers)
