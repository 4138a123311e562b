"""The one door for writes: gate, transaction, change, journal, in that order."""

from __future__ import annotations

import functools
import inspect
from collections.abc import Callable, Iterator
from contextlib import contextmanager, nullcontext
from contextvars import ContextVar
from dataclasses import dataclass
from typing import Any, ParamSpec, TypeVar

from django.core.exceptions import PermissionDenied
from django.db import models, transaction

from commonweal.core import clock
from commonweal.core.actors import Actor
from commonweal.core.models import JournalEntry
from commonweal.core.permissions import allowed

P = ParamSpec("P")
R = TypeVar("R")


@dataclass(frozen=True)
class Declared:
    """What an action said of itself, kept so that the house tests can read it."""

    name: str
    permission: str
    about: str
    keeps: tuple[str, ...]
    function: Callable[..., Any]


ACTIONS: dict[str, Declared] = {}
_open: ContextVar[tuple[str, ...]] = ContextVar("open_actions", default=())


def open_actions() -> tuple[str, ...]:
    """The actions under way here, outermost first; empty when nothing may be saved."""
    return _open.get()


@contextmanager
def door(name: str) -> Iterator[None]:
    """Mark that an action is under way, for as long as the block lasts."""
    token = _open.set((*_open.get(), name))
    try:
        yield
    finally:
        _open.reset(token)


def name_of(thing: Any) -> str:
    """How the journal names a thing: its model and key, or its own words."""
    if isinstance(thing, models.Model):
        return f"{thing._meta.label_lower}:{thing.pk}"
    return "" if thing is None else str(thing)[:200]


def plain(value: Any) -> Any:
    """A value as the journal can keep it."""
    if value is None or isinstance(value, bool | int | float | str):
        return value
    if isinstance(value, models.Model):
        return name_of(value)
    if isinstance(value, dict):
        return {str(k): plain(v) for k, v in value.items()}
    if isinstance(value, list | tuple | set | frozenset):
        return [plain(v) for v in value]
    return str(value)


def usual_values(function: Callable[..., Any], needed: set[str]) -> dict[str, Any]:
    """What the arguments of an action are when they are left out.

    :raises TypeError: when it takes anything but keywords, or has no argument that is needed.
    """
    parameters = inspect.signature(function).parameters
    if any(p.kind is not p.KEYWORD_ONLY for p in parameters.values()):
        raise TypeError(f"{function.__qualname__} must take keywords only.")
    if lost := needed - set(parameters):
        raise TypeError(f"{function.__qualname__} has no argument {', '.join(sorted(lost))}.")
    return {n: p.default for n, p in parameters.items() if p.default is not p.empty}


def action(
    *,
    permission: str,
    about: str = "",
    keeps: tuple[str, ...] = (),
    whole: bool = True,
    unnamed: bool = False,
) -> Callable[[Callable[P, R]], Callable[P, R]]:
    """Declare a function as the way to make one change.

    :param permission: the name its caller must hold, for the thing that ``about`` names.
    :param about: the argument that is changed; without one, the result is what the journal names.
    :param keeps: the arguments whose values the journal keeps. Nothing personal belongs here.
    :param whole: one transaction holds all of it. A long import says no: it opens its own, short
        ones while it reads and one for all that it changes.
    :param unnamed: the journal does not say what it was about, because that alone would tell
        something of somebody to whoever reads the journal; what was made keeps who and when.
    :raises TypeError: at import, when the function takes anything but keywords, or has no ``by``.
    """

    def declare(function: Callable[P, R]) -> Callable[P, R]:
        usual = usual_values(function, {"by", *filter(None, [about]), *keeps})
        app = function.__module__.removeprefix("commonweal.").split(".")[0]
        name = f"{app}.{function.__name__}"
        ACTIONS[name] = Declared(name, permission, about, keeps, function)

        @functools.wraps(function)
        def act(*args: P.args, **kwargs: P.kwargs) -> R:
            if args:
                raise TypeError(f"{name} takes keywords only.")
            by: Actor = kwargs["by"]  # type: ignore[assignment]
            if not allowed(by, permission, kwargs.get(about) if about else None):
                raise PermissionDenied(f"{by.label} may not do this.")
            with transaction.atomic() if whole else nullcontext(), door(name):
                result = function(**kwargs)  # type: ignore[call-arg]
                JournalEntry.objects.create(
                    at=clock.now(),
                    actor_key=by.key,
                    actor_label=by.label,
                    action=name,
                    thing="" if unnamed else name_of(kwargs[about] if about else result),
                    detail={k: plain(kwargs.get(k, usual.get(k))) for k in keeps},
                )
            return result

        return act

    return declare
