"""Match a list: anyone gives names, looks at the doubtful ones, and takes the list back."""

from __future__ import annotations

import datetime as dt
import shutil
from typing import Any

from django import forms
from django.core.paginator import Paginator
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import redirect, render
from django.urls import reverse
from django_tasks.base import TaskResultStatus
from django_tasks_db.models import DBTaskResult

from commonweal.core import clock
from commonweal.core.actors import LinkHolder, Robot
from commonweal.core.gates import GatedView
from commonweal.core.limits import Limit, LimitedView
from commonweal.core.permissions import allowed
from commonweal.core.refused import Refused
from commonweal.core.tokens import digest_of, new_token
from commonweal.intake.reading.sheets import NotASheet, Sheet, read_sheet
from commonweal.intake.reading.unpacking_size import unpacked_bytes
from commonweal.sector import actions
from commonweal.sector.choices import MatchAnswer, Matching
from commonweal.sector.forms.matching import ChooseColumnsForm, GiveListForm
from commonweal.sector.keeping_files import keep, kept
from commonweal.sector.matching_sheets import KEPT
from commonweal.sector.models import MatchList
from commonweal.sector.reports.matched import Decision, answers_of, decisions
from commonweal.sector.tasks import match_later
from commonweal.sector.views.taking import as_csv, as_workbook
from commonweal.ui.acting import FormPage

# Visitors may write nothing, so what anyone gives is written down by a robot.
RECEIVER = Robot("list-receiver")
GIVING = Limit("match-give", 12, 3600)
DECIDING = Limit("match-decide", 400, 3600)
TAKING = Limit("match-take", 120, 3600)
MEGABYTE = 1024 * 1024
# For anyone, and for staff: bytes as they are sent, bytes unpacked, rows.
ANYONES, STAFFS = (10 * MEGABYTE, 80 * MEGABYTE, 20_000), (50 * MEGABYTE, 300 * MEGABYTE, 100_000)
A_FEW = 1_000  # rows too many that are still counted, to say how many there are
ON_A_PAGE = 20
SUFFIXES = (".csv", ".txt", ".tsv", ".xlsx", ".xlsm")
LOOK_AGAIN = "4"
SOON = dt.timedelta(minutes=1)  # within which a worker that runs begins


