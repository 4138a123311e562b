"""Works out what is published about organisations, from records, corrections and withholdings.

The columns of ``Organisation`` are what anyone may see. They are worked out here, for many
organisations at once, with the same few queries; only rows that differ are written.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Sequence
from typing import Any

from django.core.exceptions import ValidationError
from django.db import connection, models

from commonweal.core import clock
from commonweal.sector.belonging import WHERE, Here, here, nowhere, whereabouts
from commonweal.sector.choices import FACTS, Kind, Side, Status
from commonweal.sector.gathering import Known, gather
from commonweal.sector.models import Organisation
from commonweal.sector.precedence import Resolved
from commonweal.sector.searching import index as reindex
from commonweal.sector.withholding import EVERYTHING, hidden_by

BATCH = 1_000
COLUMNS = (*FACTS, *WHERE, "based_here", "serves_here", "withheld")
_FIELDS: dict[str, Any] = {c: Organisation._meta.get_field(c) for c in (*COLUMNS, "changed_at")}
_INSTEAD = {"kind": Kind.OTHER, "side": Side.SECTOR, "status": Status.ACTIVE}


def republish(organisation_ids: Iterable[int], *, now: dt.datetime | None = None) -> int:
    """Work the published columns out afresh, and say how many organisations changed.

    Finds where each is from its postcode, and whether that is in the place. ``changed_at`` moves
    only where something that is published did. Called inside an action.
    """
    ids = list(dict.fromkeys(organisation_ids))
    place, moment, changed = here(), now or clock.now(), 0
    for start in range(0, len(ids), BATCH):
        changed += _republish(ids[start : start + BATCH], place, moment)
    return changed


def _republish(ids: list[int], place: Here, now: dt.datetime) -> int:
    organisations = list(Organisation.objects.filter(pk__in=ids, same_as=None))
    known = gather(organisations)
    resolved = {pk: about.resolved() for pk, about in known.items()}
    where = whereabouts({str(r["postcode"].known or "") for r in resolved.values()})
    changes = []
    for organisation in organisations:
        pk = organisation.pk
        row = published(known[pk], resolved[pk], where, place)
        row["name"] = row["name"] or organisation.name
        if any(getattr(organisation, column) != value for column, value in row.items()):
            changes.append((pk, row | {"changed_at": now}))
    write(changes)
    index(ids)
    return len(changes)


def published(
    known: Known, facts: dict[str, Resolved], where: dict[str, dict[str, Any]], place: Here
) -> dict[str, Any]:
    """The columns of one organisation as anyone may see them.

    Street lines appear only where the address is public. What is withheld is blank, here and so
    everywhere; whether the organisation belongs to the place is judged from what is known.
    """
    spot = where.get(str(facts["postcode"].known or ""), nowhere())
    row = {fact: as_kept(fact, facts[fact].value) for fact in FACTS}
    row |= {column: spot[column] for column in WHERE}
    if not row["address_public"]:
        row["street"] = ""
        row["latitude"], row["longitude"] = spot["about"]
    for column in hidden_by(known.withheld) & set(WHERE):
        row[column] = as_kept(column, None)
    return row | {
        "based_here": place.holds(spot),
        "serves_here": place.is_served_by(known.serves, national=known.national),
        "withheld": EVERYTHING in known.withheld,
    }


def as_kept(column: str, value: Any) -> Any:
    """A stated value as its column holds it; what cannot be read is as if it were not said."""
    field = _FIELDS[column]
    if isinstance(field, models.CharField | models.TextField):
        text = "" if value is None else str(value)
        if field.choices and text not in dict(field.flatchoices):
            text = str(_INSTEAD.get(column, ""))
        return text[: field.max_length] if field.max_length else text
    if isinstance(field, models.BooleanField):
        return bool(value)
    if value in (None, ""):
        return None
    try:
        return field.to_python(value)
    except (ValueError, ValidationError):
        return None


def write(changes: Sequence[tuple[int, dict[str, Any]]]) -> None:
    """One prepared statement for all rows: much quicker than one long CASE for each column."""
    if not changes:
        return
    columns = list(changes[0][1])
    quote = connection.ops.quote_name
    sets = ", ".join(f"{quote(_FIELDS[c].column)} = %s" for c in columns)
    table = quote(Organisation._meta.db_table)
    rows = [
        [*(_FIELDS[c].get_db_prep_save(row[c], connection) for c in columns), pk]
        for pk, row in changes
    ]
    with connection.cursor() as cursor:
        cursor.executemany(f"UPDATE {table} SET {sets} WHERE id = %s", rows)  # noqa: S608


def index(ids: Sequence[int]) -> None:
    """Bring the search index up to what is published now."""
    reindex(ids)
