"""The register's entries as ``freshness`` judges them, read from the database."""

from __future__ import annotations

import datetime as dt
from collections import defaultdict
from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass

from django.db.models import Exists, OuterRef, Q

from commonweal.comms.reports import (
    bounced_among,
    can_be_written_to,
    plain,
    without_bounced,
)
from commonweal.core.clock import day_of
from commonweal.sector.choices import Kind, ServiceStatus, Side, Status
from commonweal.sector.freshness import (
    USUAL,
    Entry,
    Rule,
    Sort,
    Stage,
    latest_due,
)
from commonweal.sector.gathering import FEEDS, HERE
from commonweal.sector.models import Answer, FreshnessRule, Organisation, Service, SourceRecord
from commonweal.sector.querysets import OrganisationQuerySet
from commonweal.sector.querysets_services import ServiceQuerySet
from commonweal.sector.reports.reaching import addresses_of_each

TERMS = ("months", "nudge_after", "telephone_after", "grey_after", "withdraw_after")
ON_THE_WAY = (Stage.REMINDED, Stage.NUDGED, Stage.NUDGED_AGAIN, Stage.TELEPHONE)
Rules = Mapping[Sort, Rule]


def rules_on(day: dt.date) -> dict[Sort, Rule]:
    """The terms that hold on a day: the latest row of each sort, else the usual ones. One query."""
    found = dict(USUAL)
    rows = FreshnessRule.objects.filter(valid_from__lte=day).order_by("valid_from", "pk")
    for sort, *terms in rows.values_list("sort", *TERMS):
        found[Sort(sort)] = Rule(**dict(zip(TERMS, terms, strict=True)))
    return found


def told_here_only() -> Q:
    """An informal group that no register or list states: only we can say that it is there."""
    records = SourceRecord.objects.filter(organisation=OuterRef("pk"), gone_run=None)
    stated = records.exclude(source=HERE).exclude(source__startswith=FEEDS)
    return (
        Q(kind=Kind.GROUP, side=Side.SECTOR) & Exists(records.filter(source=HERE)) & ~Exists(stated)
    )


def kept_by_a_feed() -> Q:
    """Known only from a neighbour's directory, which keeps it."""
    records = SourceRecord.objects.filter(organisation=OuterRef("pk"))
    others = records.exclude(source__startswith=FEEDS)
    return Exists(records.filter(source__startswith=FEEDS)) & ~Exists(others)


def asked_after() -> OrganisationQuerySet:
    """The organisations that are asked whether their entry is right: going, and not a feed's."""
    return Organisation.objects.entries().active().exclude(kept_by_a_feed())


def services_asked_after() -> ServiceQuerySet:
    """The services kept here of those organisations, which have not ended."""
    rows = Service.objects.of_entries().kept_here().exclude(status=ServiceStatus.DEFUNCT)
    return rows.filter(organisation__status=Status.ACTIVE)


def owners_with_something_due(rules: Rules, today: dt.date) -> list[int]:
    """The organisations of which something may be due: those on their way, then the oldest."""
    found: dict[int, tuple[bool, dt.date]] = {}
    groups, others = (latest_due(rules[s], today) for s in (Sort.GROUP, Sort.ORGANISATION))
    last = max(groups, others)
    own = asked_after().filter(is_due("confirmed_on", last) | goes_on()).order_by("pk")
    for key, stage, day, added in own.values_list("pk", "stage", "confirmed_on", "added_at"):
        found[key] = (stage == Stage.FRESH, day or day_of(added))
    last = latest_due(rules[Sort.SERVICE], today)
    going = Q(stage__in=[*ON_THE_WAY, Stage.GREYED])
    theirs = services_asked_after().filter(is_due("assured_on", last) | going).order_by("pk")
    columns = "organisation", "stage", "assured_on", "added_at"
    for key, stage, day, added in theirs.values_list(*columns):
        rank = (stage == Stage.FRESH, day or day_of(added))
        found[key] = min(found.get(key, rank), rank)
    return sorted(found, key=lambda key: (*found[key], key))


