"""Values as feeds of Open Referral write them, read kindly: nothing where they cannot be read."""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Mapping
from decimal import Decimal, InvalidOperation
from typing import Any

from commonweal.core.unseen import seen
from commonweal.sector.plaintext import plain

Body = Mapping[str, Any]


def listed(body: Body, name: str) -> list[Body]:
    """The rows of a list; anything else has none."""
    rows = body.get(name)
    return [row for row in rows if isinstance(row, dict)] if isinstance(rows, list) else []


def text(value: Any) -> str:
    """A value as text that can be kept; nothing for what is none."""
    if isinstance(value, str):
        return seen(value)
    if isinstance(value, bool | float) or (isinstance(value, int) and abs(value) < 10**18):
        return str(value)
    return ""


def words(value: Any, most: int = 255) -> str:
    """A value as one line of plain text, without markup."""
    return line(plain(text(value)))[:most].strip()


def line(value: Any) -> str:
    """A value as one line."""
    return " ".join(text(value).split())


def number(value: Any) -> float | None:
    """A number, or nothing."""
    try:
        found = float(value)
    except (TypeError, ValueError, OverflowError):
        return None
    return found if abs(found) < 1e9 else None


def pounds(value: Any) -> Decimal | None:
    """An amount, or nothing."""
    try:
        amount = Decimal(line(value).removeprefix("£").replace(",", ""))
    except InvalidOperation:
        return None
    return amount.quantize(Decimal("0.01")) if amount.is_finite() and abs(amount) < 10**7 else None


def day(value: Any) -> dt.date | None:
    """A day, from one or from a moment."""
    try:
        return dt.date.fromisoformat(line(value)[:10])
    except ValueError:
        return None


def time(value: Any) -> dt.time | None:
    """A time of day without its zone, or nothing."""
    found = re.match(r"(?:T|[0-9]{4}-[0-9]{2}-[0-9]{2}T)?([0-9]{1,2}):([0-9]{2})", line(value))
    try:
        return dt.time(int(found[1]), int(found[2])) if found else None
    except ValueError:
        return None
