"""Replying to what is made of one's own promise: by private link, or signed in as its officer."""

from __future__ import annotations

from typing import Any, ClassVar

from django.http import Http404
from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.views.generic import TemplateView

from commonweal.commitments import actions
from commonweal.commitments.forms.evidence import EvidenceForm, ReplyForm
from commonweal.commitments.models import Commitment, ProgressReview
from commonweal.commitments.permissions import is_officer
from commonweal.commitments.reports.owed import owed_by
from commonweal.core import clock
from commonweal.core.actors import Actor, LinkHolder
from commonweal.core.gates import GatedView
from commonweal.core.limits import Limit, LimitedView
from commonweal.core.tokens import digest_of
from commonweal.ui.acting import FormPage

REPLYING = Limit("reply", times=30, seconds=3_600)
HANDING_IN = Limit("evidence", times=60, seconds=3_600)
REVIEWS = ProgressReview.objects.select_related(
    "commitment__document", "commitment__organisation__same_as"
)


class Replying(LimitedView, GatedView, FormPage):
    """What was made of a promise, for whoever made it, and their reply."""

    permission: ClassVar[str | None] = "commitments.reply"
    limits = (REPLYING,)
    form_class = ReplyForm
    template_name = "commitments/reply.html"
    title = "What came of your promise"
    send_words = "Send your reply"
    thing: ProgressReview

    def who(self) -> Actor:
        """As whom they reply."""
        return self.actor

    def get_initial(self) -> dict[str, Any]:
        """What they wrote before."""
        return {"reply": self.thing.reply, "name": self.thing.replied_by}

    def act(self, answers: dict[str, Any]) -> ProgressReview:
        """Reply."""
        return actions.reply_to_review(
            by=self.who(), review=self.thing, reply=answers["reply"], name=answers["name"]
        )

    def said(self, result: ProgressReview) -> str:
        """What happens with it."""
        if result.published_at:
            return "Thank you. Your reply stands beside the judgement now."
        return "Thank you. You can change your reply here until it is published."

    def back(self, result: Any) -> str:
        """The same page."""
        return self.request.path

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """The promise, the judgement and what it is over."""
        review, today = self.thing, clock.today()
        return super().get_context_data(**kwargs) | {
            "review": review, "promise": review.commitment,
            "evidence": review.evidence.standing().order_by("-on", "-pk"),
            "passed": review.reply_by is not None and today > review.reply_by,
            "closed": bool(review.published_at and review.replied_at),
        }  # fmt: skip


class ReplyByLink(Replying):
    """For whoever has the private link of this asking. Opening it changes nothing."""

    permission = None

    def load(self) -> ProgressReview:
        """The review of this link; a former link leads nowhere."""
        return get_object_or_404(REVIEWS.all(), reply_digest=digest_of(self.kwargs["token"]))

    def who(self) -> Actor:
        """Whoever has the link."""
        return LinkHolder(f"{ProgressReview._meta.label_lower}:{self.thing.pk}")


class ReplyAsOfficer(Replying):
    """For officers of whoever promised, signed in; for anybody else as if it were not there."""

    permission = "commitments.reply"

    def load(self) -> ProgressReview | None:  # type: ignore[override]
        """The review, once its promiser was asked; who has not signed in learns nothing."""
        if not self.actor.key.startswith("user:"):
            return None
        found = REVIEWS.filter(uuid=self.kwargs["key"], asked_at__isnull=False).first()
        if found is None or not is_officer(self.actor, found):
            raise Http404
        return found


class YourPromises(GatedView, TemplateView):
    """What the organisations promised that somebody keeps here, and what awaits their reply."""

    permission = "commitments.see_own_promises"
    template_name = "commitments/your_promises.html"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """By organisation."""
        return super().get_context_data(**kwargs) | {"owed": owed_by(self.actor, clock.today())}


class HandInEvidence(LimitedView, GatedView, FormPage):
    """An officer hands in evidence on their own promise; a steward looks before it is shown."""

    permission = "commitments.add_evidence"
    limits = (HANDING_IN,)
    form_class = EvidenceForm
    template_name = "commitments/hand_in_evidence.html"
    title = "Show how it goes with this promise"
    lede = "Whoever keeps this site looks at it before everybody can read it."
    send_words = "Hand it in"
    done_words = "Thank you. It is shown once somebody here has looked at it."
    thing: Commitment

    def load(self) -> Commitment:
        """The promise, once it was published."""
        rows = Commitment.objects.published().select_related("document", "organisation__same_as")
        return get_object_or_404(rows, uuid=self.kwargs["key"])

    def act(self, answers: dict[str, Any]) -> Any:
        """Hand it in."""
        return actions.add_evidence(by=self.actor, commitment=self.thing, **answers)

    def back(self, result: Any) -> str:
        """What their organisation promised."""
        return reverse("your_promises")

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """Of which promise."""
        return super().get_context_data(**kwargs) | {"promise": self.thing}
