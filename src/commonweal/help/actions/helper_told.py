"""What a helper says of themselves, made plain before it is kept. Inner steps."""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Callable, Iterable, Mapping
from typing import Any

from commonweal.core.refused import Refused
from commonweal.core.unseen import seen
from commonweal.help.actions.people import place_of
from commonweal.help.actions.requests import words_of
from commonweal.help.choices import Means
from commonweal.help.models import Helper, Scheme
from commonweal.help.sealing import phone_digits
from commonweal.places.postcodes import explain, normalise

METRES = 1_609.344  # in a mile
FARTHEST = 60  # miles
DAYS = ("mo", "tu", "we", "th", "fr", "sa", "su")
CLOCK = re.compile(r"(?:[01]\d|2[0-3]):[0-5]\d|24:00")
MANY = 30
E_MAIL = re.compile(r"[^\s@<>,;]+@[^\s@<>,;]+\.[^\s@<>,;]+")


def line_of(told: object, field: str, *, needed: str = "", most: int = 200) -> str:
    """One line, as it is kept."""
    return words_of(" ".join(str(told or "").split()), field, needed=needed, most=most)


def email_of(told: object) -> str:
    """An e-mail address, or nothing.

    :raises Refused: when it is something else.
    """
    plain = line_of(told, "email")
    if plain and not E_MAIL.fullmatch(plain):
        raise Refused("That is not an e-mail address, such as name@example.org.", field="email")
    return plain


def phone_of(told: object) -> str:
    """A telephone number as it was said, or nothing.

    :raises Refused: when it has too few figures to ring.
    """
    plain = line_of(told, "phone", most=40)
    if plain and not phone_digits(plain):
        raise Refused("That is not a whole telephone number.", field="phone")
    return plain


def postcode_of(told: object) -> str:
    """A whole postcode.

    :raises Refused: when it is not one, saying what is wrong with it.
    """
    typed = seen(str(told or ""))
    if wrong := explain(typed):
        raise Refused(wrong, field="postcode")
    return normalise(typed)


def reach_of(told: object) -> int:
    """Miles, as metres.

    :raises Refused: when it is no number, or farther than anybody goes.
    """
    try:
        miles = float(str(told))
    except ValueError:
        raise Refused("Say how many miles you go, such as 3.", field="miles") from None
    if not 0 <= miles <= FARTHEST:
        raise Refused(f"Between 0 and {FARTHEST} miles.", field="miles")
    return round(miles * METRES)


def limit_of(told: object) -> int:
    """How many tasks in a week.

    :raises Refused: when it is not between one and fourteen.
    """
    plain = str(told)
    if not plain.isdecimal() or not 1 <= int(plain[:3]) <= 14:
        raise Refused("Between 1 and 14 tasks a week.", field="weekly_limit")
    return int(plain[:3])


def some_of(told: object, field: str, known: Iterable[str]) -> list[str]:
    """Those chosen, in the order in which they are offered.

    :raises Refused: when one is not offered.
    """
    chosen = {str(c) for c in told} if isinstance(told, Iterable) and told != "" else set()
    offered = list(known)
    if chosen - set(offered):
        raise Refused("Choose from what is offered.", field=field)
    return [c for c in offered if c in chosen]


def codes_of(told: object, field: str) -> list[str]:
    """Codes of languages, each once."""
    codes = [line_of(c, field, most=8) for c in told] if isinstance(told, list | tuple) else []
    return list(dict.fromkeys(c for c in codes if c))[:MANY]


def skills_of(told: object) -> list[str]:
    """Skills in small letters, each once, from a list or a line with commas."""
    parts = told.split(",") if isinstance(told, str) else list(told or [])  # type: ignore[call-overload]
    plain = [line_of(p, "skills", most=60).lower() for p in parts[:MANY]]
    return list(dict.fromkeys(p for p in plain if p))


def times_of(told: object) -> list[list[str]]:
    """Stretches of the week, in order.

    :raises Refused: when one is not ``["mo", "09:00", "12:30"]``, or ends before it begins.
    """
    rows = [list(map(str, row)) for row in told] if isinstance(told, list | tuple) else []
    for row in rows:
        shaped = len(row) == 3 and row[0] in DAYS and all(map(CLOCK.fullmatch, row[1:]))
        if not shaped or row[1] >= row[2]:
            raise Refused("A time has a day, a beginning and a later end.", field="times")
    return sorted(rows[:MANY], key=lambda row: (DAYS.index(row[0]), row[1], row[2]))


def offered_needs(scheme: Scheme) -> list[str]:
    """The codes of what this scheme answers, by their titles."""
    return list(scheme.needs.order_by("term__title").values_list("term__code", flat=True))


def day_of(told: object) -> dt.date | None:
    """A day, or none."""
    return told if isinstance(told, dt.date) else None


READ: dict[str, tuple[str, Callable[[Any], Any]]] = {
    "name": ("name", lambda told: line_of(told, "name", needed="Say what you are called.")),
    "phone": ("phone", phone_of),
    "email": ("email", email_of),
    "miles": ("reach", reach_of),
    "means": ("means", lambda told: some_of(told, "means", Means.values)),
    "skills": ("skills", skills_of),
    "languages": ("languages", lambda told: codes_of(told, "languages")),
    "times": ("times", times_of),
    "interests": ("interests", lambda told: words_of(str(told or ""), "interests")),
    "limits": ("limits", lambda told: words_of(str(told or ""), "limits")),
    "weekly_limit": ("weekly_limit", limit_of),
    "insured_until": ("insured_until", day_of),
}


def write_helper(helper: Helper, told: Mapping[str, Any]) -> Helper:
    """Write what was told into a helper's record, not saved yet.

    :raises Refused: naming the field that cannot be kept as it is.
    """
    for field, (column, read) in READ.items():
        if field in told:
            setattr(helper, column, read(told[field]))
    if "needs" in told:
        helper.needs = some_of(told["needs"], "needs", offered_needs(helper.scheme))
    if "postcode" in told:
        helper.postcode = postcode_of(told["postcode"])
        place = place_of(helper.postcode)
        helper.spot, helper.area = place["spot"], place["area"]
    if not helper.phone and not helper.email:
        raise Refused("Give a telephone number or an e-mail address.", field="phone")
    if not helper.means:
        raise Refused("Choose at least one way to get about.", field="means")
    return helper
