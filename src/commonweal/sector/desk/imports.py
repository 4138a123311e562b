"""The desk's pages on imports: what came from where, what is under way, and what waits."""

from __future__ import annotations

import csv
import itertools
from typing import Any

from django.http import Http404, HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django_tasks.base import TaskResultStatus
from django_tasks_db.models import DBTaskResult

from commonweal.core.refused import Refused
from commonweal.intake.actions import drop_run
from commonweal.intake.choices import UNFINISHED, Standing
from commonweal.intake.described import known
from commonweal.intake.folders import rejects_of
from commonweal.intake.models import Run
from commonweal.intake.reports import progress_of, sources_now
from commonweal.sector.actions.imports import ARRIVALS
from commonweal.sector.desk.import_forms import StartForm
from commonweal.sector.desk.uploads import keep, on_this_machine
from commonweal.sector.reports.imports import Asked, Leaving, asked_after, leaving
from commonweal.sector.tasks import bring_in_later, confirm_later, resume_later
from commonweal.ui.desk import DeskButton, DeskForm, DeskPage, OnTheDesk

FIGURES = (
    ("read", "Read"),
    ("created", "New"),
    ("updated", "Changed"),
    ("unchanged", "Unchanged"),
    ("outside", "Outside the place"),
    ("rejected", "Rejected"),
    ("gone", "No longer in the source"),
)
MOVING = (Standing.READING, Standing.APPLYING)


def queued() -> int:
    """How many imports wait for the worker."""
    path = bring_in_later.module_path
    waiting = DBTaskResult.objects.filter(task_path=path, status=TaskResultStatus.READY)
    return int(waiting.count())


