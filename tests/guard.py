"""Watches every statement of a test run: our own code saves our own models in actions only.

A test may save what it likes; so may a factory. What fails is a statement that our code sends
while no action is open.
"""

from __future__ import annotations

import re
import sys
from collections.abc import Callable, Iterator
from functools import cache
from pathlib import Path
from types import FrameType
from typing import Any

from django.apps import apps

from commonweal.core.actions import open_actions
from commonweal.core.tests.given import is_given

OURS = str(Path(__file__).resolve().parent.parent / "src" / "commonweal") + "/"
NOT_OUR_CODE = ("/tests/", "/migrations/")
WRITES = re.compile(
    r"\b(?:INSERT(?:\s+OR\s+\w+)?\s+INTO|REPLACE\s+INTO|UPDATE(?:\s+OR\s+\w+)?|DELETE\s+FROM"
    r'|MERGE\s+INTO|TRUNCATE(?:\s+TABLE)?|COPY)\s+(?:ONLY\s+)?"?(\w+)"?',
    re.IGNORECASE,
)
# Tables of ours that something other than an action may write, and why.
EXEMPT = {
    "core_ratecount": "a journal row for every knock at the door would be a diary of callers",
}
# Statements exempt, and why.
EXEMPT_STATEMENTS = {
    'UPDATE "accounts_user" SET "last_login"': "Django notes the sign-in itself",
}


class SavedOutsideAnAction(AssertionError):
    """Our own code sent a statement that changes our own rows while no action was open."""


@cache
def our_tables() -> frozenset[str]:
    """The tables of our models, without the page models that Wagtail saves."""
    from wagtail.models import Page

    models = [
        m
        for m in apps.get_models(include_auto_created=True)
        if m.__module__.startswith("commonweal.") and not issubclass(m, Page)
    ]
    return frozenset(m._meta.db_table for m in models) - EXEMPT.keys()


def callers(frame: FrameType | None) -> Iterator[str]:
    """The files of the functions under way, innermost first."""
    while frame is not None:
        yield frame.f_code.co_filename
        frame = frame.f_back


def our_code_asks() -> str:
    """The innermost file of ours that led to this statement; empty when only a test did."""
    for name in callers(sys._getframe(2)):
        if name.startswith(OURS) and not any(part in name for part in NOT_OUR_CODE):
            return name.removeprefix(OURS)
    return ""


def watch(execute: Callable[..., Any], sql: Any, params: Any, many: bool, context: Any) -> Any:
    """Pass the statement on, unless it saves outside an action."""
    text = sql if isinstance(sql, str) else str(sql)
    tables = {table for table in WRITES.findall(text) if table in our_tables()}
    if tables and not open_actions() and not is_given():
        excused = any(text.startswith(statement) for statement in EXEMPT_STATEMENTS)
        if not excused and (file := our_code_asks()):
            raise SavedOutsideAnAction(
                f"{file} changed {', '.join(sorted(tables))} outside an action. Move it into one "
                f"(@action), or, where a test only lays out its story, into `with given():`."
                f"\n{text[:300]}"
            )
    return execute(sql, params, many, context)


def watch_connection(connection: Any, **_: Any) -> None:
    """Watch a connection from the moment it opens; threads each have their own."""
    if watch not in connection.execute_wrappers:
        connection.execute_wrappers.append(watch)