class GiveList(LimitedView, GatedView, FormPage):
    """Give a list. Anyone may."""

    permission = None
    limits = (GIVING,)
    form_class = GiveListForm
    template_name = "sector/match_give.html"
    title = "Match a list"
    send_words = "Go on"
    done_words = "The list was read. Now say which column holds what."

    def bounds(self) -> tuple[int, int, int]:
        """How large a list this person may give."""
        return STAFFS if allowed(self.actor, "sector.see_register") else ANYONES

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """How large it may be."""
        size, _, rows = self.bounds()
        return super().get_context_data(**kwargs) | {"megabytes": size // MEGABYTE, "rows": rows}

    def act(self, answers: dict[str, Any]) -> str:
        """Keep the list behind a new private address.

        :raises Refused: when it cannot be read as a table, or is too large.
        """
        size, unpacked, rows = self.bounds()
        upload = answers["file"]
        if not str(upload.name).lower().endswith(SUFFIXES):
            raise Refused("Give a CSV file or a spreadsheet (.xlsx).", field="file")
        folder, path = keep(upload, size)
        try:
            if unpacked_bytes(path) > unpacked:
                raise NotASheet("The spreadsheet unpacks to far too much. It was not opened.")
            total = len(read_sheet(path, rows + A_FEW).rows)
            if total > rows:
                raise NotASheet(f"There are {total:,} rows, and {rows:,} at most can be matched.")
            token, digest = new_token()
            actions.give_list(
                by=RECEIVER, digest=digest, folder=folder, name=path.stem, total=total
            )
        except NotASheet as problem:
            shutil.rmtree(path.parent, ignore_errors=True)
            raise Refused(str(problem), field="file") from problem
        return token

    def back(self, result: Any) -> str:
        """On to the columns."""
        return reverse("match-list", args=[result])


class OneList(GatedView):
    """A view of one list, for whoever has its address, while it is kept."""

    permission = None
    thing: MatchList

    def load(self) -> MatchList:
        """The list.

        :raises Http404: when there is none at this address, or its day is over.
        """
        found = MatchList.objects.filter(digest=digest_of(self.kwargs["token"])).first()
        if found is None or found.given_at < clock.now() - KEPT:
            raise Http404
        return found

    @property
    def holder(self) -> LinkHolder:
        """Whoever came by the address."""
        return LinkHolder(thing=f"sector.matchlist:{self.thing.pk}")

    @property
    def here(self) -> str:
        """The address of the list."""
        return reverse("match-list", args=[self.kwargs["token"]])

    def sheet(self) -> Sheet:
        """What is in the list.

        :raises Http404: when the file is gone.
        """
        path = kept(self.thing.folder)
        if path is None:
            raise Http404
        try:
            return read_sheet(path)
        except NotASheet as problem:
            raise Http404(str(problem)) from problem


class ShowList(OneList):
    """The list as it stands: its columns to be chosen, on its way, or matched."""

    permission = None

    def get(self, request: HttpRequest, token: str) -> HttpResponse:
        """Show how it stands; while it is being matched the browser looks again by itself."""
        if self.thing.standing == Matching.GIVEN:
            return redirect("match-columns", token=token)
        context: dict[str, Any] = {"matched": self.thing, "token": token}
        if self.thing.standing == Matching.WAITING:
            context["unbegun"] = not self.thing.done and waits_long(self.thing)
        if self.thing.standing == Matching.READY:
            context |= {"answers": answers_of(self.thing), "until": self.thing.given_at + KEPT}
        response = render(request, "sector/match_list.html", context)
        if self.thing.standing == Matching.WAITING:
            response["Refresh"] = LOOK_AGAIN
        return response


class ChooseColumns(LimitedView, OneList, FormPage):
    """Say which column holds what; then it is matched."""

    permission = None
    limits = (DECIDING,)
    form_class = ChooseColumnsForm
    template_name = "sector/match_columns.html"
    title = "Which column holds what"
    send_words = "Match the list"
    done_words = "The list is being matched."

    def get(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        """Only once: afterwards the list is shown."""
        if self.thing.standing != Matching.GIVEN:
            return redirect("match-list", token=self.kwargs["token"])
        return super().get(request, *args, **kwargs)

    def get_form_kwargs(self) -> dict[str, Any]:
        """The columns there are."""
        return super().get_form_kwargs() | {"sheet": self.sheet()}

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """What was said of the file while it was read."""
        return super().get_context_data(**kwargs) | {
            "matched": self.thing, "notes": self.sheet().notes,
        }  # fmt: skip

    def act(self, answers: dict[str, Any]) -> None:
        """Hand it to the worker."""
        actions.choose_columns(by=self.holder, matched=self.thing, columns=answers)
        match_later.enqueue(matched=self.thing.pk)

    def back(self, result: Any) -> str:
        """To the list."""
        return self.here


class Review(LimitedView, OneList):
    """The doubtful rows, a page at a time, each with those it may mean."""

    permission = None
    limits = (DECIDING,)

    def get(self, request: HttpRequest, token: str) -> HttpResponse:
        """Show a page of them."""
        return self.page(request)

    def post(self, request: HttpRequest, token: str) -> HttpResponse:
        """Settle what was chosen, and go on to what is still doubtful."""
        try:
            chosen = dict(chosen_in(request.POST))
            actions.decide_rows(by=self.holder, matched=self.thing, decisions=chosen)
        except Refused as refusal:
            return self.page(request, refusal.sentence, 422)
        left = self.thing.rows.filter(answer=MatchAnswer.DOUBTFUL).exists()
        if not left:
            return redirect("match-list", token=token)
        return redirect(f"{reverse('match-review', args=[token])}?page={page_of(request)}")

    def page(self, request: HttpRequest, problem: str = "", status: int = 200) -> HttpResponse:
        """One page of rows."""
        if self.thing.standing != Matching.READY:
            return redirect("match-list", token=self.kwargs["token"])
        rows = self.thing.rows.exclude(answer=MatchAnswer.SURE).exclude(found=[]).order_by("number")
        page = Paginator(rows, ON_A_PAGE).get_page(page_of(request))
        shown: list[Decision] = decisions(page.object_list)
        context = {
            "matched": self.thing, "token": self.kwargs["token"], "page": page, "rows": shown,
            "problem": problem,
        }  # fmt: skip
        return render(request, "sector/match_review.html", context, status=status)


class TakeList(OneList):
    """The list as it was given, with what was found beside each row."""

    permission = None
    ending = "csv"

    def get(self, request: HttpRequest, token: str) -> HttpResponseBase:
        """Download it."""
        if self.thing.standing != Matching.READY:
            raise Http404
        root = request.build_absolute_uri("/").rstrip("/")
        make = as_csv if self.ending == "csv" else as_workbook
        return make(self.thing, self.sheet(), root)


class ForgetList(LimitedView, OneList, FormPage):
    """Forget the list at once."""

    permission = None
    limits = (TAKING,)
    form_class = forms.Form
    title = "Forget this list"
    lede = "The list, what was found and what you chose are deleted. This cannot be undone."
    send_words = "Forget it"
    done_words = "The list is forgotten."

    def act(self, answers: dict[str, Any]) -> None:
        """Forget it."""
        actions.take_list_away(by=self.holder, matched=self.thing)

    def back(self, result: Any) -> str:
        """To the beginning."""
        return reverse("match")


def waits_long(matched: MatchList) -> bool:
    """Whether the worker has left the list lying since it was handed over, and longer than due."""
    return DBTaskResult.objects.filter(
        task_path=match_later.module_path, status=TaskResultStatus.READY,
        args_kwargs__kwargs__matched=matched.pk, enqueued_at__lt=clock.now() - SOON,
    ).exists()  # fmt: skip


def chosen_in(sent: Any) -> Any:
    """Row numbers and what was chosen for them; what was left undecided is left out.

    :raises Refused: when it is none of our form.
    """
    for key, value in sent.items():
        if key.startswith("row-") and value:
            if not key[4:].isascii() or not key[4:].isdigit() or len(key) > 12:
                raise Refused("That row is not one to be looked at.")
            yield int(key[4:]), "" if value == "none" else value[:80]


def page_of(request: HttpRequest) -> str:
    """The page that is asked for."""
    return request.GET.get("page", "1")[:6]
