"""Which value of a fact wins: a correction made here, else the most trusted source that says.

Pure: takes and returns plain values. A source's precedence is a number, and the lowest wins.
What a register has dropped counts only where no standing record says anything.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from commonweal.sector.choices import FACTS, Status
from commonweal.sector.withholding import hidden_by

CORRECTED = "corrected-here"

# Facts that make sense only together: the first names decide which source supplies them all.
BUNDLES: tuple[tuple[tuple[str, ...], tuple[str, ...]], ...] = (
    (("postcode", "street"), ("street", "postcode", "address_public")),
    (("status",), ("status", "status_on")),
    (("income", "spending"), ("income", "spending", "money_year_end")),
)
_BUNDLED = {fact for _, facts in BUNDLES for fact in facts}


@dataclass(frozen=True, kw_only=True)
class Claim:
    """What one record of one source states. Dates are ISO text, as they are kept.

    ``own`` marks the record that the organisation is named for: of two records of one source it
    wins.
    """

    source: str
    precedence: int = 100
    key: str = ""
    own: bool = False
    facts: Mapping[str, Any] = field(default_factory=dict)
    gone: bool = False
    gone_on: dt.date | None = None

    def says(self, fact: str) -> Any:
        """What it states; a record that has left its register states that it has."""
        stated = self.facts.get(fact)
        if not self.gone or self.facts.get("status", Status.ACTIVE) not in {
            Status.ACTIVE,
            "",
            None,
        }:
            return stated
        if fact == "status":
            return Status.REMOVED.value
        if fact == "status_on":
            return self.gone_on.isoformat() if self.gone_on else None
        return stated


@dataclass(frozen=True, kw_only=True)
class Resolved:
    """The value of one fact and how it came to win.

    ``value`` is what may be published: nothing, when it is withheld. ``known`` is the value all
    the same, for stewards. ``stated`` is what the best source says, ``stated_by`` which that is,
    and ``differs`` whether a correction says otherwise.
    """

    value: Any
    known: Any
    stated: Any
    source: str
    stated_by: str = ""
    corrected: bool = False
    withheld: bool = False
    differs: bool = False


def empty(value: Any) -> bool:
    """Whether a source leaves this unsaid. No and nought are said."""
    return value is None or value == ""


def ranked(claims: Iterable[Claim]) -> list[Claim]:
    """Standing records first, then by precedence; ties broken by whose own, then by key."""
    return sorted(claims, key=lambda c: (c.gone, c.precedence, not c.own, c.source, c.key))


def resolve(
    claims: Sequence[Claim], corrections: Mapping[str, Any], withheld: Collection[str]
) -> dict[str, Resolved]:
    """Every fact, from the records about one organisation.

    :param corrections: the value put right here, by fact. It wins even when it is empty.
    :param withheld: what must not be shown, in the words of ``withholding.WITHHOLDABLE``.
    """
    hidden = hidden_by(withheld)
    stated = _stated(ranked(claims))
    moved = _after_a_move(corrections)
    return {
        fact: _one(fact, *stated.get(fact, (None, "")), {**moved, **corrections}, hidden)
        for fact in FACTS
    }


def _stated(order: Sequence[Claim]) -> dict[str, tuple[Any, str]]:
    """What the sources say, and which of them says it."""
    found: dict[str, tuple[Any, str]] = {}
    for deciders, facts in BUNDLES:
        claim = next((c for c in order if any(not empty(c.says(d)) for d in deciders)), None)
        if claim is not None:
            found |= {fact: (claim.says(fact), claim.source) for fact in facts}
    for fact in FACTS:
        if fact not in _BUNDLED:
            claim = next((c for c in order if not empty(c.says(fact))), None)
            if claim is not None:
                found[fact] = (claim.says(fact), claim.source)
    return found


def _after_a_move(corrections: Mapping[str, Any]) -> dict[str, Any]:
    """A street belongs to its postcode: a corrected postcode unsays the old street, and the new
    address is private until somebody says otherwise."""
    return {"street": "", "address_public": False} if "postcode" in corrections else {}


def _one(
    fact: str, stated: Any, source: str, corrections: Mapping[str, Any], hidden: frozenset[str]
) -> Resolved:
    corrected = fact in corrections
    known = corrections[fact] if corrected else stated
    withheld = fact in hidden
    return Resolved(
        value=None if withheld else known,
        known=known,
        stated=stated,
        source=CORRECTED if corrected else source,
        stated_by=source,
        corrected=corrected,
        withheld=withheld,
        differs=corrected and not empty(stated) and stated != known,
    )
