"""The staff desk's screens for strategies, Compacts, Covenants and calls: the list, one of them."""

from __future__ import annotations

from typing import Any

import django_filters
from django import forms
from django.db.models import QuerySet
from django.shortcuts import get_object_or_404
from django.urls import reverse
from wagtail.admin.filters import WagtailFilterSet
from wagtail.admin.ui.tables import Column, TitleColumn
from wagtail.admin.widgets.button import HeaderButton

from commonweal.commitments import actions
from commonweal.commitments.actions.freezing import OVER
from commonweal.commitments.actions.writing import Overtaken
from commonweal.commitments.choices import DocumentStanding, Face
from commonweal.commitments.desk.documents_forms import Begin, Describe
from commonweal.commitments.desk.documents_tree import rows_of
from commonweal.commitments.models import Document
from commonweal.commitments.reports.whole import whole_of
from commonweal.ui.desk import DeskForm, DeskList, DeskPage
from commonweal.ui.differing import pieces
from commonweal.ui.words import long_day

SEE, WRITE, PUBLISH = "commitments.see_desk", "commitments.write", "commitments.publish"


def page_of(document: Document) -> str:
    """Its screen."""
    return reverse("commitments_desk:document", args=[document.pk])


class DocumentFilters(WagtailFilterSet):
    """What the list can be narrowed to."""

    face = django_filters.ChoiceFilter(label="What it is", choices=Face.choices)
    standing = django_filters.ChoiceFilter(label="Stands", choices=DocumentStanding.choices)

    class Meta:
        model = Document
        fields: list[str] = []


class DocumentList(DeskList):
    """All that is written, the newest first."""

    permission = SEE
    model = Document
    page_title = "What is written"
    header_icon = "doc-full"
    index_url_name = "commitments_desk:documents"
    index_results_url_name = "commitments_desk:documents_results"
    is_searchable = True
    verbose_name_plural = "strategies, Compacts, Covenants and calls"
    filterset_class = DocumentFilters
    columns = [
        TitleColumn("title", label="Title", get_url=page_of),
        Column("face", label="What it is", accessor="get_face_display"),
        Column("standing", label="Stands", accessor="get_standing_display"),
        Column("begun", label="Begun", accessor=lambda d: long_day(d.begun_at)),
    ]

    def get_base_queryset(self) -> QuerySet[Any]:
        """All of them."""
        return Document.objects.order_by("-begun_at", "-pk")

    def found(self, queryset: QuerySet[Any], words: str) -> QuerySet[Any]:
        """By a part of the title."""
        return queryset.filter(title__icontains=words)

    @property
    def header_buttons(self) -> list[Any]:
        """Begin one."""
        if not self.may(WRITE):
            return []
        address = reverse("commitments_desk:begin_document")
        return [HeaderButton("Begin one", address, icon_name="plus")]


class AboutDocument:
    """Loads the document that a screen is about."""

    kwargs: dict[str, Any]
    thing: Any

    def load(self) -> Any:
        """The document."""
        return get_object_or_404(Document, pk=self.kwargs["pk"])

    @property
    def document(self) -> Document:
        """The document."""
        found: Document = self.thing
        return found

    def between(self) -> list[dict[str, str]]:
        """The way back."""
        return [
            {"url": reverse("commitments_desk:documents"), "label": DocumentList.page_title},
            {"url": page_of(self.document), "label": self.document.title},
        ]

    def get_page_subtitle(self) -> str:
        """Of what."""
        return str(self.document.title)

    def back(self, result: Any) -> str:
        """Its screen."""
        return page_of(self.document)


class DocumentScreen(AboutDocument, DeskPage):
    """One document as it is written: its parts in their tree, who signed, how it stands."""

    permission = SEE
    template_name = "commitments/desk/document.html"
    header_icon = "doc-full"

    def get_page_title(self) -> str:
        """Its title."""
        return self.document.title

    def get_page_subtitle(self) -> str:
        """No more than its title."""
        return ""

    def between(self) -> list[dict[str, str]]:
        """The list."""
        return super().between()[:1]

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """All of it, and what may be done."""
        document = self.document
        last = document.versions.order_by("-number").defer("body").first()
        over = document.standing in OVER
        return super().get_context_data(**kwargs) | {
            "document": document, "rows": list(rows_of(document)), "last": last,
            "taken_out": document.paragraphs.exclude(taken_out_at=None).order_by("-taken_out_at"),
            "parties": document.parties.order_by("side", "name", "pk"),
            "history": document.standing_changes.order_by("-pk"),
            "unpublished": last is not None and last.digest != whole_of(document).digest,
            "may_write": self.may(WRITE) and not over,
            "may_publish": self.may(PUBLISH) and not over,
            "seen": Document.objects.public().filter(pk=document.pk).exists(),
        }  # fmt: skip


