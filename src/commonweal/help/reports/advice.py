"""Who was advised, in three numbers that do not stand for each other, and what came of it."""

from __future__ import annotations

import datetime as dt
from collections import Counter
from collections.abc import Hashable
from dataclasses import dataclass

from django.db.models import QuerySet

from commonweal.help.advice_codes import ISSUES
from commonweal.help.models import AdviceContact, Scheme
from commonweal.help.parcels import Advice, Contact, advised


@dataclass(frozen=True)
class AdviceNumbers:
    """The three numbers of one scheme, issues by what they were about, and what came of them.

    ``gained`` and ``written_off`` are pence, gains for a year. ``unknown`` contacts are of people
    who did not say who they are: each counts as one client, so ``clients`` is at most so many.
    """

    advice: Advice
    by_code: tuple[tuple[str, str, int], ...]
    gained: int
    written_off: int
    homes_kept: int
    unknown: int

    @property
    def gained_pounds(self) -> str:
        """What people gained in a year."""
        return f"{self.gained / 100:,.2f}"

    @property
    def written_off_pounds(self) -> str:
        """What debts were written off."""
        return f"{self.written_off / 100:,.2f}"


def client_of(contact: AdviceContact, known: dict[str, int]) -> Hashable:
    """Whom a contact counts as: their record; else their household that month; else only itself."""
    if contact.client_id:
        return ("record", contact.client_id)
    if contact.mark in known:
        return ("record", known[contact.mark])
    return ("mark", contact.mark) if contact.mark else ("contact", contact.pk)


def advice_numbers(scheme: Scheme, first: dt.date, last: dt.date) -> AdviceNumbers:
    """The numbers of one scheme from one day to another, both counted, in two questions."""
    rows = list(contacts_of(scheme, first, last).defer("note"))
    known = {row.mark: row.client_id for row in rows if row.mark and row.client_id}
    told = [
        Contact(client_of(row, known), tuple(f"{i.code} {i.words}" for i in row.issues.all()))
        for row in rows
    ]
    issues = [issue for row in rows for issue in row.issues.all()]
    counted = Counter(code_and_client for code_and_client in issue_keys(rows, known))
    return AdviceNumbers(
        advice=advised(told),
        by_code=tuple((c, ISSUES.get(c, c), n) for c, n in sorted(counted.items())),
        gained=sum(issue.gained or 0 for issue in issues),
        written_off=sum(issue.written_off or 0 for issue in issues),
        homes_kept=sum(issue.home_kept for issue in issues),
        unknown=sum(not row.client_id and not row.mark for row in rows),
    )


def issue_keys(rows: list[AdviceContact], known: dict[str, int]) -> list[str]:
    """The code of every issue, once for each client it is an issue of."""
    each = {
        (client_of(row, known), issue.code, issue.words)
        for row in rows
        for issue in row.issues.all()
    }
    return [code for _, code, _ in each]


def contacts_of(scheme: Scheme, first: dt.date, last: dt.date) -> QuerySet[AdviceContact]:
    """Contacts of a scheme between two days, the newest first, with their issues."""
    rows = AdviceContact.objects.filter(scheme=scheme, on__gte=first, on__lte=last)
    return rows.prefetch_related("issues").order_by("-on", "-pk")