def is_due(column: str, last: dt.date) -> Q:
    """Not asked after yet, and confirmed, or told, so long ago that it may be due."""
    unsaid = Q(**{column: None}, added_at__date__lte=last)
    return Q(stage=Stage.FRESH) & (Q(**{f"{column}__lte": last}) | unsaid)


def goes_on() -> Q:
    """Asked after, and not yet where it stays."""
    ends = Q(stage=Stage.GREYED) & told_here_only()
    returns = Q(stage=Stage.WITHDRAWN) & ~told_here_only()
    return Q(stage__in=ON_THE_WAY) | ends | returns


@dataclass(frozen=True)
class Batch:
    """Some organisations with their entries and where each can be written to."""

    organisations: dict[int, Organisation]
    services: dict[int, list[Service]]
    entries: list[Entry]
    addresses: dict[int, tuple[str, ...]]


def batch_of(owners: Collection[int]) -> Batch:
    """The entries of these organisations as they are now, held until the transaction ends."""
    rows = Organisation.objects.select_for_update(of=("self",)).filter(pk__in=owners).order_by("pk")
    organisations = {o.pk: o for o in rows}
    asked = dict(
        asked_after()
        .filter(pk__in=organisations)
        .annotate(
            here_only=Exists(Organisation.objects.filter(told_here_only(), pk=OuterRef("pk")))
        )
        .values_list("pk", "here_only")
    )
    services: dict[int, list[Service]] = defaultdict(list)
    for service in services_asked_after().filter(organisation__in=organisations).order_by("name"):
        services[service.organisation_id].append(service)
    addresses = reachable_at(list(organisations.values()))
    held = not_before(organisations)
    entries = [
        *(entry_of(organisations[k], here, addresses, held) for k, here in sorted(asked.items())),
        *(service_entry(s, addresses, held) for rows in services.values() for s in rows),
    ]
    return Batch(organisations, dict(services), entries, addresses)


def reachable_at(organisations: Sequence[Organisation]) -> dict[int, tuple[str, ...]]:
    """Where each can be written to, in small letters: none that mail bounces from."""
    known = {
        owner: dict.fromkeys(plain(a) for a in addresses if can_be_written_to(plain(a)))
        for owner, addresses in addresses_of_each(organisations).items()
    }
    bounced = bounced_among(a for addresses in known.values() for a in addresses)
    return {owner: without_bounced(addresses, bounced) for owner, addresses in known.items()}


def not_before(owners: Collection[int]) -> dict[int, dt.date]:
    """The day on which staff mean to ring each again."""
    rows = Answer.objects.filter(organisation__in=owners, settled_at=None).exclude(again_on=None)
    rows = rows.order_by("again_on")
    return {owner: day for owner, day in rows.values_list("organisation", "again_on") if day}


def entry_of(
    o: Organisation, here_only: bool, addresses: Mapping[int, Sequence[str]],
    held: Mapping[int, dt.date],
) -> Entry:  # fmt: skip
    """An organisation as an entry."""
    return Entry(
        key=o.pk, owner=o.pk, sort=sort_of(o), here_only=here_only,
        last=o.confirmed_on or day_of(o.added_at), stage=Stage(o.stage), since=o.stage_on,
        reachable=bool(addresses.get(o.pk)), not_before=held.get(o.pk),
    )  # fmt: skip


def sort_of(organisation: Organisation) -> Sort:
    """By which rule its entry is asked after."""
    is_group = organisation.kind == Kind.GROUP and organisation.side == Side.SECTOR
    return Sort.GROUP if is_group else Sort.ORGANISATION


def service_entry(
    s: Service, addresses: Mapping[int, Sequence[str]], held: Mapping[int, dt.date]
) -> Entry:
    """A service as an entry. Nobody but this place states it."""
    return Entry(
        key=s.pk, owner=s.organisation_id, sort=Sort.SERVICE,
        last=s.assured_on or day_of(s.added_at), stage=Stage(s.stage), since=s.stage_on,
        reachable=bool(addresses.get(s.organisation_id)),
        not_before=held.get(s.organisation_id),
    )  # fmt: skip


def in_batches(keys: Sequence[int], size: int = 500) -> Iterator[Sequence[int]]:
    """The keys in lists of at most ``size``."""
    for start in range(0, len(keys), size):
        yield keys[start : start + size]
