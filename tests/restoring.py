"""Puts the test database back as it was, by copying it whole.

Transactional tests are usually cleaned by emptying every table. Here the journal refuses to be
emptied, and what migrations put in (roles, the first page) must stay; so the whole database is
copied when it is new, and copied back after a test that committed.
"""

from __future__ import annotations

import sqlite3
from contextlib import closing
from pathlib import Path
from typing import Any

from django.db import connection, connections


def _copy(source: str, target: str) -> None:
    with closing(sqlite3.connect(source)) as old, closing(sqlite3.connect(target)) as new:
        old.backup(new)


def _name() -> str:
    return str(connection.settings_dict["NAME"])


def _postgres(*statements: str) -> None:
    with connection._nodb_cursor() as cursor:  # type: ignore[attr-defined]
        for statement in statements:
            cursor.execute(statement)


def kept() -> str:
    """What was kept: the path of an SQLite file, or the name of a PostgreSQL database."""
    return f"{_name()}.kept" if connection.vendor == "sqlite" else f"{_name()}_kept"


def keep() -> None:
    """Remember the database as it stands now."""
    name = _name()
    connections.close_all()
    if connection.vendor == "sqlite":
        Path(kept()).unlink(missing_ok=True)
        _copy(name, kept())
        return
    _postgres(
        f'DROP DATABASE IF EXISTS "{kept()}"',
        f'CREATE DATABASE "{kept()}" TEMPLATE "{name}"',
    )


def restore() -> None:
    """Put it back as it was when it was kept. Open connections of other threads are cut."""
    name = _name()
    connections.close_all()
    if connection.vendor == "sqlite":
        _copy(kept(), name)
        return
    _postgres(
        f'DROP DATABASE IF EXISTS "{name}" WITH (FORCE)',
        f'CREATE DATABASE "{name}" TEMPLATE "{kept()}"',
    )


def forget() -> None:
    """Drop what was kept; a file beside the SQLite database may stay for the next run."""
    if connection.vendor == "postgresql":
        connections.close_all()
        _postgres(f'DROP DATABASE IF EXISTS "{kept()}"')


def restore_instead_of_emptying(test_case: Any) -> None:
    """Stands in for the emptying of tables that Django does after a test that committed."""
    restore()
