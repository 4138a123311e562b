"""Changing the keys that seal what help keeps: every sealed value is sealed anew, bit by bit.

Raw columns are read and written, because a sealed field opens whatever is read through it. A value
is replaced only while it is what was read, so that nothing written meanwhile is lost.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import NamedTuple

from cryptography.fernet import Fernet, InvalidToken
from django.apps import apps
from django.conf import settings
from django.db import connection, models, transaction

from commonweal.core.actions import action
from commonweal.core.actors import Actor
from commonweal.help.fields import SealedJSON, SealedText
from commonweal.help.sealing import reseal

CHUNK = 500


class Column(NamedTuple):
    """One sealed column of the database."""

    table: str
    key: str
    name: str


def sealed_columns() -> list[Column]:
    """Every sealed column there is, found by its field, so that none is forgotten."""
    found = []
    for model in apps.get_models():
        for field in model._meta.local_concrete_fields:
            if isinstance(field, SealedText | SealedJSON):
                key = _column(model._meta.pk)
                found.append(Column(model._meta.db_table, key, _column(field)))
    return sorted(found)


def _column(field: models.Field | None) -> str:  # type: ignore[type-arg]
    return str(field.column) if field is not None else ""


def values(column: Column) -> Iterator[list[tuple[int, str]]]:
    """What a column holds, with the keys of its rows, some hundreds at a time."""
    quote, after = connection.ops.quote_name, 0
    table, key, name = (quote(part) for part in column)
    # The names are those of our own models, and quoted.
    question = f"SELECT {key}, {name} FROM {table} WHERE {key} > %s AND {name} <> ''"  # noqa: S608
    question += f" ORDER BY {key} LIMIT {CHUNK}"
    while True:
        with connection.cursor() as cursor:
            cursor.execute(question, [after])
            rows = [(int(k), str(v)) for k, v in cursor.fetchall()]
        if not rows:
            return
        after = rows[-1][0]
        yield rows


def is_newest(sealed: str) -> bool:
    """Whether the newest key sealed a value."""
    try:
        Fernet(settings.HELP_KEYS[0]).decrypt(sealed.encode())
    except InvalidToken:
        return False
    return True


def replace(column: Column, rows: list[tuple[int, str]]) -> int:
    """Seal these anew that the newest key did not; each only while it is what was read."""
    table, key, name = (connection.ops.quote_name(part) for part in column)
    done = 0
    with connection.cursor() as cursor:
        for pk, old in rows:
            if is_newest(old):
                continue
            cursor.execute(
                f"UPDATE {table} SET {name} = %s WHERE {key} = %s AND {name} = %s",  # noqa: S608
                [reseal(old), pk, old],
            )
            done += cursor.rowcount
    return done


@action(permission="help.keep_keys", whole=False)
def reseal_all(*, by: Actor) -> int:
    """Seal everything with the newest key. Whoever stops it loses nothing, and may begin again.

    :returns: how many values were sealed anew; nought when all are.
    :raises CannotOpen: when none of the keys opens a value; nothing of it is changed.
    """
    done = 0
    for column in sealed_columns():
        for rows in values(column):
            with transaction.atomic():
                done += replace(column, rows)
    return done


def sealed_with_old_keys() -> int:
    """How many values the newest key does not open: nought before an old key may be dropped."""
    every = (v for column in sealed_columns() for rows in values(column) for _, v in rows)
    return sum(not is_newest(value) for value in every)
