"""What is written, as the public reads it: the list, one of them, its versions, its files.

The public reads versions, whole as they were published; never what is being written.
"""

from __future__ import annotations

from functools import cached_property
from typing import Any, ClassVar

from django.http import FileResponse, Http404
from django.shortcuts import get_object_or_404
from django.views.generic import TemplateView, View

from commonweal.commitments.changes import changes, part_words
from commonweal.commitments.choices import AGREEMENTS, DocumentStanding, Face
from commonweal.commitments.models import Document, File, Paragraph, Version
from commonweal.commitments.reading import sections
from commonweal.commitments.reports.published import (
    hidden_again,
    last_versions,
    reworded,
    shelves,
    versions_seen,
    whole_as_shown,
    wordings,
)
from commonweal.commitments.reports.trace import points_behind_paragraph
from commonweal.commitments.reports.whole import Whole
from commonweal.core import clock
from commonweal.core.gates import GatedView
from commonweal.core.permissions import allowed
from commonweal.sector.choices import Side
from commonweal.ui.differing import pieces

OVER = (DocumentStanding.SUPERSEDED, DocumentStanding.CLOSED)


class Promises(GatedView, TemplateView):
    """All that was published: what is talked about now, what is in force, what is over."""

    permission: ClassVar[str | None] = None
    template_name = "commitments/promises.html"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """The shelves."""
        words = {"section": "promises", "shelves": shelves()}
        return super().get_context_data(**kwargs) | words


class OfDocument(GatedView, TemplateView):
    """A page about one document that the public sees."""

    permission: ClassVar[str | None] = None
    thing: Version

    def load(self) -> Version:
        """Its last version."""
        rows = last_versions().select_related(
            "document__easy_read", "document__succeeded_by", "document__call__election"
        )
        return get_object_or_404(rows, document__slug=self.kwargs["slug"])

    @property
    def document(self) -> Document:
        """The document itself. What is being written in it is not for this page."""
        return self.thing.document

    @cached_property
    def whole(self) -> Whole:
        """What the last version says."""
        return whole_as_shown(self.thing)

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """What every such page says."""
        return super().get_context_data(**kwargs) | {
            "section": "promises", "document": self.document, "last": self.thing,
            "title": self.whole.title, "face": Face(self.whole.face).label,
            "slug": self.document.slug,
        }  # fmt: skip

    def body_of(self, version: Version, whole: Whole) -> dict[str, Any]:
        """What is needed to show a version whole."""
        sides = ((side.label, [p for p in whole.parties if p.side == side]) for side in Side)
        return {
            "version": version, "whole": whole, "parts": sections(whole),
            "sides": [(label, rows) for label, rows in sides if rows],
            "bound": version.standing == DocumentStanding.ADOPTED,
        }  # fmt: skip


class DocumentPage(OfDocument):
    """A strategy, Compact, Covenant or call, to be read like a good report."""

    permission = None
    template_name = "commitments/document.html"

    def load(self) -> Version:
        """Its last version; of what was taken back, to say so and no more."""
        try:
            return super().load()
        except Http404:
            hidden = hidden_again(self.kwargs["slug"])
            if hidden is None:
                raise
            self.template_name = "commitments/taken_back.html"
            return hidden

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """The last version, how it stands and what else there is of it."""
        if self.document.standing == DocumentStanding.DRAFT:
            return self.as_taken_back(**kwargs)
        document, today = self.document, clock.today()
        over = document.standing in OVER
        successor = document.succeeded_by
        open_now = list(document.consultations.open_on(today).order_by("closes_on"))
        asked = document.consultations.public().exclude(pk__in=[one.pk for one in open_now])
        known = successor and Document.objects.public().filter(pk=successor.pk).exists()
        return super().get_context_data(**kwargs) | self.body_of(self.thing, self.whole) | {
            "open": open_now, "asked": list(asked.order_by("closes_on", "pk")),
            "agreement": document.face in AGREEMENTS,
            "why_over": document.standing_changes.order_by("-pk").first() if over else None,
            "successor": successor if known else None,
            "easy_read": getattr(document.easy_read, "public", False) and document.easy_read,
            "call": getattr(document, "call", None),
            "earlier": self.thing.number > 1, "reworded": reworded(self.thing),
        }  # fmt: skip

    def as_taken_back(self, **kwargs: Any) -> dict[str, Any]:
        """When and why it was taken back, and where people said what they think of it."""
        changes = self.document.standing_changes.filter(standing=DocumentStanding.DRAFT)
        return super().get_context_data(**kwargs) | {
            "taken_back": changes.order_by("-pk").first(),
            "asked": self.document.consultations.public().order_by("number"),
        }


