"""What was logged under an agreement, as everybody reads it."""

from __future__ import annotations

from typing import Any

from django.core.paginator import Paginator
from django.db.models import Prefetch
from django.shortcuts import get_object_or_404
from django.views.generic import TemplateView

from commonweal.commitments.models import Disclosure, Document, Event, Evidence
from commonweal.commitments.reports.facts import events_under, facts_of_event
from commonweal.commitments.views.agreements import OfAgreement
from commonweal.core.actors import Actor
from commonweal.core.gates import GatedView
from commonweal.core.permissions import allowed
from commonweal.sector.choices import MemberRole
from commonweal.sector.models import Member, Organisation

AT_A_TIME = 20


def bodies_kept_by(actor: Actor, document: Document) -> list[Organisation]:
    """The parties to an agreement whose pages somebody keeps, and for which they may log."""
    mine = Member.objects.standing().of(actor).who_may(MemberRole.OWNER, MemberRole.EDITOR)
    signed = document.parties.filter(signed_on__isnull=False, left_on=None)
    kept = Organisation.objects.filter(pk__in=mine.values("organisation"), withheld=False)
    return list(kept.filter(pk__in=signed.values("organisation")).order_by("name", "pk"))


class Events(OfAgreement, GatedView, TemplateView):
    """All that was logged and may be seen, the newest first, with facts, reasons and replies."""

    permission = None
    template_name = "commitments/events.html"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """A page of them, what groups agreed to tell, and the yearly reviews."""
        mine = Evidence.objects.published().standing().filter(commitment__document=self.document)
        facts = Prefetch("evidence", mine.select_related("commitment").order_by("pk"), "facts")
        rows = events_under(self.document).published().prefetch_related(facts)
        page = Paginator(rows, AT_A_TIME).get_page(self.request.GET.get("page"))
        return super().get_context_data(**kwargs) | {
            "page": page,
            "told": Disclosure.objects.published()
            .filter(concern__document=self.document, concern__partner__withheld=False)
            .exclude(concern__partner__same_as__withheld=True)
            .select_related("concern__partner")
            .order_by("-published_at", "-pk"),
            "years": self.document.year_reviews.published().order_by("-starts_on"),
            "mine": bodies_kept_by(self.actor, self.document),
        }


class EventPage(OfAgreement, GatedView, TemplateView):
    """One event: its facts by undertaking, the reason and the reply."""

    permission = None
    template_name = "commitments/event.html"
    thing: Event

    def load(self) -> Event:
        """The event, where everybody may see it."""
        super().load()
        rows = events_under(self.document).published()
        found: Event = get_object_or_404(rows, uuid=self.kwargs["key"])
        return found

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """What it shows of this agreement."""
        facts = [f for f in facts_of_event(self.thing) if f.commitment.document == self.document]
        return super().get_context_data(**kwargs) | {
            "event": self.thing,
            "facts": facts,
            "is_mine": allowed(self.actor, "commitments.reply", self.thing),
        }
