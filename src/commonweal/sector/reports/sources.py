"""How sources are named, and when each was last seen to say what it says."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable
from dataclasses import dataclass, field

from commonweal.core.clock import day_of
from commonweal.intake.described import KnownSources
from commonweal.intake.models import Run, SourceState
from commonweal.sector.gathering import HERE
from commonweal.sector.models import SourceRecord
from commonweal.sector.precedence import CORRECTED
from commonweal.sector.reports.profile import Seen

TOLD_HERE = "Told to us here"
TITLES = {HERE: TOLD_HERE, CORRECTED: "Put right here"}


def title_of(source: str, known: KnownSources | None = None) -> str:
    """What people call a source; ``known`` are those that a page with many of them looks up."""
    if source in TITLES:
        return TITLES[source]
    found = (known or KnownSources()).find(source)
    return found.title if found else source


def keeper_of(source: str, known: KnownSources | None = None) -> str:
    """Who keeps what comes from a source, as people are told."""
    found = (known or KnownSources()).find(source)
    return found.publisher if found else title_of(source)


def is_told_here(source: str) -> bool:
    """Whether it was told to us, and is not kept by a register or a feed."""
    return source == HERE


@dataclass(frozen=True)
class LastSeen:
    """When each source was last read, so when its standing records were last seen.

    Beside it, what the sources are called now.
    """

    days: dict[str, dt.date]
    known: KnownSources = field(default_factory=KnownSources)

    def title_of(self, source: str) -> str:
        """What people call a source."""
        return title_of(source, self.known)

    def of(self, source: str) -> dt.date | None:
        """The day a source was last read; unknown for what is not a register."""
        return self.days.get(source)

    def of_record(self, record: SourceRecord) -> dt.date | None:
        """The day one record was last seen, without a row having been written for it."""
        if record.gone_run is not None:
            return _day(record.gone_run)
        if record.stated_at is not None:
            return day_of(record.stated_at)
        return self.of(record.source) or _day(record.changed_run)


def last_seen() -> LastSeen:
    """When each source was last read. One query."""
    states = SourceState.objects.select_related("last_seen")
    days = {s.source: _day(s.last_seen) for s in states}
    return LastSeen({name: day for name, day in days.items() if day})


def _day(run: Run | None) -> dt.date | None:
    return day_of(run.finished_at or run.started_at) if run else None


def seen(records: Iterable[SourceRecord], last: LastSeen) -> tuple[Seen, ...]:
    """The records of one organisation, with their terms of use."""
    return tuple(_seen(record, last) for record in sorted(records, key=lambda r: (r.source, r.key)))


def _seen(record: SourceRecord, last: LastSeen) -> Seen:
    source = last.known.find(record.source)
    plain = Seen(
        name=record.source,
        title=last.title_of(record.source),
        key=record.key,
        seen=last.of_record(record),
        gone=record.gone_run is not None,
    )
    if source is None:
        return plain
    return Seen(
        **vars(plain)
        | {
            "publisher": source.publisher,
            "homepage": source.homepage,
            "licence": source.licence.name,
            "licence_address": source.licence.address,
            "attribution": source.licence.attribution,
        }
    )
