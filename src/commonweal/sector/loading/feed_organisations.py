"""Finds the organisation of each service of a feed, or keeps a new one that the feed owns.

By an identifier that somebody here has, else by what the feed brought under that key before, else
by the services of that key here, else a new organisation. A feed says nothing of an organisation
that others know; of its own it says the name, and what it has to say besides.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable
from hashlib import blake2b
from typing import Any

from commonweal.core.clock import day_of
from commonweal.intake.job import Job
from commonweal.places.models import Area
from commonweal.places.reports import the_place
from commonweal.sector.choices import DISPLAY_ORDER, Kind, Scheme, Side, Status
from commonweal.sector.facts import email, website
from commonweal.sector.identifiers import parse
from commonweal.sector.models import (
    AreaServed,
    Feed,
    Identifier,
    Organisation,
    Service,
    SourceRecord,
)
from commonweal.sector.publishing import republish
from commonweal.sector.sources.keeping import batches
from commonweal.sector.sources.mapping import minted
from commonweal.sector.sources.open_referral_read import Organisation as Told
from commonweal.sector.sources.open_referral_read import Read

ORDER = {str(scheme): place for place, scheme in enumerate(DISPLAY_ORDER)}


class Homes:
    """Where the services of a feed belong, by the feed's key of their organisation."""

    def __init__(self, job: Job, feed: Feed, now: dt.datetime) -> None:
        self.job, self.feed, self.now = job, feed, now
        rows = SourceRecord.objects.filter(source=job.source)
        self.records = {record.key: record for record in rows}
        self.owned: dict[str, Organisation] = {}

    def settle(self, told: list[Read]) -> dict[str, int]:
        """The organisation of each key, made where there is none; the feed's own as it says now."""
        by_key: dict[str, list[Read]] = {}
        for one in told:
            by_key.setdefault(one.organisation.key, []).append(one)
        holders = self.holders({ref for one in told for ref in one.organisation.refs})
        earlier = self.earlier(told)
        homes: dict[str, int] = {}
        for key, services in by_key.items():
            homes[key] = self.home(services[0].organisation, holders, earlier)
        self.state(by_key, homes)
        return homes

    def holders(self, refs: set[str]) -> dict[str, int]:
        """Who has each identifier here."""
        found: dict[str, int] = {}
        for lot in batches({pair[1] for ref in refs if (pair := parse(ref))}):
            rows = Identifier.objects.filter(value__in=lot)
            for scheme, value, pk in rows.values_list("scheme", "value", "organisation"):
                found[f"{scheme}-{value}"] = pk
        return found

    def earlier(self, told: list[Read]) -> dict[str, int]:
        """The organisation that services of each key were attached to before."""
        keys = {one.uuid: one.organisation.key for one in told}
        found: dict[str, int] = {}
        for lot in batches(keys):
            rows = Service.objects.filter(uuid__in=lot, source=self.job.source).order_by("pk")
            for uuid, pk in rows.values_list("uuid", "organisation"):
                found.setdefault(keys[str(uuid)], pk)
        return found

    def home(self, told: Told, holders: dict[str, int], earlier: dict[str, int]) -> int:
        """The organisation of one key."""
        held = [holders[ref] for ref in told.refs if ref in holders]
        record = self.records.get(told.key)
        if held:
            return held[0]
        if record and record.organisation_id:
            return record.organisation_id
        if told.key in earlier:
            return earlier[told.key]
        made = self.make(told)
        holders |= dict.fromkeys(told.refs, made.pk)
        return made.pk

    def make(self, told: Told) -> Organisation:
        """A new organisation, by the first identifier that the feed states, else one made here."""
        pairs = [pair for ref in told.refs if (pair := parse(ref))]
        pairs.sort(key=lambda pair: ORDER.get(pair[0], len(ORDER)))
        minted_ref = minted(self.feed.owner, f"{self.feed.name}|{told.key}")
        if not pairs or Organisation.objects.filter(ref="-".join(pairs[0])).exists():
            pairs.insert(0, (str(Scheme.OURS), minted_ref))
        made = Organisation.objects.create(
            ref="-".join(pairs[0]), name=told.name, kind=Kind.OTHER, added_at=self.now,
            changed_at=self.now,
        )  # fmt: skip
        Identifier.objects.bulk_create(
            Identifier(organisation=made, scheme=scheme, value=value, source=self.job.source)
            for scheme, value in pairs
        )
        self.owned[told.key] = made
        return made

    def state(self, by_key: dict[str, list[Read]], homes: dict[str, int]) -> None:
        """Keep what the feed says of its own organisations, and publish what that changes."""
        standing = {k for k in by_key if k in self.owned or self.is_home(k, homes[k])}
        ground = Ground({homes[key] for key in standing}, self.job.source)
        served = self.served({key: by_key[key] for key in standing})
        touched: set[int] = set()
        for key in sorted(standing):
            facts = self.facts(by_key[key])
            areas = self.keep_areas(homes[key], served[key], ground)
            if self.keep_record(key, homes[key], facts) | areas:
                touched.add(homes[key])
        gone = [r for k, r in self.records.items() if k not in standing and r.gone_run_id is None]
        for record in gone:
            record.gone_run_id = self.job.run_id
            record.save(update_fields=["gone_run"])
        touched |= {r.organisation_id for r in gone if r.organisation_id}
        republish(sorted(touched), now=self.now)

    def is_home(self, key: str, organisation: int) -> bool:
        """Whether the feed's own record of this key is where its services belong."""
        record = self.records.get(key)
        return record is not None and record.organisation_id == organisation

    def keep_record(self, key: str, organisation: int, facts: dict[str, Any]) -> bool:
        """Keep the record of one organisation of the feed's; whether it says something new."""
        digest = blake2b(repr(sorted(facts.items())).encode(), digest_size=16).hexdigest()
        record = self.records.get(key)
        if record and record.digest == digest and record.gone_run_id is None:
            return False
        if record is None:
            record = SourceRecord(source=self.job.source, key=key, first_run_id=self.job.run_id)
        record.organisation_id, record.facts, record.digest = organisation, facts, digest
        record.raw, record.changed_run_id, record.gone_run_id = facts, self.job.run_id, None
        record.save()
        return True

    def keep_areas(self, organisation: int, served: dict[str, str], ground: Ground) -> bool:
        """Say which areas it serves; nothing of an organisation that others know."""
        if organisation in ground.known or ground.areas.get(organisation, {}) == served:
            return False
        AreaServed.objects.filter(organisation=organisation, source=self.job.source).delete()
        AreaServed.objects.bulk_create(
            AreaServed(organisation_id=organisation, code=code, words=words, source=self.job.source)
            for words, code in served.items()
        )
        ground.areas[organisation] = served
        return True

    def facts(self, services: list[Read]) -> dict[str, Any]:
        """What the feed says of an organisation; its postcode is its first place's."""
        told = services[0].organisation
        codes = (p.postcode for one in services for p in one.told.places if p.postcode)
        return {
            "name": told.name, "kind": str(Kind.OTHER), "side": str(Side.SECTOR),
            "status": str(Status.ACTIVE), "description": told.description,
            "website": self.fitting(website, told.website),
            "email": self.fitting(email, told.email),
            "postcode": next(codes, ""), "address_public": False,
        }  # fmt: skip

    def fitting(self, rule: Callable[[Any, dt.date], str], said: str) -> str:
        """What the feed says, if it can be so."""
        try:
            return rule(said, day_of(self.now))
        except ValueError:
            return ""

    def served(self, by_key: dict[str, list[Read]]) -> dict[str, dict[str, str]]:
        """The areas that each one's services are for, in words and by code.

        The place besides, where all of the feed is for it.
        """
        place = the_place()
        all_of_it = set() if self.feed.only_here or place.everywhere else set(place.codes)
        codes = {
            key: all_of_it | {code for one in services for code, _ in one.told.areas if code}
            for key, services in by_key.items()
        }
        names: dict[str, str] = {}
        for lot in batches(set().union(*codes.values())):
            names |= dict(Area.objects.filter(code__in=lot).values_list("code", "name"))
        return {
            key: {f"{names.get(code, code)[:100]} ({code})": code for code in sorted(own)}
            for key, own in codes.items()
        }


class Ground:
    """What stands here already of some organisations: who else knows them, and their areas."""

    def __init__(self, organisations: set[int], source: str) -> None:
        self.known: set[int] = set()
        self.areas: dict[int, dict[str, str]] = {}
        for lot in batches(organisations):
            others = SourceRecord.objects.filter(organisation__in=lot).exclude(source=source)
            self.known |= set(others.values_list("organisation", flat=True))
            kept = AreaServed.objects.filter(organisation__in=lot, source=source)
            for pk, words, code in kept.values_list("organisation", "words", "code"):
                self.areas.setdefault(pk, {})[words] = code
