"""Writes down what was kept before and after a change. Called by the actions that make it."""

from __future__ import annotations

import functools
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from typing import Any, TypeVar

from commonweal.core import clock
from commonweal.core.actors import Actor
from commonweal.sector.choices import VersionOf
from commonweal.sector.models import Organisation, Service, Version
from commonweal.sector.reports.offering import told_of
from commonweal.sector.retelling import as_plain

C = TypeVar("C", bound=Callable[..., Service])
_why: ContextVar[str] = ContextVar("why_it_is_changed", default="")


@contextmanager
def because(reason: str) -> Iterator[None]:
    """Say why, for all that is changed as long as the block lasts."""
    token = _why.set(reason[:500])
    try:
        yield
    finally:
        _why.reset(token)


def version_of(
    thing: Organisation | Service, kind: VersionOf, before: Any, after: Any, *, by: Actor
) -> Version | None:
    """A version, not yet saved; nothing where nothing changed."""
    if before == after:
        return None
    whose: dict[str, Any] = {"service" if isinstance(thing, Service) else "about": thing}
    when = {"at": clock.now(), "by": by.label, "reason": _why.get()}
    return Version(**whose, **when, kind=kind, before=before, after=after)


def keep_version(
    thing: Organisation | Service, kind: VersionOf, before: Any, after: Any, *, by: Actor
) -> None:
    """Keep what was there before a change and what is there after it."""
    made = version_of(thing, kind, before, after, by=by)
    if made is not None:
        made.save()


def remembered(change: C) -> C:
    """Keep what was told of a service before and after this change of it."""

    @functools.wraps(change)
    def told_and_remembered(**given: Any) -> Service:
        service, before = given.get("service"), None
        if service is not None:
            held = Service.objects.select_for_update().get(pk=service.pk)
            before = as_plain(told_of(held))
        made = change(**given)
        keep_version(made, VersionOf.SERVICE, before, as_plain(told_of(made)), by=given["by"])
        return made

    return told_and_remembered  # type: ignore[return-value]
