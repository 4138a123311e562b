"""A service as it is told, as plain values that a database can keep, and back again. Pure."""

from __future__ import annotations

import datetime as dt
import types
from dataclasses import fields, is_dataclass
from decimal import Decimal
from typing import Any, Union, get_args, get_origin, get_type_hints

from commonweal.sector.offering import ToldService

# What tells how to reach somebody, of a service and of the rows below it.
CONTACT = {"email": "", "telephone": "", "contacts": []}
STREET = {"street": "", "address_public": False}


def as_plain(told: ToldService) -> dict[str, Any]:
    """All that is told, as lists, words and numbers."""
    plain: dict[str, Any] = _plain(told)
    return plain


def from_plain(said: dict[str, Any]) -> ToldService:
    """What was told, from what was kept of it; what is no longer told of services is left out."""
    told: ToldService = _built(ToldService, said)
    return told


def without_contacts(said: dict[str, Any] | None) -> dict[str, Any] | None:
    """The same without how to reach anybody."""
    if said is None:
        return None
    places = [{**place, **STREET} for place in said.get("places", [])]
    return {**said, **CONTACT, "places": places}


def _plain(value: Any) -> Any:
    if is_dataclass(value):
        return {field.name: _plain(getattr(value, field.name)) for field in fields(value)}
    if isinstance(value, tuple | list):
        return [_plain(one) for one in value]
    if isinstance(value, dt.date | dt.time):
        return value.isoformat()
    return str(value) if isinstance(value, Decimal) else value


def _built(kind: Any, said: dict[str, Any]) -> Any:
    hints = get_type_hints(kind)
    known = {field.name: field for field in fields(kind)}
    return kind(**{name: _value(hints[name], said[name]) for name in known if name in said})


def _value(hint: Any, value: Any) -> Any:
    if value is None:
        return None
    if get_origin(hint) in (Union, types.UnionType):
        hint = next(one for one in get_args(hint) if one is not type(None))
    if get_origin(hint) is tuple:
        inner = get_args(hint)
        kinds = [inner[0]] * len(value) if inner[-1] is Ellipsis else inner
        return tuple(_value(one, part) for one, part in zip(kinds, value, strict=True))
    if is_dataclass(hint):
        return _built(hint, value)
    if hint in (dt.date, dt.time):
        return hint.fromisoformat(value)
    return Decimal(value) if hint is Decimal else value
