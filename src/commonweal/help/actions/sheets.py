"""A spreadsheet of many requests, taken in whole or not at all."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Mapping, Sequence
from typing import Any

from commonweal.core.actions import action
from commonweal.core.actors import Actor
from commonweal.core.refused import Refused
from commonweal.help.actions.taking_in import new_asking, take_in, to_one
from commonweal.help.asked import read
from commonweal.help.choices import Way
from commonweal.help.models import Asking, Request, Scheme

MOST_ROWS = 500


def batch_of(rows: Sequence[Mapping[str, Any]]) -> str:
    """By what the same sheet is known again."""
    return hashlib.sha256(json.dumps(list(rows), sort_keys=True).encode()).hexdigest()


@action(permission="help.enter_request", about="scheme")
def read_sheet(*, by: Actor, scheme: Scheme, rows: Sequence[Mapping[str, Any]]) -> list[Request]:
    """Take in the rows of a spreadsheet, each an asking of its own; all of them or none.

    :raises Refused: naming the row that is wrong; when there are none or too many, or the same
        sheet was taken in before.
    """
    if not rows:
        raise Refused("There is no row in it.", field="file")
    if len(rows) > MOST_ROWS:
        raise Refused(f"It has {len(rows):,} rows; at most {MOST_ROWS} at once.", field="file")
    batch = f"{scheme.pk}:{batch_of(rows)}"[:64]
    if Asking.objects.filter(batch=batch).exists():
        raise Refused("This very sheet was taken in before. Nothing was added.", field="file")
    made: list[Request] = []
    for number, told in enumerate(rows, start=2):
        try:
            ask = read({**told, "client": ""})
            asking, _ = new_asking(way=Way.SHEET, entered_by=by.label, batch=batch)
            scope = f"scheme:{scheme.pk}"
            made += take_in(asking, ask, to_one(ask, scheme), by=by, scope=scope)
        except Refused as refusal:
            raise Refused(f"Row {number}: {refusal.sentence}", field="file") from refusal
    return made
