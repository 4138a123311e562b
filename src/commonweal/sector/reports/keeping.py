"""What is known of an organisation, for its own people: who says it, and where it is changed."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from dataclasses import dataclass

from commonweal.sector.facts import WORDS
from commonweal.sector.forms.keeping import OWN_FACTS
from commonweal.sector.gathering import HERE, gather
from commonweal.sector.models import Correction, Organisation
from commonweal.sector.precedence import Resolved, empty
from commonweal.sector.publishing import as_kept
from commonweal.sector.reports.sources import LastSeen, last_seen, title_of
from commonweal.sector.reports.stating import in_words

# What only a register can say, where one does.
OFFICIAL = (
    "name", "kind", "status", "registered_on", "purposes", "trustees", "income", "spending",
    "money_year_end", "employees",
)  # fmt: skip


@dataclass(frozen=True, kw_only=True)
class KeptFact:
    """One fact as its organisation's people see it.

    ``says`` is what is published; ``register_says`` what the best source states where that is
    otherwise, and ``correction`` the key of what was put right here, so that it can be taken back.
    """

    name: str
    title: str
    says: str
    source: str
    on: dt.date | None
    register_says: str = ""
    correction: int = 0
    withheld: bool = False


@dataclass(frozen=True)
class KeptFacts:
    """What the organisation says of itself, and what its registers say."""

    own: tuple[KeptFact, ...]
    official: tuple[KeptFact, ...]


def kept_facts(organisation: Organisation) -> KeptFacts:
    """Both lists. What is withheld for safety is said to be, and not shown."""
    resolved = gather([organisation])[organisation.pk].resolved()
    corrections = {c.fact: c for c in organisation.corrections.filter(withdrawn_at=None)}
    last = last_seen()

    def rows(facts: tuple[str, ...]) -> list[KeptFact]:
        return [_fact(f, resolved[f], corrections.get(f), last) for f in facts]

    said = [row for row in rows(OFFICIAL) if row.says]
    return KeptFacts(own=tuple(rows(own_facts(resolved))), official=tuple(said))


def own_facts(resolved: Mapping[str, Resolved]) -> tuple[str, ...]:
    """The facts that its people may change: the name too, where no register states it."""
    told_here = resolved["name"].stated_by == HERE
    return ("name", *OWN_FACTS) if told_here else OWN_FACTS


def may_say(resolved: Mapping[str, Resolved]) -> frozenset[str]:
    """The facts that its people may put right; that it has closed, where no register keeps it."""
    told_here = resolved["status"].stated_by == HERE
    return frozenset(own_facts(resolved)) | ({"status", "status_on"} if told_here else frozenset())


def _fact(name: str, fact: Resolved, correction: Correction | None, last: LastSeen) -> KeptFact:
    differs = fact.corrected and not fact.withheld and not empty(fact.stated)
    day = correction.at.date() if correction else last.of(fact.source)
    return KeptFact(
        name=name,
        title=WORDS[name],
        says="" if fact.withheld else in_words(name, as_kept(name, fact.known)),
        source="" if empty(fact.known) and not correction else title_of(fact.source),
        on=day,
        register_says=in_words(name, as_kept(name, fact.stated)) if differs else "",
        correction=correction.pk if correction and not fact.withheld else 0,
        withheld=fact.withheld,
    )