class Versions(OfDocument):
    """Every version that was published, the newest first."""

    permission = None
    template_name = "commitments/versions.html"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """The versions, without what they say."""
        rows = self.document.versions.order_by("-number").defer("body")
        return super().get_context_data(**kwargs) | {"versions": rows}


class OneVersion(OfDocument):
    """One version, as it was published."""

    permission = None
    template_name = "commitments/document.html"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """What it says."""
        version = self.numbered(self.kwargs["number"])
        whole = whole_as_shown(version)
        words = {"old": version.number != self.thing.number, "title": whole.title}
        return super().get_context_data(**kwargs) | self.body_of(version, whole) | words

    def numbered(self, number: int) -> Version:
        """The version of a number."""
        rows = versions_seen().select_related("document")
        return get_object_or_404(rows, document=self.document, number=number)


class VersionChanges(OneVersion):
    """What differs between a version and the one before, or another, part by part."""

    permission = None
    template_name = "commitments/changes.html"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """The differences."""
        after = self.numbered(self.kwargs["number"])
        before = self.numbered(self.kwargs["before"])
        if before.number >= after.number:
            raise Http404
        found = changes(whole_as_shown(before), whole_as_shown(after))
        words = {"before": before, "after": after, "changes": found}
        return super(OneVersion, self).get_context_data(**kwargs) | words


class ParagraphHistory(OfDocument):
    """How one part was worded in the versions that were published, and what people said to it."""

    permission = None
    template_name = "commitments/paragraph.html"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """Each wording, run into the one before."""
        found = wordings(self.document, str(self.kwargs["key"]))
        if not found:
            raise Http404
        texts = [part_words(w.part) if w.part else "" for w in found]
        before = [texts[0], *texts]
        rows = [(w, pieces(*two)) for w, *two in zip(found, before, texts, strict=False)]
        named = next(w.part for w in reversed(found) if w.part)
        in_it = any(part.key == named.key for part in self.whole.all())
        held = Paragraph.objects.filter(document=self.document, key=named.key).first()
        behind = points_behind_paragraph(held) if held else ()
        words = {"rows": rows[::-1], "part": named, "in_it": in_it, "behind": behind}
        return super().get_context_data(**kwargs) | words


class FileDownload(GatedView, View):
    """A file to keep: a public one for anybody, any other for those who read what is handed in."""

    permission: ClassVar[str | None] = None
    thing: File

    def load(self) -> File:
        """The file, as if there were none for who may not know of it."""
        found = get_object_or_404(File, uuid=self.kwargs["key"])
        if not found.public and not allowed(self.actor, "commitments.see_submissions", found):
            raise Http404
        return found

    def get(self, request: Any, **kwargs: Any) -> FileResponse:
        """The file, never to be opened in place of a page."""
        response = FileResponse(
            self.thing.file.open("rb"), as_attachment=True, filename=self.thing.name,
            content_type=self.thing.kind,
        )  # fmt: skip
        response["X-Content-Type-Options"] = "nosniff"
        response["Content-Security-Policy"] = "sandbox; default-src 'none'"
        if not self.thing.public:
            response["Cache-Control"] = "no-store"
        return response
