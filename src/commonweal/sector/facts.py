"""What a person may type for each fact, tidied, or refused in a sentence that names the field."""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Callable
from typing import Any
from urllib.parse import urlsplit

from django.core.exceptions import ValidationError
from django.core.validators import validate_email
from django.db.models import TextChoices

from commonweal.core.refused import Refused
from commonweal.core.unseen import UNSEEN, seen
from commonweal.places.postcodes import explain, normalise
from commonweal.sector.choices import Kind, Side, Status

WORDS: dict[str, str] = {
    "name": "Name",
    "kind": "Kind",
    "side": "Of the sector or a partner",
    "status": "How it stands",
    "status_on": "Since",
    "description": "What it does",
    "purposes": "Its purposes",
    "registered_on": "Registered on",
    "email": "E-mail",
    "telephone": "Telephone",
    "website": "Website",
    "street": "Street",
    "postcode": "Postcode",
    "address_public": "The address may be shown",
    "trustees": "Trustees",
    "income": "Income in a year",
    "spending": "Spending in a year",
    "money_year_end": "The year that ended on",
    "employees": "Employees",
    "volunteers": "Volunteers",
}

_HOST = re.compile(r"^(?=.{4,253}$)([a-z0-9]([a-z0-9-]{0,61}[a-z0-9])?\.)+[a-z][a-z0-9-]{1,62}$")
_SHORT_NUMBERS = re.compile(r"^(11[129]|101|105|116\d{3}|18\d{3})$")
_EARLIEST = dt.date(1066, 1, 1)
_MOST_MONEY = 10**12
_MOST_PEOPLE = 2 * 10**6


def tidy(fact: str, value: Any, *, today: dt.date) -> Any:
    """The value as it is kept: text, a number, yes or no, a day as ISO text, or nothing.

    :raises Refused: in a sentence, with the fact as its field.
    """
    if fact not in _RULES:
        raise Refused(f"{fact} is not a fact that can be put right.", field=fact)
    try:
        return _RULES[fact](value, today)
    except ValueError as problem:
        raise Refused(str(problem), field=fact) from problem


def line(most: int, *, needed: str = "") -> Callable[[Any, dt.date], str]:
    """One line of text. ``needed`` is what to say when there is none."""

    def read(value: Any, today: dt.date) -> str:
        text = " ".join(seen("" if value is None else str(value)).split())
        if needed and not text:
            raise ValueError(needed)
        return _short_enough(text, most)

    return read


def paragraphs(most: int) -> Callable[[Any, dt.date], str]:
    """Text that may run over several lines."""

    def read(value: Any, today: dt.date) -> str:
        text = seen("" if value is None else str(value)).replace("\r\n", "\n")
        return _short_enough(text.strip(), most)

    return read


def _short_enough(text: str, most: int) -> str:
    if len(text) > most:
        raise ValueError(f"This is {len(text):,} letters long. It can be {most:,} at most.")
    return text


def email(value: Any, today: dt.date) -> str:
    """One address that mail could be sent to."""
    text = str(value or "").strip()
    if not text:
        return ""
    try:
        validate_email(text)
    except ValidationError:
        raise ValueError(
            f"{text[:60]} is not an e-mail address. It needs a name, an @ and where it is."
        ) from None
    return _short_enough(text, 254)


def website(value: Any, today: dt.date) -> str:
    """An address that begins with http:// or https://, and nothing that could run a program."""
    text = str(value or "").strip()
    if not text:
        return ""
    if "://" not in text and not re.match(r"^[a-z]+:(?!\d)", text, re.IGNORECASE):
        text = f"https://{text}"
    try:
        parts = urlsplit(text)
        host, _ = (parts.hostname or "").encode("idna").decode().lower(), parts.port
    except (ValueError, UnicodeError):
        raise ValueError(f"{text[:60]} is not the address of a website.") from None
    if parts.scheme.lower() not in {"http", "https"}:
        raise ValueError("A website begins with https:// or http://.")
    if parts.username or UNSEEN.search(text) or re.search(r"[\s<>\"'`\\]", text):
        raise ValueError("A website's address has no spaces, quotation marks or passwords in it.")
    if not _HOST.match(host):
        raise ValueError(f"{text[:60]} is not the address of a website, such as www.example.org.")
    return _short_enough(text, 400)