class Imports(DeskPage):
    """Every source and how fresh it is, what is under way, and the latest runs."""

    permission = "intake.see_runs"
    template_name = "sector/desk/imports.html"
    page_title = "Imports"
    header_icon = "download"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """Sources, runs, and whether whoever looks may start one."""
        context: dict[str, Any] = super().get_context_data(**kwargs)
        return context | {
            "sources": sources_now(),
            "runs": Run.objects.newest_first()[:30],
            "queued": queued(),
            "may_import": self.may("intake.run_import"),
        }

    def get(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        """The page, or the part of it that changes."""
        if getattr(request, "htmx", False):
            return render(request, "sector/desk/imports_now.html", self.get_context_data())
        return super().get(request, *args, **kwargs)


class StartImport(DeskForm):
    """Start an import: by a file given here, or by one that is on the server."""

    permission = "intake.run_import"
    form_class = StartForm
    template_name = "sector/desk/start_import.html"
    page_title = "Start an import"
    header_icon = "download"
    send_words = "Start it"
    done_words = "The import waits for the worker, and begins as soon as it is free."

    def get_initial(self) -> dict[str, Any]:
        """The source that the link named."""
        return {"source": self.request.GET.get("source", "")}

    def act(self, answers: dict[str, Any]) -> None:
        """Hand it to the worker."""
        source = answers["source"]
        if Run.objects.filter(source=source).unfinished().exists():
            raise Refused("A run of this source is under way or waits. End it first.")
        given = answers.get("file")
        path = keep(given)[1] if given else on_this_machine(answers["path"])
        bring_in_later.enqueue(
            user=self.whose,
            source=source,
            path=str(path),
            trial=answers["trial"],
            throw_away=bool(given),
        )

    def back(self, result: Any) -> str:
        """The list, where it appears."""
        return reverse("imports:list")


class RunPage(DeskPage):
    """One run: how far it has come, or what came of it."""

    permission = "intake.see_runs"
    template_name = "sector/desk/run.html"
    header_icon = "download"

    def load(self) -> Run:
        """The run."""
        return get_object_or_404(Run, pk=self.kwargs["pk"])

    def get_page_title(self) -> str:
        """Whose run, and when."""
        return f"Import of {self.thing.source}, {self.thing.started_at:%d %b %Y}"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """Counts, progress, what would go, and what may be done."""
        run: Run = self.thing
        step, done, total = progress_of(run)
        context: dict[str, Any] = super().get_context_data(**kwargs)
        return context | {
            "run": run,
            "figures": [(words, getattr(run, name)) for name, words in FIGURES],
            "tables": run.tables.items(),
            "moving": run.standing in MOVING,
            "step": step,
            "done": done,
            "total": total,
            "has_rejects": rejects_of(run) is not None and self.may("intake.run_import"),
            "leaving": self.leaving(run),
            "asked": self.asked(run),
            "waits": run.standing == Standing.WAITING,
            "stuck": run.standing in UNFINISHED and run.standing != Standing.WAITING,
            "may_confirm": self.may("intake.confirm_run"),
            "may_import": self.may("intake.run_import"),
        }

    def leaving(self, run: Run) -> Leaving | None:
        """Which organisations would go, while the run waits for somebody to say so."""
        return leaving(run) if run.standing == Standing.WAITING else None

    def asked(self, run: Run) -> Asked | None:
        """Which pairs it put on the review list, once it is done."""
        if run.standing != Standing.DONE or known(run.source).brings not in ARRIVALS:
            return None
        return asked_after(run, withheld=self.may("sector.see_withheld"))

    def get(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        """The page, or its part that changes while the run goes on."""
        if getattr(request, "htmx", False):
            answer = render(request, "sector/desk/run_now.html", self.get_context_data())
            if self.thing.standing not in MOVING:
                answer["HX-Refresh"] = "true"
            return answer
        return super().get(request, *args, **kwargs)


class Rejects(OnTheDesk):
    """The file of what a run set aside, and why."""

    permission = "intake.run_import"

    def load(self) -> Run:
        """The run."""
        return get_object_or_404(Run, pk=self.kwargs["pk"])

    def get(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        """Download it, made harmless for spreadsheets.

        :raises Http404: when nothing was rejected, or the file is no longer kept.
        """
        from commonweal.ui.downloads import csv_response

        path = rejects_of(self.thing)
        if path is None:
            raise Http404
        with path.open(encoding="utf-8", newline="") as handle:
            rows = list(itertools.islice(csv.reader(handle), 100_001))
        name = f"rejects of {self.thing.source} {self.thing.pk}"
        return csv_response(name, rows[0], rows[1:])


class RunButton(DeskButton):
    """Something done to one run at one press."""

    permission = "intake.confirm_run"

    def load(self) -> Run:
        """The run."""
        return get_object_or_404(Run, pk=self.kwargs["pk"])

    def back(self, result: Any) -> str:
        """The run's page."""
        return reverse("imports:run", args=[self.thing.pk])


class ConfirmRun(RunButton):
    """Let a run that waits be applied."""

    permission = "intake.confirm_run"
    done_words = "Confirmed. The worker applies it."

    def act(self) -> None:
        """Hand it to the worker.

        :raises Refused: when it does not wait.
        """
        if self.thing.standing != Standing.WAITING:
            raise Refused("This run does not wait for anybody.")
        confirm_later.enqueue(user=self.whose, run=self.thing.pk)


class DropRun(RunButton):
    """Let a run that waits go."""

    permission = "intake.confirm_run"
    done_words = "Dropped. Nothing was changed."

    def act(self) -> Run:
        """Drop it."""
        return drop_run(by=self.actor, run=self.thing)


class ResumeRun(RunButton):
    """Go on with a run whose process died."""

    permission = "intake.run_import"
    done_words = "The worker goes on with it."

    def act(self) -> None:
        """Hand it to the worker.

        :raises Refused: when it had not got so far.
        """
        if self.thing.standing not in (Standing.STAGED, Standing.APPLYING):
            raise Refused("This run cannot go on. Give the file again.")
        resume_later.enqueue(user=self.whose, run=self.thing.pk)
