"""Numbers of help: of the place for everybody, of one scheme for those who answer for it."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator
from typing import Any

from django.http import HttpRequest, HttpResponseBase
from django.shortcuts import get_object_or_404
from django.views.generic import TemplateView

from commonweal.core import clock
from commonweal.core.gates import GatedView, anyone
from commonweal.core.refused import Refused
from commonweal.help.actions import totals
from commonweal.help.counted import COUNTED, WAIT, months_before, shown
from commonweal.help.forms import schemes as shapes
from commonweal.help.models import Total
from commonweal.help.reports.numbers import Numbers, numbers_of
from commonweal.help.reports.published import published, published_quarters
from commonweal.help.reports.unmet import unmet_of
from commonweal.help.views.rooms import InRoom
from commonweal.help.views.scheme import SchemeForm
from commonweal.ui.acting import Press
from commonweal.ui.downloads import csv_response

NOTE = "Numbers of one to four are not shown, so that nobody can be told by them."


class HelpNumbers(GatedView, TemplateView):
    """What was published of the place: fixed months, to the nearest five, a table that prints."""

    permission = None
    template_name = "help/schemes_public_numbers.html"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """The months, and the quarters by theme and district."""
        months, rows = published(clock.today())
        return super().get_context_data(**kwargs) | {
            "months": months, "rows": rows, "quarters": published_quarters(), "section": "help",
        }  # fmt: skip


@anyone
def help_numbers_csv(request: HttpRequest) -> HttpResponseBase:
    """The same table, to keep."""
    months, rows = published(clock.today())
    lines = (
        [row.words, *("" if value is None else f"{value:g}" for value in row.values)]
        for row in rows
    )
    header = ["counted", *(f"{m:%Y-%m}" for m in months)]
    note = "To the nearest five; an empty field is hidden or not published."
    return csv_response("Numbers of help", header, lines, notes=[note], on=clock.today())


def table(numbers: Numbers, *, to_public: bool) -> Iterator[tuple[str, list[int | float | None]]]:
    """Each number with its months; nothing of what is not shown."""
    for what, counted in COUNTED.items():
        counts = (numbers.of(what, m) for m in numbers.months)
        yield counted.words, [shown(count, to_public=to_public) for count in counts]
    yield WAIT.words, [numbers.waits.get(m) for m in numbers.months]


class OwnNumbers(InRoom, GatedView, TemplateView):
    """The numbers of one scheme, for its own people and its funders."""

    permission = "help.see_numbers"
    template_name = "help/schemes_own_numbers.html"

    def told(self) -> tuple[Numbers, list[tuple[str, list[int | float | None]]]]:
        """The months that are over. Whoever has no part in the scheme sees the nearest five."""
        numbers = numbers_of(months_before(clock.today()), self.scheme)
        return numbers, list(table(numbers, to_public=not self.parts))

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """The table."""
        numbers, rows = self.told()
        themes, districts = unmet_of(self.scheme, numbers.months, to_public=not self.parts)
        return super().get_context_data(**kwargs) | {
            "numbers": numbers, "rows": rows, "hows": [*COUNTED.values(), WAIT],
            "unmet": [("By theme", themes), ("By district", districts)] if themes else [],
        }  # fmt: skip


class OwnNumbersFile(OwnNumbers):
    """The same, to keep."""

    def get(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:  # type: ignore[override]
        """The file."""
        numbers, rows = self.told()
        header = ["counted", *(f"{m:%Y-%m}" for m in numbers.months)]
        lines = ([words, *("hidden" if v is None else v for v in values)] for words, values in rows)
        return csv_response(
            f"Numbers of {self.scheme}", header, lines, notes=[NOTE], on=clock.today()
        )


class Totals(SchemeForm):
    """The numbers of a month, of a scheme that keeps its requests elsewhere."""

    permission = "help.report_totals"
    template_name = "help/schemes_totals.html"
    title, form_class = "Report totals", shapes.TotalForm
    lede = (
        "Numbers only, and no people. You lose nothing by keeping a system of your own: you are "
        "listed, found and counted like the others. Leave open what you do not count."
    )
    send_words, done_words = "Report them", "Reported."

    def get_form_kwargs(self) -> dict[str, Any]:
        """Which months there are."""
        return super().get_form_kwargs() | {"today": clock.today()}

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """What was reported."""
        stand = Total.objects.filter(scheme=self.scheme, withdrawn_at=None)
        rows = [(t, COUNTED[t.what].words) for t in stand.order_by("-month", "what")[:120]]
        return super().get_context_data(**kwargs) | {"rows": rows}

    def act(self, answers: dict[str, Any]) -> Any:
        """Report each that was filled in."""
        month: dt.date = answers.pop("month")
        told = {what: count for what, count in answers.items() if count is not None}
        if not told:
            raise Refused("Fill in at least one number.")
        for what, count in told.items():
            totals.report_total(
                by=self.actor, scheme=self.scheme, month=month, what=what, count=count
            )

    def back(self, result: Any) -> str:
        """The same page."""
        return self.at("scheme_totals")


class TakeBack(InRoom, Press):
    """A number that was wrong."""

    permission = "help.report_totals"
    done_words = "Taken back. It counts no more."

    def act(self) -> Any:
        """Take it back."""
        total = get_object_or_404(Total, pk=self.kwargs["pk"], scheme=self.scheme)
        return totals.withdraw_total(by=self.actor, total=total)

    def back(self) -> str:
        """What was reported."""
        return self.at("scheme_totals")
