"""Answers about imports: what would go if a run that waits were confirmed."""

from __future__ import annotations

import json
from collections.abc import Iterable
from dataclasses import dataclass

from django.db.models import Q

from commonweal.intake.folders import folder_of
from commonweal.intake.models import Run
from commonweal.intake.source import SOURCES
from commonweal.sector.choices import Doubt
from commonweal.sector.models import Doubtful, SourceRecord
from commonweal.sector.sources.named import know_named

SHOWN = 200
GONE = "gone.json"  # which services a feed no longer has, staged by name
FEW = 20


def know_lists(sources: Iterable[str]) -> None:
    """Make the lists of local organisations and the feeds among these known by their titles."""
    if any(name not in SOURCES for name in sources):
        know_named()


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
    if (folder / GONE).exists():
        names = [name for _, name in json.loads((folder / GONE).read_text(encoding="utf-8"))]
        return Leaving(len(names), [(None, "", name) for name in names[:SHOWN]])
    before, judged = folder / "before.parquet", folder / "judged.parquet"
    if before.exists() and judged.exists():
        return leaving_records(run.source, missing_keys(before, judged))
    gone = [key for _, found in compare(run.source, folder) for key in found.gone]
    words = [
        " and ".join(str(k) for k in (key if isinstance(key, tuple) else [key])) for key in gone
    ]
    return Leaving(len(words), [(None, "", said) for said in words[:SHOWN]])


@dataclass(frozen=True)
class Asked:
    """The pairs that a run put on the review list and that still wait: how many, and the first."""

    count: int
    pairs: list[Doubtful]


def asked_after(run: Run, *, withheld: bool) -> Asked:
    """The open pairs raised since a run began about organisations that it changed.

    :param withheld: whether whoever looks may see what is withheld.
    """
    raised = Doubtful.objects.filter(standing=Doubt.OPEN, raised_at__gte=run.started_at)
    mine = SourceRecord.objects.filter(changed_run=run, gone_run=None).values("organisation")
    pairs = raised.filter(Q(left__in=mine) | Q(right__in=mine)).select_related("left", "right")
    if not withheld:
        pairs = pairs.filter(left__withheld=False, right__withheld=False)
    first = list(pairs.order_by("pk")[:FEW])
    return Asked(pairs.count() if len(first) == FEW else len(first), first)


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
