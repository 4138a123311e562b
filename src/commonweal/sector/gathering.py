"""What is known of some organisations, gathered with the same few queries however many they are."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection
from dataclasses import dataclass, field
from typing import Any

from commonweal.core.clock import day_of
from commonweal.intake.source import SOURCES
from commonweal.sector.choices import FACTS
from commonweal.sector.models import (
    AreaServed,
    Correction,
    FinancialYear,
    Organisation,
    SourceRecord,
    Withholding,
)
from commonweal.sector.precedence import Claim, Resolved, resolve
from commonweal.sector.years import FIGURES, StatedYear, latest_claims, merged

HERE = "added-here"
HERE_PRECEDENCE = 90
FEEDS_PRECEDENCE = 200
FEEDS = "feed-"  # how the names of neighbours' feeds begin


def precedence_of(source: str) -> int:
    """How far a source is trusted; what was told to us comes after every register, feeds last."""
    if source == HERE:
        return HERE_PRECEDENCE
    if source.startswith(FEEDS):
        return FEEDS_PRECEDENCE
    return SOURCES[source].precedence if source in SOURCES else 100


@dataclass
class Known:
    """All that bears on one organisation's facts."""

    claims: list[Claim] = field(default_factory=list)
    years: list[StatedYear] = field(default_factory=list)
    corrections: dict[str, Any] = field(default_factory=dict)
    withheld: set[str] = field(default_factory=set)
    serves: set[str] = field(default_factory=set)

    @property
    def national(self) -> bool:
        """Whether a standing record says that it works nationally."""
        return any(c.facts.get("national") for c in self.claims if not c.gone)

    def resolved(self) -> dict[str, Resolved]:
        """Every fact and how it came to win."""
        latest = latest_claims(merged(self.years), self.claims)
        return resolve([*latest, *self.claims], self.corrections, self.withheld)


def gather(organisations: Collection[Organisation]) -> dict[int, Known]:
    """What is known of each, by its key. Five queries."""
    ids = [o.pk for o in organisations]
    known: dict[int, Known] = defaultdict(Known)
    refs = {o.pk: o.ref for o in organisations}
    records = SourceRecord.objects.filter(organisation__in=ids).select_related("gone_run")
    for record in records.defer("raw"):
        if record.organisation_id is not None:
            own = record.key == refs[record.organisation_id]
            known[record.organisation_id].claims.append(claim_of(record, own=own))
    years = FinancialYear.objects.filter(organisation__in=ids)
    for owner, source, end, *figures in years.values_list(
        "organisation", "source", "year_end", *FIGURES
    ):
        stated = dict(zip(FIGURES, figures, strict=True))
        known[owner].years.append(
            StatedYear(source=source, precedence=precedence_of(source), year_end=end, **stated)
        )
    corrections = Correction.objects.filter(organisation__in=ids, withdrawn_at=None)
    for owner, fact, value in corrections.values_list("organisation", "fact", "value"):
        known[owner].corrections[fact] = value
    withholdings = Withholding.objects.filter(organisation__in=ids, lifted_at=None)
    for owner, fact in withholdings.values_list("organisation", "fact"):
        known[owner].withheld.add(fact)
    served = AreaServed.objects.filter(organisation__in=ids).exclude(code="")
    for owner, code in served.values_list("organisation", "code"):
        known[owner].serves.add(code)
    for organisation in organisations:
        about = known[organisation.pk]
        about.claims = heard(about.claims) or [as_it_stands(organisation)]
    return known


def heard(claims: list[Claim]) -> list[Claim]:
    """The claims that count: a feed's only of an organisation that nobody else knows."""
    others = [claim for claim in claims if not claim.source.startswith(FEEDS)]
    return others or claims


def claim_of(record: SourceRecord, *, own: bool = False) -> Claim:
    """What a kept record states."""
    run = record.gone_run
    return Claim(
        source=record.source,
        precedence=precedence_of(record.source),
        key=record.key,
        own=own,
        facts=record.facts,
        gone=run is not None,
        gone_on=day_of(run.finished_at or run.started_at) if run else None,
    )


def as_it_stands(organisation: Organisation) -> Claim:
    """What is published now, taken as stated, for an organisation that no record is about."""
    values = {fact: getattr(organisation, fact) for fact in FACTS}
    return Claim(
        source=HERE,
        precedence=HERE_PRECEDENCE,
        facts={k: v.isoformat() if hasattr(v, "isoformat") else v for k, v in values.items()},
    )
