"""Writes again what a source says of some organisations, from what was read of it last.

For when it has become clear whose each record is: a merge is undone.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from commonweal.core.refused import Refused
from commonweal.intake.folders import alone
from commonweal.intake.running import job_for, state_of
from commonweal.sector.loading import ending, writing
from commonweal.sector.loading.engine import engine
from commonweal.sector.loading.finding import Targets, home_table
from commonweal.sector.loading.matching import Matched
from commonweal.sector.loading.storing import has_store


def write_again(source: str, homes: Mapping[str, int], organisations: Sequence[int]) -> None:
    """Replace all that a source says of these organisations beside its records.

    :param homes: the organisation that each of its records is about now, by the record's key.
    :raises Refused: when what was read last is no longer kept, or is being read at this moment.
    """
    applied = state_of(source).applied
    with alone(source):
        job = job_for(applied, [], None, {}) if applied else None
        if job is None or not has_store(job.folder):
            raise Refused(
                f"What {source} has said since could belong to either, and what was read of it is "
                "no longer kept. Bring it in again first."
            )
        for model in (writing.Identifier, *(model for model, _ in writing.TABLES.values())):
            writing.clear(model, source, list(organisations))
        with engine(job.folder) as con:
            matched = Matched(homes=dict(homes))
            table = home_table(con, matched, set(), set(homes))
            table = table.select("key", organisation_id=table.home, second=table.second)
            targets = Targets(table=table, matched=matched, fresh=False)
            writing.put_identifiers(con, job, targets)
            writing.put_children(con, job, targets)
        ending.point_links()
