"""What somebody told when they asked, read from any way in: web, telephone, program, sheet.

Pure but for saying no. ``told`` is a mapping of plain values: ``needs`` (codes), ``details``,
``wanted``, ``urgency``, ``name``, ``called``, ``phone``, ``email``, ``address``, ``postcode``,
``language``, ``access``, ``born``, ``safe`` (``number``, ``hours``, ``voicemail``, ``text``,
``says``, ``interpreter``, ``shared``), ``unsafe`` (whether it would be unsafe if somebody at home
knew), ``knows``, ``asker`` (``name``, ``phone``, ``email``, ``relation``, ``organisation``),
``keyholder`` (``name``, ``phone``, ``relation``), ``health`` and ``reach`` (what they agreed to),
``script`` (the version of the words read to them), ``client`` (the record of somebody known).
"""

from __future__ import annotations

import json
import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from commonweal.core.refused import Refused
from commonweal.core.unseen import seen
from commonweal.help.choices import Knows, Urgency
from commonweal.help.sealing import phone_digits
from commonweal.places.postcodes import explain, normalise

MOST_NEEDS = 12
NOTE = 2_000
LENGTHS = {
    "name": 200, "called": 100, "phone": 40, "email": 254, "address": 500, "postcode": 40,
    "language": 8, "access": NOTE, "born": 40,
}  # fmt: skip
SAFE = ("way", "number", "says", "interpreter")
ASKER = ("name", "phone", "email", "relation", "organisation")
KEYHOLDER = ("name", "phone", "relation")
WANTED = ("soon", "on", "prefers", "means", "language")
A_TIME = re.compile(r"([01]\d|2[0-3]):[0-5]\d")
NEEDED = "Choose at least one thing that would help."
AGREED = frozenset({Knows.SELF, Knows.AGREED})


@dataclass(frozen=True)
class Ask:
    """What was told, tidied and bounded. ``person`` is as a record of a scheme takes it."""

    needs: tuple[str, ...]
    details: str
    person: dict[str, Any]
    wanted: dict[str, Any] = field(default_factory=dict)
    urgency: str = ""
    knows: str = Knows.SELF
    asker: dict[str, str] = field(default_factory=dict)
    keyholder: dict[str, str] = field(default_factory=dict)
    health: bool = False
    reach: bool = False
    unsafe: bool = False
    script: str = ""
    client: str = ""

    @property
    def may_match(self) -> bool:
        """Whether a helper may be looked for: the person asked, or agreed."""
        return self.knows in AGREED

    @property
    def same(self) -> str:
        """What makes two askings the same, as one text: who, where, what and why."""
        who = self.person
        told = [
            sorted(self.needs), self.details, who["name"].casefold(), phone_digits(who["phone"]),
            who["postcode"], self.asker.get("name", ""), self.wanted,
        ]  # fmt: skip
        return json.dumps(told, sort_keys=True)


def line(value: Any, longest: int) -> str:
    """One text of what was told, without what nobody sees, no longer than it may be."""
    return seen(str(value or "")).strip()[:longest]


def lines(told: Any, names: tuple[str, ...]) -> dict[str, str]:
    """The texts of a mapping that have something in them."""
    found = told if isinstance(told, Mapping) else {}
    return {n: line(found[n], NOTE if n == "says" else 200) for n in names if found.get(n)}


def safe_of(told: Any) -> dict[str, Any]:
    """How somebody may be reached.

    :raises Refused: when their hours cannot be read: to leave them out could harm.
    """
    found = told if isinstance(told, Mapping) else {}
    return {
        **lines(found, SAFE),
        "hours": hours_of(found.get("hours") or []),
        **{n: bool(found.get(n)) for n in ("voicemail", "text", "shared")},
    }


def hours_of(told: Any) -> list[list[str]]:
    """The hours in which it is safe, each a time and a later one.

    :raises Refused: when that is not what they are.
    """
    kept = []
    for stretch in told[:7] if isinstance(told, list | tuple) else [None]:
        pair = stretch if isinstance(stretch, list | tuple) and len(stretch) == 2 else ("", "")
        since, until = line(pair[0], 5), line(pair[1], 5)
        if not (A_TIME.fullmatch(since) and A_TIME.fullmatch(until) and since < until):
            raise Refused("Safe hours are two times, such as 09:00 and 12:30.", field="hours")
        kept.append([since, until])
    return kept


