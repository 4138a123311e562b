"""What helpers ask back, as the scheme decides and its treasurer pays it."""

from __future__ import annotations

import datetime as dt
import uuid
from collections.abc import Iterable
from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from django.views.generic import TemplateView

from commonweal.core import clock
from commonweal.core.gates import GatedView
from commonweal.help.actions.expenses import decide_expense, mark_paid
from commonweal.help.actions.looks import note_look
from commonweal.help.actions.thanks import pass_on_thanks
from commonweal.help.choices import ExpenseStanding, LookKind
from commonweal.help.forms.visits import DecideForm, ThanksForm
from commonweal.help.models import Expense
from commonweal.help.reports.spending import COLUMNS, expenses_of, in_csv
from commonweal.help.views.requests import RequestForm
from commonweal.help.views.rooms import InRoom
from commonweal.ui.acting import FormPage, Press

A_MONTH = "%Y-%m"


class OfMonth(InRoom):
    """The claims of a month, of one scheme."""

    def month(self) -> dt.date:
        """The first of the month that the address names, else of this one."""
        text = self.kwargs.get("month") or self.request.GET.get("month", "")
        if not text:
            return clock.today().replace(day=1)
        try:
            return dt.date(int(text[:4]), int(text[5:]), 1)
        except ValueError:
            raise Http404 from None

    def saw_helpers(self, claims: Iterable[Expense], kind: str) -> None:
        """Write down that these helpers' claims were shown."""
        subjects: list[uuid.UUID] = list(dict.fromkeys(c.helper.uuid for c in claims))
        if subjects:
            note_look(
                by=self.actor, scheme=self.scheme, subjects=subjects, kind=kind,
                purpose="expenses", role=self.role,
            )  # fmt: skip


class Expenses(OfMonth, GatedView, TemplateView):
    """Claims that wait, and those of a month."""

    permission = "help.keep_money"
    template_name = "help/expenses.html"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """What waits first, whatever its month."""
        month = self.month()
        ours = Expense.objects.filter(helper__scheme=self.scheme).select_related("helper")
        waiting = list(ours.filter(standing="claimed").order_by("on", "pk")[:200])
        agreed = list(ours.filter(standing="agreed").order_by("on", "pk")[:200])
        claims = expenses_of(self.scheme, month)
        self.saw_helpers([*waiting, *agreed, *claims], LookKind.VIEW)
        paid = [c.pence for c in claims if c.standing != ExpenseStanding.REFUSED]
        return super().get_context_data(**kwargs) | {
            "waiting": waiting, "agreed": agreed, "claims": claims, "month": month,
            "before": month - dt.timedelta(days=1), "after": month + dt.timedelta(days=32),
            "total_pounds": f"{sum(paid) / 100:,.2f}",
        }  # fmt: skip


class ExpensesFile(OfMonth, GatedView):
    """The claims of a month as a file for the treasurer."""

    permission = "help.keep_money"

    def get(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        """The file; that it was taken is written down."""
        month = self.month()
        claims = expenses_of(self.scheme, month)
        self.saw_helpers(claims, LookKind.EXPORT)
        response = HttpResponse(in_csv(COLUMNS, claims), content_type="text/csv; charset=utf-8")
        name = f"expenses-{self.scheme.slug}-{month:%Y-%m}.csv"
        response["Content-Disposition"] = f'attachment; filename="{name}"'
        return response


class OnExpense(InRoom):
    """Loads one claim of the scheme."""

    def load(self) -> Any:
        """The claim."""
        super().load()
        ours = Expense.objects.filter(helper__scheme=self.scheme).select_related("helper")
        found = ours.filter(pk=self.kwargs["pk"]).first()
        if found is None:
            raise Http404
        self.expense = found
        return found

    def back(self, result: Any = None) -> str:
        """To all of them."""
        return self.at("expenses")


class Decide(OnExpense, FormPage, GatedView):
    """Agree to a claim or refuse it."""

    permission = "help.keep_money"
    title, form_class, send_words = "Decide on a claim", DecideForm, "Decide"

    def act(self, answers: dict[str, Any]) -> Any:
        """Decide."""
        return decide_expense(by=self.actor, expense=self.expense, **answers)

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """What is claimed."""
        one = self.expense
        lede = f"{one.helper.name}, {one.on:%-d %B}: {one.what}, £{one.pence / 100:,.2f}"
        return super().get_context_data(**kwargs) | {"lede": lede}


class Paid(OnExpense, Press):
    """It was paid."""

    permission = "help.keep_money"
    done_words = "Marked as paid."

    def act(self) -> Any:
        """Mark it."""
        return mark_paid(by=self.actor, expense=self.expense)


class PassOnThanks(RequestForm):
    """Somebody thanked the helper."""

    title, form_class, send_words = "Pass on thanks", ThanksForm, "Pass it on"

    def act(self, answers: dict[str, Any]) -> Any:
        """Keep it for the helper to read."""
        return pass_on_thanks(by=self.actor, request=self.asked, words=answers["words"])
