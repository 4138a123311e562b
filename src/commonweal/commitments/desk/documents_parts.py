"""The staff desk's screens for one part: writing it, moving it, its remarks and wordings."""

from __future__ import annotations

from itertools import pairwise
from typing import Any

from django import forms
from django.shortcuts import get_object_or_404
from django.urls import reverse

from commonweal.commitments import actions
from commonweal.commitments.desk import documents_forms as asked
from commonweal.commitments.desk.documents import (
    WRITE,
    AboutDocument,
    Previewed,
    TwoWriters,
    page_of,
)
from commonweal.commitments.models import Document, Paragraph, ParagraphVersion, Remark
from commonweal.ui.desk import DeskButton, DeskForm
from commonweal.ui.differing import Piece, pieces


def at(paragraph: Paragraph) -> str:
    """Where a part stands on its document's screen."""
    return f"{page_of(paragraph.document)}#part-{paragraph.pk}"


class AskingWhy(AboutDocument, DeskForm):
    """A form that asks why, once its document was adopted."""

    permission = WRITE

    def get_form(self, form_class: Any = None) -> Any:
        """With the reason where one is needed."""
        form = super().get_form(form_class)
        if isinstance(form, asked.WithReason):
            form.ask_why(self.document)
        return form


class AboutPart(AskingWhy):
    """A screen about one part."""

    permission = WRITE

    def load(self) -> Paragraph:
        """The part."""
        rows = Paragraph.objects.select_related("document", "parent")
        return get_object_or_404(rows, pk=self.kwargs["pk"])

    @property
    def document(self) -> Document:
        """The document it is of."""
        found: Document = self.thing.document
        return found

    def get_page_subtitle(self) -> str:
        """Which."""
        return str(self.thing)

    def back(self, result: Any) -> str:
        """Where it stands."""
        return at(self.thing)


class AddPart(Previewed, AskingWhy):
    """A new part: at the top, or below the one that is named."""

    permission = WRITE
    form_class = asked.Add
    template_name = "commitments/desk/write.html"
    page_title = "Add a part"
    header_icon = "plus"
    send_words = "Add it"
    done_words = "Added."

    @property
    def parent(self) -> Paragraph | None:
        """What it is to lie in."""
        key = self.request.GET.get("in", "")
        if not key.isdecimal():
            return None
        return get_object_or_404(self.document.paragraphs.standing(), pk=int(key))

    def get_form(self, form_class: Any = None) -> Any:
        """With the kinds that may lie there."""
        form = super().get_form(form_class)
        form.offer(self.parent)
        return form

    def get_page_subtitle(self) -> str:
        """Where."""
        return f"In “{self.parent}”" if self.parent else "At the top"

    def act(self, answers: dict[str, Any]) -> Paragraph:
        """Add it."""
        return actions.add_paragraph(
            by=self.actor, document=self.document, parent=self.parent, **answers
        )

    def back(self, result: Paragraph) -> str:
        """Where it stands."""
        return at(result)


class WritePart(Previewed, TwoWriters, AboutPart):
    """The words of a part, with what was remarked beside it and how it was worded before."""

    permission = WRITE
    form_class = asked.Write
    template_name = "commitments/desk/write.html"
    page_title = "Write"
    header_icon = "edit"

    def get_initial(self) -> dict[str, Any]:
        """What is kept, and the point from which one comes here to answer it."""
        part = self.thing
        kept = {name: getattr(part, name) for name in ("edition", "heading", "text", "code")}
        return kept | {"point": self.request.GET.get("point", "")}

    def get_form(self, form_class: Any = None) -> Any:
        """With the points that a change may answer."""
        form = super().get_form(form_class)
        form.offer(self.document)
        return form

    def now(self) -> tuple[int, dict[str, str]]:
        """What is kept now."""
        kept = Paragraph.objects.get(pk=self.thing.pk)
        return kept.edition, {name: getattr(kept, name) for name in ("heading", "text", "code")}

    def act(self, answers: dict[str, Any]) -> ParagraphVersion:
        """Save it as one version more."""
        return self.saved(
            lambda: actions.change_paragraph(by=self.actor, paragraph=self.thing, **answers)
        )

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """With remarks and earlier wordings."""
        context = super().get_context_data(**kwargs)
        return context | {
            "part": self.thing, "both": self.both(context["form"]),
            "remarks": self.thing.remarks.order_by("settled_at", "-at"),
            "wordings": wordings_of(self.thing), "overtaken": self.theirs is not None,
        }  # fmt: skip


def wordings_of(paragraph: Paragraph) -> list[tuple[ParagraphVersion, tuple[Piece, ...]]]:
    """The last versions of a part, the newest first, each run into the one before it."""
    rows = list(paragraph.versions.select_related("point").order_by("-edition")[:21])[::-1]
    texts = ["" if rows and rows[0].edition == 1 else None, *(said(v) for v in rows)]
    told = [(v, pieces(b or "", a or "")) for v, (b, a) in zip(rows, pairwise(texts), strict=True)]
    return told[::-1][:20]