class BeginDocument(DeskForm):
    """Begin a strategy, Compact, Covenant or call, from nothing or from a shape."""

    permission = WRITE
    form_class = Begin
    page_title = "Begin a strategy, Compact, Covenant or call"
    header_icon = "doc-full"
    send_words = "Begin it"
    done_words = "Begun. It is a draft, which nobody outside sees."

    def between(self) -> list[dict[str, str]]:
        """The list."""
        return [{"url": reverse("commitments_desk:documents"), "label": DocumentList.page_title}]

    def act(self, answers: dict[str, Any]) -> Document:
        """Begin it."""
        return actions.begin_document(by=self.actor, **answers)

    def back(self, result: Document) -> str:
        """Its screen."""
        return page_of(result)


class TwoWriters:
    """A form for words that somebody else may be changing too: both texts are shown, none lost."""

    theirs: dict[str, str] | None = None
    form: Any
    request: Any

    def now(self) -> tuple[int, dict[str, str]]:
        """The edition that is kept now, with its words by field."""
        raise NotImplementedError

    def form_invalid(self, form: forms.Form) -> Any:
        """Where it was overtaken, what is kept now beside what was typed, to save once more."""
        if self.theirs is not None:
            form.data = {**form.data.dict(), "edition": str(self.now()[0])}  # type: ignore[attr-defined]
        return super().form_invalid(form)  # type: ignore[misc]

    def saved(self, save: Any) -> Any:
        """The result of saving; when somebody was quicker, their words are kept for the page.

        :raises Refused: as the action does.
        """
        try:
            return save()
        except Overtaken:
            self.theirs = self.now()[1]
            raise

    def both(self, form: forms.Form) -> list[dict[str, Any]]:
        """Field by field, what is kept now, what was typed, and the difference."""
        if self.theirs is None:
            return []
        typed = {name: str(form.data.get(name, "")).replace("\r\n", "\n") for name in self.theirs}
        return [
            {
                "label": form.fields[name].label, "theirs": theirs, "yours": typed[name],
                "pieces": pieces(theirs, typed[name]),
            }
            for name, theirs in self.theirs.items()
            if theirs != typed[name]
        ]  # fmt: skip


class Previewed:
    """A form whose texts can be looked at before they are saved, without script."""

    text_field = "text"
    request: Any

    def post(self, request: Any, *args: Any, **kwargs: Any) -> Any:
        """Show it, where that was asked; else save it."""
        if "preview" not in request.POST:
            return super().post(request, *args, **kwargs)  # type: ignore[misc]
        form = self.get_form()  # type: ignore[attr-defined]
        form.is_valid()
        form.errors.clear()
        words = {"form": form, "previewed": True, "preview": form.data.get(self.text_field, "")}
        return self.render_to_response(self.get_context_data(**words))  # type: ignore[attr-defined]


class DescribeDocument(Previewed, TwoWriters, AboutDocument, DeskForm):
    """What a document is called and about, and its foreword."""

    permission = WRITE
    form_class = Describe
    template_name = "commitments/desk/write.html"
    page_title = "Title, years and foreword"
    header_icon = "doc-full"
    text_field = "foreword"

    def get_initial(self) -> dict[str, Any]:
        """What is kept."""
        return {
            name: getattr(self.document, name) for name in Describe.base_fields if name != "reason"
        }

    def get_form(self, form_class: Any = None) -> Any:
        """With the reason where one is needed."""
        form = super().get_form(form_class)
        form.ask_why(self.document)
        return form

    def now(self) -> tuple[int, dict[str, str]]:
        """What is kept now."""
        kept = Document.objects.get(pk=self.document.pk)
        names = ("title", "summary", "foreword", "foreword_by")
        return kept.edition, {name: getattr(kept, name) for name in names}

    def act(self, answers: dict[str, Any]) -> Document:
        """Save it."""
        return self.saved(
            lambda: actions.describe_document(by=self.actor, document=self.document, **answers)
        )

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """With both texts, where there are two."""
        context = super().get_context_data(**kwargs)
        return context | {"both": self.both(context["form"])}
