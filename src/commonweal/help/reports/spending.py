"""What helpers asked back in a month, as a treasurer takes it."""

from __future__ import annotations

import csv
import datetime as dt
import io
from collections.abc import Iterable, Sequence

from commonweal.help.models import Expense, Scheme

COLUMNS = (
    "date", "helper", "what", "miles", "pence_a_mile", "pounds", "receipt", "standing",
    "decided_by", "decided_on", "reason",
)  # fmt: skip
STARTS_A_FORMULA = ("=", "+", "-", "@", "\t", "\r")


def expenses_of(scheme: Scheme, month: dt.date) -> list[Expense]:
    """The claims of one scheme for days of a month, in their order."""
    after = (month.replace(day=1) + dt.timedelta(days=32)).replace(day=1)
    ours = Expense.objects.filter(helper__scheme=scheme, on__gte=month.replace(day=1), on__lt=after)
    return list(ours.select_related("helper").order_by("on", "pk"))


def plain(value: object) -> str:
    """A value as a spreadsheet reads it: text, whatever it begins with."""
    text = "" if value is None else str(value)
    return f"'{text}" if text.startswith(STARTS_A_FORMULA) else text


def in_csv(columns: Sequence[str], claims: Iterable[Expense]) -> str:
    """The claims as comma-separated values."""
    out = io.StringIO()
    writer = csv.writer(out)
    writer.writerow(columns)
    for one in claims:
        decided = one.decided_at.date().isoformat() if one.decided_at else ""
        row = (
            one.on.isoformat(), one.helper.name, one.what, one.miles, one.pence_a_mile,
            f"{one.pence / 100:.2f}", one.receipt, one.get_standing_display(), one.decided_by,
            decided, one.reason,
        )  # fmt: skip
        writer.writerow([plain(value) for value in row])
    return out.getvalue()