def said(version: ParagraphVersion) -> str:
    """All that a version says."""
    if version.taken_out:
        return ""
    return "\n\n".join(filter(None, [version.heading, version.text]))


class MovePart(AboutPart):
    """Where a part is to stand."""

    permission = WRITE
    form_class = asked.Move
    page_title = "Move"
    header_icon = "arrow-right"
    send_words = "Move it"
    done_words = "Moved, with all that lies in it. It keeps its number."

    def get_form(self, form_class: Any = None) -> Any:
        """With every place where it may stand."""
        form = super().get_form(form_class)
        rows = self.document.paragraphs.standing().in_order().select_related("parent")
        form.offer(self.thing, rows)
        return form

    def act(self, answers: dict[str, Any]) -> Paragraph:
        """Move it."""
        within, before = answers["place"].split(":")
        parts = self.document.paragraphs.in_bulk([int(within), int(before)])
        return actions.move_paragraph(
            by=self.actor, paragraph=self.thing, parent=parts.get(int(within)),
            before=parts.get(int(before)), reason=answers["reason"],
        )  # fmt: skip


class TakeOutPart(AboutPart):
    """Take a part out, with all that lies in it."""

    permission = WRITE
    form_class = asked.TakeOut
    page_title = "Take out"
    header_icon = "bin"
    send_words = "Take it out"
    done_words = "Taken out, with all that lay in it. It can be put back from the end of this page."

    def get_initial(self) -> dict[str, Any]:
        """The edition that is read."""
        return {"edition": self.thing.edition}

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """What goes with it."""
        intro = "All that lies in it goes with it. Nothing is lost: it can be put back."
        return super().get_context_data(**kwargs) | {"intro": intro}

    def act(self, answers: dict[str, Any]) -> Paragraph:
        """Take it out."""
        return actions.take_out_paragraph(by=self.actor, paragraph=self.thing, **answers)

    def back(self, result: Any) -> str:
        """The document."""
        return page_of(self.document)


class PutBackPart(AboutPart):
    """Put back an earlier wording, or a part that was taken out."""

    permission = WRITE
    form_class: type[forms.Form] = asked.TakeOut
    template_name = "commitments/desk/put_back.html"
    page_title = "Put back as it was"
    header_icon = "undo"
    send_words = "Put it back"
    done_words = "Put back as it was. This too is a version, and can be undone."

    @property
    def version(self) -> ParagraphVersion:
        """The wording that is put back: the one that is named, or the last before it went."""
        rows = self.thing.versions.order_by("-edition")
        if edition := self.request.GET.get("edition", ""):
            return get_object_or_404(rows, edition=int(edition) if edition.isdecimal() else 0)
        return get_object_or_404(rows[:1])

    def get_initial(self) -> dict[str, Any]:
        """The edition that is read."""
        return {"edition": self.thing.edition}

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """From what is there now to what would be."""
        part, version = self.thing, self.version
        now = "" if part.taken_out_at else "\n\n".join(filter(None, [part.heading, part.text]))
        then = "\n\n".join(filter(None, [version.heading, version.text]))
        words = {"part": part, "version": version, "pieces": pieces(now, then)}
        return super().get_context_data(**kwargs) | words

    def act(self, answers: dict[str, Any]) -> ParagraphVersion:
        """Put it back."""
        return actions.put_back_paragraph(
            by=self.actor, paragraph=self.thing, version=self.version, **answers
        )


class SayBeside(AboutPart):
    """Say something beside a part to those who write."""

    permission = WRITE
    form_class = asked.Remark
    page_title = "Say something beside it"
    header_icon = "comment"
    send_words = "Say it"
    done_words = "Said. Everybody who writes sees it beside this part; the public never does."

    def act(self, answers: dict[str, Any]) -> Remark:
        """Say it."""
        return actions.remark(by=self.actor, paragraph=self.thing, text=answers["text"])

    def back(self, result: Any) -> str:
        """The part."""
        return reverse("commitments_desk:write_part", args=[self.thing.pk])


class SettleRemark(DeskButton):
    """Say that a remark is dealt with."""

    permission = WRITE
    done_words = "Settled."
    thing: Remark

    def load(self) -> Remark:
        """The remark."""
        return get_object_or_404(Remark, pk=self.kwargs["pk"])

    def act(self) -> Remark:
        """Settle it."""
        return actions.settle_remark(by=self.actor, remark=self.thing)

    def back(self, result: Any) -> str:
        """The part it stands beside."""
        return reverse("commitments_desk:write_part", args=[self.thing.paragraph_id])
