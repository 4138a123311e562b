"""Answers about imports: what would go if a run that waits were confirmed."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from commonweal.intake.folders import folder_of
from commonweal.intake.models import Run
from commonweal.intake.source import SOURCES
from commonweal.sector.models import SourceRecord
from commonweal.sector.sources.spreadsheet import know_sheets

SHOWN = 200


def know_lists(sources: Iterable[str]) -> None:
    """Make the lists of local organisations among these sources known by their titles."""
    if any(name not in SOURCES for name in sources):
        know_sheets()


@dataclass(frozen=True)
class Leaving:
    """What a run would mark gone: how many, and the first of them by name."""

    count: int
    organisations: list[tuple[int | None, str, str]]

    @property
    def more(self) -> int:
        """How many are not named."""
        return self.count - len(self.organisations)


def leaving(run: Run) -> Leaving:
    """The records that the source no longer has, from what the run staged.

    Each is the organisation's key, its reference and its name; statements have only words.
    """
    # It reads with the engine, which is slow to load; few pages ask this.
    from commonweal.sector.sources.stating import compare

    folder = folder_of(run)
    before, judged = folder / "before.parquet", folder / "judged.parquet"
    if before.exists() and judged.exists():
        return leaving_records(run.source, missing_keys(before, judged))
    gone = [key for _, found in compare(run.source, folder) for key in found.gone]
    words = [
        " and ".join(str(k) for k in (key if isinstance(key, tuple) else [key])) for key in gone
    ]
    return Leaving(len(words), [(None, "", said) for said in words[:SHOWN]])


def missing_keys(before: object, judged: object) -> list[str]:
    """The keys that the applied snapshot has and this run has not."""
    import pyarrow.compute as pc  # As above: only when a run waits for a person.
    import pyarrow.parquet as pq

    kept = pq.read_table(before, columns=["key"]).column("key")
    now = pq.read_table(judged, columns=["key"]).column("key")
    gone = kept.filter(pc.invert(pc.is_in(kept, value_set=now.combine_chunks())))
    return sorted(gone.to_pylist())


def leaving_records(source: str, keys: list[str]) -> Leaving:
    """The organisations of these records."""
    rows = (
        SourceRecord.objects.filter(source=source, key__in=keys[:SHOWN])
        .select_related("organisation")
        .order_by("organisation__name", "key")
    )
    named = [
        (r.organisation_id, r.key, r.organisation.name if r.organisation else r.key) for r in rows
    ]
    return Leaving(len(keys), named)