def wanted_of(told: Any) -> dict[str, Any]:
    """When and how something is wanted, as far as it can be read."""
    found = told if isinstance(told, Mapping) else {}
    kept: dict[str, Any] = {
        n: line(found[n], 300)
        for n in WANTED
        if n in found and not isinstance(found[n], Mapping | list | tuple)
    }
    if isinstance(found.get("minutes"), int):
        kept["minutes"] = found["minutes"]
    for name, kind in (("windows", list), ("skills", str)):
        rows = found.get(name)
        read = map(plain_row, rows[:50]) if isinstance(rows, list | tuple) else ()
        kept[name] = [row for row in read if row and isinstance(row, kind)]
    return {n: v for n, v in kept.items() if v}


def plain_row(told: Any) -> str | list[str]:
    """A text, or a short list of texts; nothing of anything else."""
    if isinstance(told, list | tuple):
        return [line(t, 20) for t in told[:3]] if all(isinstance(t, str) for t in told) else []
    return line(told, 60) if isinstance(told, str) else ""


def needs_of(told: Any) -> tuple[str, ...]:
    """The codes of what is needed, each once.

    :raises Refused: when there is none, or more than anybody can answer at once.
    """
    rows = told if isinstance(told, list | tuple) else []
    codes = tuple(dict.fromkeys(line(c, 12) for c in rows if isinstance(c, str) and c))
    if not codes:
        raise Refused(NEEDED, field="needs")
    if len(codes) > MOST_NEEDS:
        raise Refused(f"Choose at most {MOST_NEEDS} at once, the most urgent first.", field="needs")
    return codes


def read(told: Mapping[str, Any]) -> Ask:
    """What was told, as it is kept.

    :raises Refused: naming the field that is missing, too long, or cannot be.
    """
    details = seen(str(told.get("details") or "")).strip()
    if len(details) > NOTE:
        said = f"That is {len(details):,} characters; at most {NOTE:,} are kept."
        raise Refused(said, field="details")
    urgency, knows = told.get("urgency") or "", told.get("knows") or Knows.SELF
    if urgency and urgency not in Urgency.values:
        raise Refused("Choose how soon somebody must be reached.", field="urgency")
    if knows not in Knows.values:
        raise Refused("Say whether they know that you ask for them.", field="knows")
    person: dict[str, Any] = {n: line(told.get(n), length) for n, length in LENGTHS.items()}
    person |= {"language": person["language"] or "en", "safe": safe_of(told.get("safe"))}
    if person["postcode"] and not normalise(person["postcode"]):
        raise Refused(explain(person["postcode"]), field="postcode")
    ask = Ask(
        needs=needs_of(told.get("needs")), details=details, person=person,
        wanted=wanted_of(told.get("wanted")), urgency=urgency, knows=knows,
        asker=lines(told.get("asker"), ASKER), keyholder=lines(told.get("keyholder"), KEYHOLDER),
        health=bool(told.get("health")), reach=bool(told.get("reach")),
        unsafe=bool(told.get("unsafe")), script=line(told.get("script"), 20),
        client=line(told.get("client"), 36),
    )  # fmt: skip
    check_reachable(ask)
    return ask


def check_reachable(ask: Ask) -> None:
    """See that somebody can be reached about it, and in the way that is safe.

    :raises Refused: when there is no number, address or asker by which to.
    """
    who = ask.person
    if ask.unsafe and not who["safe"].get("number"):
        raise Refused(
            "Give a number on which it is safe to ring you, or ring one of the numbers here.",
            field="number",
        )
    own = who["phone"] or who["email"] or who["address"] or who["safe"].get("number") or ask.client
    if ask.knows == Knows.SELF and not own:
        raise Refused("Say how somebody can reach you.", field="phone")
    if ask.knows != Knows.SELF and not (ask.asker.get("phone") or ask.asker.get("email")):
        raise Refused("Say how somebody can reach you, who ask for them.", field="asker_phone")
