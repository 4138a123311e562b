"""What the pages about agreements have in common: which agreement, which event, a press."""

from __future__ import annotations

from typing import Any

from django.http import Http404
from django.shortcuts import get_object_or_404

from commonweal.commitments.choices import AGREEMENTS
from commonweal.commitments.models import Document, Event
from commonweal.commitments.querysets import of_withheld
from commonweal.core.actions import name_of
from commonweal.core.actors import LinkHolder
from commonweal.core.limits import Limit, LimitedView
from commonweal.core.permissions import allowed
from commonweal.ui.acting import Press

AN_HOUR = 3_600
KEEPING = Limit("agreements", times=120, seconds=AN_HOUR)


def agreement_of(slug: str) -> Document:
    """The Compact or Covenant of this address that the public may read.

    :raises Http404: when there is none.
    """
    return get_object_or_404(Document.objects.public().filter(face__in=AGREEMENTS), slug=slug)


class OfAgreement:
    """Loads the agreement that an address names."""

    actor: Any
    kwargs: dict[str, Any]
    document: Document

    def load(self) -> Any:
        """The agreement; a view about something of it finds that and remembers this."""
        self.document = agreement_of(self.kwargs["slug"])
        return self.document

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """The agreement, for every page."""
        context: dict[str, Any] = super().get_context_data(**kwargs)  # type: ignore[misc]
        return {"document": self.document, "section": "promises", **context}


class OfEvent:
    """Loads an event: by its private link, or for officers of its body. To others there is none."""

    actor: Any
    kwargs: dict[str, Any]
    thing: Any

    def load(self) -> Event:
        """The event."""
        rows = Event.objects.select_related("organisation").exclude(of_withheld())
        if "token" in self.kwargs:
            found = get_object_or_404(rows.by_link(self.kwargs["token"]))
            self.actor = LinkHolder(name_of(found))
            return found
        found = get_object_or_404(rows, uuid=self.kwargs["key"])
        known = self.actor.key != "visitor"
        if known and not self.may("commitments.reply", found):
            raise Http404
        return found

    def may(self, permission: str, thing: Any = None) -> bool:
        """Whether whoever looks may do this too, so that the page offers it."""
        return allowed(self.actor, permission, thing or self.thing)


class LimitedPress(LimitedView, Press):
    """Something done at one press, so often in an hour."""

    limits = (KEEPING,)
