"""One promise, and how far all of them have come, for everybody to read."""

from __future__ import annotations

from typing import Any

from django.http import Http404
from django.shortcuts import get_object_or_404
from django.views.generic import TemplateView

from commonweal.commitments.choices import DocumentStanding
from commonweal.commitments.models import Commitment, Document
from commonweal.commitments.reports.progress import progress_of
from commonweal.commitments.reports.promise import promise_told
from commonweal.core import clock
from commonweal.core.gates import GatedView


class OnePromise(GatedView, TemplateView):
    """A promise in its exact words: evidence and reply side by side, the judgement, its history."""

    permission = None
    template_name = "commitments/promise.html"
    thing: Commitment

    def load(self) -> Commitment:
        """The promise, where it and what it stands in were published."""
        rows = Commitment.objects.published().select_related(
            "document", "paragraph", "organisation__same_as", "measure", "succeeded_by"
        )
        found = get_object_or_404(rows, uuid=self.kwargs["key"], document__slug=self.kwargs["slug"])
        if not Document.objects.public().filter(pk=found.document_id).exists():
            raise Http404
        return found

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """All that is public of it."""
        told = promise_told(self.thing)
        return super().get_context_data(**kwargs) | {
            "told": told, "promise": self.thing, "section": "promises",
        }  # fmt: skip


class HowFar(GatedView, TemplateView):
    """How far what was adopted has come: counted, never judged."""

    permission = None
    template_name = "commitments/progress.html"
    thing: Document

    def load(self) -> Document:
        """The document, once it was adopted."""
        rows = Document.objects.public().exclude(standing=DocumentStanding.CONSULTING)
        return get_object_or_404(rows, slug=self.kwargs["slug"])

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """By priority, and over time."""
        return super().get_context_data(**kwargs) | {
            "document": self.thing, "progress": progress_of(self.thing, clock.today()),
            "section": "promises",
        }  # fmt: skip
