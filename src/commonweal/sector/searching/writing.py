"""Writes the index: a few organisations in the transaction that changed them, or all afresh."""

from __future__ import annotations

import secrets
from collections import Counter
from collections.abc import Iterable, Iterator
from itertools import islice
from types import ModuleType

from django.db import connection, transaction
from django.db.backends.utils import CursorWrapper
from django.db.models import Max

from commonweal.sector.models import Organisation, SearchChange, SearchWord
from commonweal.sector.searching import index_postgresql, index_sqlite
from commonweal.sector.searching.documents import (
    Document,
    documents_between,
    documents_of,
    what_is_called,
    words_of,
)

SLICE = 1000
SPAN = 5000
MANY = 50_000
TABLE = index_sqlite.TABLE
INSERT_WORD = "INSERT INTO sector_searchword(word, change) VALUES (%s, %s)"


def engine() -> ModuleType:
    """The module that speaks this database's full-text words."""
    return index_postgresql if connection.vendor == "postgresql" else index_sqlite


def index(ids: Iterable[int]) -> int:
    """Bring these organisations' rows up to date; those not published lose theirs.

    Call it inside the transaction that changed them. Returns how many were written; when they
    are most of a large register, all of it is made afresh, which is quicker.
    """
    keys_left = sorted(set(ids))
    if len(keys_left) > MANY and len(keys_left) * 2 > Organisation.objects.count():
        return reindex_all()
    remaining, called, written = iter(keys_left), what_is_called(), 0
    with transaction.atomic(), connection.cursor() as cursor:
        while keys := list(islice(remaining, SLICE)):
            before = take_out(cursor, keys)
            found = list(documents_of(keys, called))
            put_in(cursor, found)
            changes = words_in(found)
            changes.subtract(before)
            keep_words(changes)
            written += len(found)
        mark_change()
    return written


def take_out(cursor: CursorWrapper, keys: list[int]) -> Counter[str]:
    """Delete these rows; returns how many of them had each word."""
    marks = ", ".join(["%s"] * len(keys))
    cursor.execute(
        f"SELECT name, also, description FROM {TABLE} WHERE rowid IN ({marks})",  # noqa: S608
        keys,
    )
    counts: Counter[str] = Counter()
    for row in cursor.fetchall():
        counts.update(words_of(row))
    cursor.execute(f"DELETE FROM {TABLE} WHERE rowid IN ({marks})", keys)  # noqa: S608
    return counts


def put_in(cursor: CursorWrapper, found: Iterable[Document]) -> None:
    """Insert these rows."""
    rows = [document.row for document in found]
    if rows:
        engine().insert(cursor, rows)


def words_in(found: Iterable[Document]) -> Counter[str]:
    """How many of these documents have each word in a name or the description."""
    counts: Counter[str] = Counter()
    for document in found:
        counts.update(words_of((document.name, document.also, document.description)))
    return counts


def keep_words(changes: Counter[str]) -> None:
    """Add what changed to the vocabulary."""
    rows = [(word, change) for word, change in sorted(changes.items()) if change]
    if rows:
        with connection.cursor() as cursor:
            cursor.executemany(INSERT_WORD, rows)


def mark_change() -> None:
    """Tell every process that what it keeps in memory is old."""
    SearchChange.objects.bulk_create([SearchChange(mark=secrets.randbits(40))])


def spans() -> Iterator[tuple[int, int]]:
    """Ranges of keys that together hold every organisation."""
    last = Organisation.objects.aggregate(last=Max("pk"))["last"] or 0
    for first in range(0, last + 1, SPAN):
        yield first, first + SPAN - 1


def reindex_all() -> int:
    """Make the whole index afresh. Returns how many organisations are in it."""
    words, called = engine(), what_is_called()
    counts: Counter[str] = Counter()
    written = 0
    table, *rest = words.CREATE
    with transaction.atomic(), connection.cursor() as cursor:
        for statement in (*words.DROP, table):
            cursor.execute(statement)
        for first, last in spans():
            found = list(documents_between(first, last, called))
            put_in(cursor, found)
            counts.update(words_in(found))
            written += len(found)
        for statement in (*rest, *words.OPTIMISE):
            cursor.execute(statement)
        SearchWord.objects.all().delete()
        SearchChange.objects.all().delete()
        keep_words(counts)
        mark_change()
    return written
