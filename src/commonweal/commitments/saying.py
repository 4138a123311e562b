"""What people type, made fit to be kept: something said, not too long, no unseen signs."""

from __future__ import annotations

import datetime as dt

from commonweal.core.refused import Refused
from commonweal.core.unseen import seen

A_TEXT = 5_000
A_LINE = 200
A_REASON = 500


def told(text: str, *, field: str, missing: str = "", most: int = A_TEXT) -> str:
    """The text as it is kept.

    :param missing: what to say where nothing was written; without it, nothing may be.
    :raises Refused: at ``field``, when it is missing or too long.
    """
    plain = seen(text).replace("\r\n", "\n").strip()
    if missing and not plain:
        raise Refused(missing, field=field)
    if len(plain) > most:
        raise Refused(
            f"This has {len(plain):,} characters. Please use at most {most:,}.", field=field
        )
    return plain


def in_order(starts_on: dt.date | None, due_on: dt.date | None) -> None:
    """Nothing, where the two days are in order.

    :raises Refused: at ``due_on``, when it would be due before it begins.
    """
    if starts_on and due_on and due_on < starts_on:
        raise Refused("This would be due before it begins. Look at both days.", field="due_on")
