"""The desk's pages on a local list: give it, say what is in it, look, bring it in."""

from __future__ import annotations

import shutil
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from django import forms
from django.http import Http404
from django.urls import reverse

from commonweal.core.refused import Refused
from commonweal.intake.models import Run
from commonweal.intake.reading.sheets import MOST_BYTES, NotASheet, Sheet, read_sheet
from commonweal.sector.actions.sheets import remember_mapping
from commonweal.sector.desk.import_forms import MappingForm, UploadForm
from commonweal.sector.desk.uploads import keep, kept
from commonweal.sector.models import Mapping
from commonweal.sector.reports.foreseeing import foresee
from commonweal.sector.sources.mapping import Columns
from commonweal.sector.sources.spreadsheet import source_name
from commonweal.sector.tasks import bring_in_later
from commonweal.ui.desk import DeskForm

SHOWN = 50


@dataclass(frozen=True)
class Given:
    """A list that was given: its token, where it is, and what is in it."""

    token: str
    path: Path
    sheet: Sheet


def given(token: str) -> Given:
    """The list that a token names.

    :raises Http404: when it is no longer kept, or cannot be read.
    """
    path = kept(token)
    if path is None:
        raise Http404
    try:
        return Given(token, path, read_sheet(path))
    except NotASheet as problem:
        raise Http404(str(problem)) from problem


class GiveSheet(DeskForm):
    """Give a list."""

    permission = "intake.run_import"
    form_class = UploadForm
    page_title = "Bring in a local list"
    header_icon = "table"
    send_words = "Go on"
    done_words = "The list was read. Now say which column holds what."

    def act(self, answers: dict[str, Any]) -> str:
        """Keep it, if it can be read as a table.

        :raises Refused: saying why it cannot.
        """
        token, path = keep(answers["file"], MOST_BYTES)
        try:
            read_sheet(path)
        except NotASheet as problem:
            shutil.rmtree(path.parent, ignore_errors=True)
            raise Refused(str(problem), field="file") from problem
        return token

    def back(self, result: Any) -> str:
        """On to the columns."""
        return reverse("imports:map", args=[result])


class MapSheet(DeskForm):
    """Say whose list it is and which column holds what; it is remembered by name."""

    permission = "intake.run_import"
    form_class = MappingForm
    template_name = "sector/desk/map_sheet.html"
    page_title = "Which column holds what"
    header_icon = "table"
    send_words = "Show what would come of it"
    done_words = "The columns are remembered."

    def load(self) -> Given:
        """The list."""
        return given(self.kwargs["token"])

    def chosen(self) -> Mapping | None:
        """The mapping of an earlier time that was asked for."""
        name = self.request.GET.get("as", "")
        return Mapping.objects.filter(name=name).first() if name else None

    def get_initial(self) -> dict[str, Any]:
        """As it was the last time."""
        before = self.chosen()
        if before is None:
            return {}
        return {
            "name": before.name,
            "owner": before.owner,
            "licence": before.licence,
            "all_here": bool(before.columns.get("all_here")),
        }

    def get_form_kwargs(self) -> dict[str, Any]:
        """The columns there are, and those chosen the last time."""
        before = self.chosen()
        columns = Columns.kept(before.columns) if before else None
        return super().get_form_kwargs() | {"sheet": self.thing.sheet, "columns": columns}

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """The mappings that are remembered."""
        context: dict[str, Any] = super().get_context_data(**kwargs)
        names = Mapping.objects.order_by("name").values_list("name", flat=True)
        return context | {"mappings": names, "rows": len(self.thing.sheet.rows)}

    def form_valid(self, form: forms.Form) -> Any:
        """Remember the mapping and go on to the preview."""
        assert isinstance(form, MappingForm)
        form.cleaned_data["columns"] = form.columns()
        return super().form_valid(form)

    def act(self, answers: dict[str, Any]) -> Mapping:
        """Remember it."""
        said = {name: answers[name] for name in ("name", "owner", "licence", "columns")}
        return remember_mapping(by=self.actor, **said)

    def back(self, result: Any) -> str:
        """On to the preview."""
        return reverse("imports:preview", args=[self.thing.token, result.pk])


class PreviewSheet(DeskForm):
    """What would come of each row; nothing has been changed yet."""

    permission = "intake.run_import"
    form_class = forms.Form
    template_name = "sector/desk/preview_sheet.html"
    page_title = "What would come of it"
    header_icon = "table"
    send_words = "Bring it in"
    done_words = (
        "The list waits for the worker, and is brought in as soon as it is free. Its run, below, "
        "then says what came of it and whom to look at."
    )

    def load(self) -> tuple[Given, Mapping]:
        """The list and its mapping."""
        mapping = Mapping.objects.filter(pk=self.kwargs["mapping"]).first()
        if mapping is None:
            raise Http404
        return given(self.kwargs["token"]), mapping

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """What would come of the list, and what was left out of it."""
        context: dict[str, Any] = super().get_context_data(**kwargs)
        held, mapping = self.thing
        missing = Columns.kept(mapping.columns).missing(held.sheet)
        found = None if missing else foresee(held.sheet, mapping)
        return context | {
            "mapping": mapping,
            "token": held.token,
            "missing": missing,
            "notes": held.sheet.notes,
            "found": found,
            "shown": SHOWN,
        }

    def act(self, answers: dict[str, Any]) -> None:
        """Hand it to the worker.

        :raises Refused: while another run of this list is under way, or a column is missing.
        """
        (held, mapping), source = self.thing, source_name(self.thing[1].name)
        missing = Columns.kept(mapping.columns).missing(held.sheet)
        if missing:
            raise Refused(f"The list lacks the columns {', '.join(missing)}.")
        if Run.objects.filter(source=source).unfinished().exists():
            raise Refused("A run of this list is under way or waits. End it first.")
        bring_in_later.enqueue(
            user=self.whose,
            source=source,
            path=str(held.path),
            trial=False,
            throw_away=True,
        )

    def back(self, result: Any) -> str:
        """The list of imports, where it appears."""
        return reverse("imports:list")
