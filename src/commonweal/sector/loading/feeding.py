"""Writes what a feed brings: its services, and organisations that nobody else knows yet."""

from __future__ import annotations

import datetime as dt
from dataclasses import replace
from hashlib import blake2b

from commonweal.core import clock
from commonweal.intake.job import Job
from commonweal.sector.actions.service_parts import columns, say_changed, write_parts
from commonweal.sector.choices import ServiceStatus
from commonweal.sector.loading.feed_organisations import Homes
from commonweal.sector.loading.feeds import CREATED, UPDATED, Line
from commonweal.sector.models import Feed, Service, Term
from commonweal.sector.sources.keeping import batches
from commonweal.sector.sources.open_referral_read import FEED_TERMS, Read, read


class Feeding:
    """One run of one feed, being written in the transaction that is open."""

    def __init__(self, job: Job, feed: Feed, today: dt.date) -> None:
        self.job, self.feed, self.today = job, feed, today
        self.now = clock.now()

    def apply(self, lines: list[Line], gone: list[str]) -> None:
        """Write the lines that changed, and withdraw what is gone."""
        told = {line.uuid: one for line in lines if (one := self.told(line))}
        changed = [line.uuid for line in lines if line.change in (CREATED, UPDATED)]
        homes = Homes(self.job, self.feed, self.now).settle(list(told.values()))
        self.know_terms([told[uuid] for uuid in changed])
        for lot in batches(changed):
            known = {str(s.uuid): s for s in Service.objects.filter(uuid__in=lot)}
            for uuid in lot:
                self.write(known.get(uuid), told[uuid], homes[told[uuid].organisation.key])
        self.withdraw(gone)
        say_changed()

    def told(self, line: Line) -> Read | None:
        """What a line says; nothing where only its name is left of it."""
        try:
            return read(line.body, today=self.today, feed=self.feed.name)
        except ValueError:
            return None

    def write(self, known: Service | None, told: Read, organisation: int) -> None:
        """One service, with all below it."""
        service = known or Service(
            uuid=told.uuid, source=self.job.source, key=told.key, added_at=self.now
        )
        for column, value in columns(told.told).items():
            setattr(service, column, value)
        service.organisation_id = organisation
        service.assured_on = told.assured_on
        service.assured_by = self.feed.owner if told.assured_on else ""
        service.changed_at = self.now
        service.save()
        terms = tuple(dict.fromkeys((FEED_TERMS, self.code(key)) for key, _ in told.terms))
        write_parts(service, replace(told.told, terms=terms))

    def withdraw(self, uuids: list[str]) -> None:
        """Say of services that the feed no longer has that they have ended."""
        for lot in batches(uuids):
            ours = Service.objects.filter(uuid__in=lot, source=self.job.source)
            ours.exclude(status=ServiceStatus.DEFUNCT).update(
                status=ServiceStatus.DEFUNCT, changed_at=self.now
            )

    def know_terms(self, told: list[Read]) -> None:
        """Keep the feed's own terms, with the titles it gives them now."""
        said = {self.code(key): title for one in told for key, title in one.terms}
        for lot in batches(said):
            known = {t.code: t for t in Term.objects.filter(scheme=FEED_TERMS, code__in=lot)}
            new = [Term(scheme=FEED_TERMS, code=c, title=said[c]) for c in lot if c not in known]
            Term.objects.bulk_create(new)
            for code, term in known.items():
                if term.title != said[code]:
                    term.title = said[code]
                    term.save(update_fields=["title"])

    def code(self, key: str) -> str:
        """The code here of a term of this feed."""
        return blake2b(f"{self.job.source}\0{key}".encode(), digest_size=6).hexdigest()
