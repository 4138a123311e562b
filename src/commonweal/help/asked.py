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

import datetime as dt
import json
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


def is_stretch(told: Any) -> bool:
    """Whether something is two times of day, of which the second is later."""
    try:
        begin, end = (dt.time.fromisoformat(str(t)[:5]) for t in told)
    except (TypeError, ValueError):
        return False
    return begin < end


def safe_of(told: Any) -> dict[str, Any]:
    """How somebody may be reached."""
    found = told if isinstance(told, Mapping) else {}
    hours = [h for h in found.get("hours") or [] if is_stretch(h)]
    return {
        **lines(found, SAFE),
        "hours": [[line(a, 5), line(b, 5)] for a, b in hours[:7]],
        **{n: bool(found.get(n)) for n in ("voicemail", "text", "shared")},
    }


def needs_of(told: Any) -> tuple[str, ...]:
    """The codes of what is needed, each once.

    :raises Refused: when there is none, or more than anybody can answer at once.
    """
    codes = tuple(dict.fromkeys(line(c, 12) for c in told or [] if c))
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
    wanted = told.get("wanted")
    ask = Ask(
        needs=needs_of(told.get("needs")), details=details, person=person,
        wanted=dict(wanted) if isinstance(wanted, Mapping) else {}, urgency=urgency, knows=knows,
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
