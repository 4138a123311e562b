"""What is done once all tests are collected: which touch the database, and nothing looked at twice.

A test that asks for no database cannot answer differently on another one: pytest-django refuses it
every connection. So `make test` runs it once, in the half on PostgreSQL; all that touch a database
run on both.
"""

from __future__ import annotations

import gc

import pytest

TOUCHES = {"django_db_setup", "db", "transactional_db", "live_server"}
# How many new objects there are before the young, the older and the oldest are looked through.
# Python's own numbers (700, 10, 10) take two fifths of the time that the migrations need.
YOUNG, OLDER, OLDEST = 50_000, 20, 20


def touches_the_database(item: pytest.Item) -> bool:
    """Whether it is marked so, or any fixture that it asks for leads to the database."""
    asked = set(getattr(item, "fixturenames", ()))
    return item.get_closest_marker("django_db") is not None or bool(asked & TOUCHES)


@pytest.hookimpl(tryfirst=True)
def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Mark what touches the database, so that it can be asked for by ``-m database``."""
    for item in items:
        if touches_the_database(item):
            item.add_marker(pytest.mark.database)


def pytest_collection_finish() -> None:
    """All that is loaded by now stays until the end: Python need not look through it for waste."""
    gc.collect()
    gc.freeze()
    gc.set_threshold(YOUNG, OLDER, OLDEST)
