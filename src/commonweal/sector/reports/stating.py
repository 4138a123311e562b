"""Each fact with its words and its source, as one viewer may see it."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from commonweal.core.clock import day_of
from commonweal.sector.choices import FACTS, Kind, Side, Status
from commonweal.sector.facts import WORDS
from commonweal.sector.models import Correction, Organisation
from commonweal.sector.precedence import CORRECTED, Resolved, empty
from commonweal.sector.publishing import as_kept
from commonweal.sector.reports.profile import Fact
from commonweal.sector.reports.sources import LastSeen
from commonweal.ui import words

MONEY = {"income", "spending", "government_grants", "government_contracts", "reserves"}
_LABELS = {"kind": Kind, "side": Side, "status": Status}


@dataclass(frozen=True)
class Sight:
    """What a viewer may see beyond what is published."""

    staff: bool
    withheld: bool


def in_words(fact: str, value: Any) -> str:
    """A value as people read it."""
    if empty(value):
        return ""
    if isinstance(value, bool):
        return "Yes" if value else "No"
    if fact in MONEY:
        return words.money(value)
    if isinstance(value, dt.date):
        return words.long_day(value)
    if fact in _LABELS:
        return str(_LABELS[fact](value).label)
    return words.number(value) if isinstance(value, int) else str(value)


def stated(
    organisation: Organisation,
    resolved: Mapping[str, Resolved],
    corrections: Mapping[str, Correction],
    last: LastSeen,
    sight: Sight,
) -> dict[str, Fact]:
    """The facts that somebody states and this viewer may see, by name."""
    facts = {}
    for name in FACTS:
        value = shown(organisation, name, resolved[name], sight)
        hidden = resolved[name].withheld and sight.staff
        corrected = resolved[name].corrected and sight.staff
        if empty(value) and not hidden and not corrected:
            continue
        facts[name] = _fact(
            name, value, resolved[name], correction=corrections.get(name), last=last, sight=sight
        )
    return facts


def shown(organisation: Organisation, name: str, fact: Resolved, sight: Sight) -> Any:
    """What this viewer sees: the published column, or all that is known if they may.

    Without a public address, a postcode is shown by its first half.
    """
    if sight.withheld:
        return as_kept(name, fact.known)
    return organisation.shown_postcode if name == "postcode" else getattr(organisation, name)


def _fact(
    name: str,
    value: Any,
    resolved: Resolved,
    *,
    correction: Correction | None,
    last: LastSeen,
    sight: Sight,
) -> Fact:
    seen = last.of(resolved.source)
    if correction is not None:
        seen = day_of(correction.at)
    fact = {
        "name": name,
        "title": WORDS[name],
        "value": value,
        "words": in_words(name, value),
        "source": resolved.source,
        "source_title": last.title_of(CORRECTED if resolved.corrected else resolved.source),
        "seen": seen,
        "corrected": resolved.corrected,
    }
    may_compare = sight.withheld or (sight.staff and not resolved.withheld and name != "street")
    if may_compare:
        fact["register_says"] = in_words(name, as_kept(name, resolved.stated))
        fact["differs"] = resolved.differs
    if sight.staff:
        fact["withheld"] = resolved.withheld
        fact["corrected_by"] = correction.by if correction else ""
        fact["corrected_why"] = correction.reason if correction else ""
    return Fact(**fact)