def telephone(value: Any, today: dt.date) -> str:
    """A number that can be rung from the United Kingdom, written as people write it."""
    text = " ".join(seen(str(value or "")).split())
    if not text:
        return ""
    number, _, extension = re.sub(r"\s*(ext\.?|extension|x)\s*", "#", text.lower()).partition("#")
    plain = re.sub(r"[\s().-]", "", number)
    plain = re.sub(r"^(\+44|0044)0?", "0", plain)
    if extension and not re.fullmatch(r"\d{1,6}", extension):
        raise ValueError(f"{text[:40]} has an extension that is not a number.")
    if not re.fullmatch(r"0[1-9]\d{8,9}", plain) and not _SHORT_NUMBERS.match(plain):
        raise ValueError(
            f"{text[:30]} is not a UK telephone number. It has 10 or 11 figures and starts with 0."
        )
    return _short_enough(text, 60)


def postcode(value: Any, today: dt.date) -> str:
    """A whole postcode, with one space."""
    text = str(value or "").strip()
    if not text:
        return ""
    known = normalise(text)
    if not known:
        raise ValueError(explain(text))
    return known


def day(*, may_be_to_come: bool) -> Callable[[Any, dt.date], str | None]:
    """A day, as a date, as 2026-03-31 or as 31/3/2026."""

    def read(value: Any, today: dt.date) -> str | None:
        if value in (None, ""):
            return None
        found = _day(value)
        if found is None:
            raise ValueError(f"{str(value)[:30]} is not a day. Write it as 31/3/2026.")
        if found < _EARLIEST:
            raise ValueError(f"{found:%d/%m/%Y} is too long ago.")
        if found > today and not may_be_to_come:
            raise ValueError(f"{found:%d/%m/%Y} has not come yet.")
        return found.isoformat()

    return read


def _day(value: Any) -> dt.date | None:
    if isinstance(value, dt.datetime):
        return value.date()
    if isinstance(value, dt.date):
        return value
    for pattern in ("%Y-%m-%d", "%d/%m/%Y"):
        try:
            return dt.datetime.strptime(str(value).strip(), pattern).date()  # noqa: DTZ007
        except ValueError:
            continue
    return None


def whole(most: int) -> Callable[[Any, dt.date], int | None]:
    """A whole number, nought or more; pounds and commas may be written."""

    def read(value: Any, today: dt.date) -> int | None:
        if value is None or (isinstance(value, str) and not value.strip()):
            return None
        text = re.sub(r"[£,\s]", "", str(value))
        if isinstance(value, bool) or not re.fullmatch(r"[0-9]{1,15}", text):
            raise ValueError(f"{str(value)[:30]} is not a whole number, nought or more.")
        if int(text) > most:
            raise ValueError(f"{int(text):,} is more than {most:,}. Is it a slip?")
        return int(text)

    return read


def one_of(choices: type[TextChoices]) -> Callable[[Any, dt.date], str]:
    """One of the words there are."""

    def read(value: Any, today: dt.date) -> str:
        text = str(getattr(value, "value", value))
        if text not in choices.values:
            raise ValueError(f"Choose one of: {', '.join(str(c) for c in choices.labels)}.")
        return text

    return read


def yes_or_no(value: Any, today: dt.date) -> bool:
    """Yes or no; nothing said is no."""
    if isinstance(value, bool):
        return value
    text = str("" if value is None else value).strip().lower()
    if text in {"", "no", "false", "0", "off"}:
        return False
    if text in {"yes", "true", "1", "on"}:
        return True
    raise ValueError("Say yes or no.")


_RULES: dict[str, Callable[[Any, dt.date], Any]] = {
    "name": line(255, needed="Every organisation has a name."),
    "kind": one_of(Kind),
    "side": one_of(Side),
    "status": one_of(Status),
    "status_on": day(may_be_to_come=False),
    "description": paragraphs(10_000),
    "purposes": paragraphs(10_000),
    "registered_on": day(may_be_to_come=False),
    "email": email,
    "telephone": telephone,
    "website": website,
    "street": line(400),
    "postcode": postcode,
    "address_public": yes_or_no,
    "trustees": whole(10_000),
    "income": whole(_MOST_MONEY),
    "spending": whole(_MOST_MONEY),
    "money_year_end": day(may_be_to_come=True),
    "employees": whole(_MOST_PEOPLE),
    "volunteers": whole(_MOST_PEOPLE),
}
