"""Tidying what people write into promises, with a refusal that names the field."""

from __future__ import annotations

import datetime as dt

from django.core.exceptions import ValidationError
from django.core.validators import URLValidator, validate_email

from commonweal.core.refused import Refused
from commonweal.core.unseen import seen

WORDS = 4_000
_web = URLValidator(schemes=["http", "https"])


def a_line(value: str, *, most: int, field: str, needed: str = "") -> str:
    """One line. ``needed`` is what to say where there is none.

    :raises Refused: when it is missing or too long.
    """
    text = " ".join(seen(value).split())
    return _sized(text, most, field, needed)


def some_words(value: str, *, field: str, most: int = WORDS, needed: str = "") -> str:
    """Text that may run over several lines.

    :raises Refused: when it is missing or too long.
    """
    text = seen(value).replace("\r\n", "\n").strip()
    return _sized(text, most, field, needed)


def _sized(text: str, most: int, field: str, needed: str) -> str:
    if needed and not text:
        raise Refused(needed, field=field)
    if len(text) > most:
        said = f"This is {len(text):,} letters long. It can be {most:,} at most."
        raise Refused(said, field=field)
    return text


def an_address(value: str, *, field: str) -> str:
    """An e-mail address, or nothing.

    :raises Refused: when mail cannot be sent to it.
    """
    text = value.strip()
    try:
        if text:
            validate_email(text)
    except ValidationError as problem:
        said = f"{text[:60]} is not an e-mail address. It needs a name, an @ and where it is."
        raise Refused(said, field=field) from problem
    return _sized(text, 254, field, "")


def a_web_address(value: str, *, field: str) -> str:
    """An address that begins with http:// or https://, or nothing.

    :raises Refused: when it is none.
    """
    text = value.strip()
    try:
        if text:
            _web(text)
    except ValidationError as problem:
        said = f"{text[:60]} is not a web address. It begins with https:// or http://."
        raise Refused(said, field=field) from problem
    return _sized(text, 500, field, "")


def in_order(first: dt.date | None, last: dt.date | None, *, field: str, said: str) -> None:
    """Two days that follow each other.

    :raises Refused: when they do not.
    """
    if first and last and last < first:
        raise Refused(said, field=field)
