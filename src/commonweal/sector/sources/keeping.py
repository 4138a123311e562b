"""Keeps what sources say of organisations: finds the difference, and writes only that.

Called inside the action that imports; rows of one source never touch those of another.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from hashlib import blake2b
from typing import Any

from commonweal.sector.choices import LinkKind
from commonweal.sector.models import (
    BodyLink,
    Classification,
    Identifier,
    Link,
    SourceRecord,
    Term,
)
from commonweal.sector.publishing import republish

BATCH = 500
Row = dict[str, Any]
Given = tuple[bool, float | None]


@dataclass
class Difference:
    """What is said against what is kept: by key, the values said."""

    new: dict[Any, Any] = field(default_factory=dict)
    changed: dict[Any, Any] = field(default_factory=dict)
    gone: list[Any] = field(default_factory=list)
    same: int = 0
    outside: int = 0
    known: int = 0

    @property
    def any(self) -> bool:
        """Whether there is something to write."""
        return bool(self.new or self.changed or self.gone)

    @property
    def stated(self) -> int:
        """How many statements were read, about organisations here or not."""
        return len(self.new) + len(self.changed) + self.same + self.outside


def difference(
    said: Mapping[Any, object], kept: Mapping[Any, object], outside: int = 0
) -> Difference:
    """Compare by key. What is kept and no longer said is gone."""
    found = Difference(outside=outside, known=len(kept))
    for key, value in said.items():
        if key not in kept:
            found.new[key] = value
        elif kept[key] != value:
            found.changed[key] = value
        else:
            found.same += 1
    found.gone = [key for key in kept if key not in said]
    return found


def organisations_by_ref() -> dict[str, int]:
    """The organisation that each org-id names here."""
    rows = Identifier.objects.values_list("scheme", "value", "organisation_id")
    return {f"{scheme}-{value}": pk for scheme, value, pk in rows.iterator(chunk_size=10_000)}


def batches(keys: Iterable[Any]) -> Iterable[list[Any]]:
    """Keys in lots that every database takes in one statement."""
    every = list(keys)
    return (every[n : n + BATCH] for n in range(0, len(every), BATCH))


class Keeper:
    """Compares and writes one kind of statement of one source."""

    title = ""

    def __init__(self, source: str) -> None:
        self.source = source

    def compare(self, rows: list[Row]) -> Difference:
        """The difference between these rows and what is kept."""
        raise NotImplementedError

    def write(self, found: Difference, *, run_id: int) -> set[int]:
        """Write the difference; returns the organisations it is about."""
        raise NotImplementedError


class Pairs(Keeper):
    """Two numbers that name one body."""

    title = "pairs"

    def compare(self, rows: list[Row]) -> Difference:
        """Every pair, whether or not either end is here."""
        said = {(r["left"], r["right"]): () for r in rows}
        elsewhere = set(BodyLink.objects.exclude(source=self.source).values_list("left", "right"))
        mine = BodyLink.objects.filter(source=self.source).values_list("left", "right")
        return difference(
            {k: v for k, v in said.items() if k not in elsewhere},
            dict.fromkeys(mine, ()),
            outside=sum(k in elsewhere for k in said),
        )

    def write(self, found: Difference, *, run_id: int) -> set[int]:
        """Add new pairs and take away those no longer stated."""
        for lot in batches(found.gone):
            for left, right in lot:
                BodyLink.objects.filter(left=left, right=right, source=self.source).delete()
        BodyLink.objects.bulk_create(
            (BodyLink(left=left, right=right, source=self.source) for left, right in found.new),
            batch_size=BATCH,
            ignore_conflicts=True,
        )
        return set()


class Codes(Keeper):
    """Codes of a classification, given to organisations here."""

    title = "codes"

    def compare(self, rows: list[Row]) -> Difference:
        """Codes of organisations that are here; the rest is outside."""
        here = organisations_by_ref()
        said = {
            (here[r["ref"]], r["scheme"], r["code"]): (bool(r["suggested"]), r["confidence"])
            for r in rows
            if r["ref"] in here
        }
        return difference(said, self.kept(), outside=sum(r["ref"] not in here for r in rows))

    def kept(self, only: list[int] | None = None) -> dict[tuple[int, str, str], Given]:
        """The codes kept from this source; of these organisations only, if some are named."""
        mine = Classification.objects.filter(source=self.source)
        rows = (mine if only is None else mine.filter(organisation__in=only)).values_list(
            "organisation_id", "scheme", "code", "suggested", "confidence"
        )
        return {(pk, scheme, code): (how, sure) for pk, scheme, code, how, sure in rows}

    def write(self, found: Difference, *, run_id: int) -> set[int]:
        """Replace the rows that differ."""
        stale = [*found.gone, *found.changed]
        mine = Classification.objects.filter(source=self.source)
        for lot in batches({pk for pk, _, _ in stale}):
            gone = {key for key in stale if key[0] in set(lot)}
            rows = mine.filter(organisation_id__in=lot).values_list(
                "pk", "organisation_id", "scheme", "code"
            )
            ids = [pk for pk, *key in rows if tuple(key) in gone]
            for part in batches(ids):
                Classification.objects.filter(pk__in=part).delete()
        Classification.objects.bulk_create(
            (
                Classification(
                    organisation_id=pk, scheme=scheme, code=code, source=self.source,
                    suggested=suggested, confidence=sure,
                )
                for (pk, scheme, code), (suggested, sure) in {**found.new, **found.changed}.items()
            ),
            batch_size=BATCH,
        )  # fmt: skip
        return {key[0] for key in (*found.new, *found.changed, *found.gone)}


class Terms(Keeper):
    """The codes of a classification and what each means."""

    title = "terms"
    columns = ("title", "parent", "expression", "exclusion")

    def compare(self, rows: list[Row]) -> Difference:
        """Terms of the schemes that the source speaks of."""
        said = {(r["scheme"], r["code"]): tuple(r[c] or "" for c in self.columns) for r in rows}
        schemes = {scheme for scheme, _ in said}
        kept = Term.objects.filter(scheme__in=schemes).values_list("scheme", "code", *self.columns)
        return difference(said, {(scheme, code): tuple(v) for scheme, code, *v in kept})

    def write(self, found: Difference, *, run_id: int) -> set[int]:
        """Add, change and take away terms."""
        for scheme, code in found.gone:
            Term.objects.filter(scheme=scheme, code=code).delete()
        Term.objects.bulk_create(
            (
                Term(scheme=scheme, code=code, **dict(zip(self.columns, values, strict=True)))
                for (scheme, code), values in {**found.new, **found.changed}.items()
            ),
            batch_size=BATCH,
            update_conflicts=True,
            unique_fields=["scheme", "code"],
            update_fields=list(self.columns),
        )
        return set()


class Ends(Keeper):
    """Organisations that became part of another: kept as a record of this source, and a link."""

    title = "endings"

    def compare(self, rows: list[Row]) -> Difference:
        """Endings of organisations that are here; the rest is outside."""
        here = organisations_by_ref()
        said = {r["ref"]: (here[r["ref"]], ending(r)) for r in rows if r["ref"] in here}
        kept = SourceRecord.objects.filter(source=self.source)
        known = {
            key: (pk, json.dumps(raw, sort_keys=True))
            for key, pk, raw in kept.values_list("key", "organisation_id", "raw")
        }
        return difference(said, known, outside=sum(r["ref"] not in here for r in rows))

    def write(self, found: Difference, *, run_id: int) -> set[int]:
        """Replace what differs, then work out afresh how those organisations stand."""
        stale = SourceRecord.objects.filter(source=self.source, key__in=[*found.gone])
        touched = set(stale.values_list("organisation_id", flat=True)) - {None}
        stale.delete()
        said = {**found.new, **found.changed}
        touched |= {pk for pk, _ in said.values()}
        records = (self.record(ref, pk, text, run_id) for ref, (pk, text) in said.items())
        SourceRecord.objects.bulk_create(
            records,
            batch_size=BATCH,
            update_conflicts=True,
            unique_fields=["source", "key"],
            update_fields=["organisation", "raw", "facts", "digest", "changed_run"],
        )
        self.link(touched)
        republish(touched)
        return touched

    def record(self, ref: str, pk: int, text: str, run_id: int) -> SourceRecord:
        """The statement as one record: only how the organisation stands, and since when."""
        raw = json.loads(text)
        return SourceRecord(
            source=self.source,
            key=ref,
            organisation_id=pk,
            raw=raw,
            facts={"status": raw["status"], "status_on": raw["on"]},
            digest=blake2b(text.encode(), digest_size=16).hexdigest(),
            first_run_id=run_id,
            changed_run_id=run_id,
        )

    def link(self, touched: set[int]) -> None:
        """Links of these organisations to what they became part of, from the records kept."""
        here = organisations_by_ref()
        for lot in batches(touched):
            Link.objects.filter(source=self.source, organisation__in=lot).delete()
            kept = SourceRecord.objects.filter(source=self.source, organisation__in=lot)
            links = {
                (pk, raw["other_ref"]): Link(
                    organisation_id=pk,
                    kind=LinkKind.MERGED_INTO,
                    other_id=here.get(raw["other_ref"]),
                    other_ref=raw["other_ref"],
                    other_name=raw["other_name"][:255],
                    on=raw["on"] or None,
                    source=self.source,
                )
                for pk, raw in kept.values_list("organisation_id", "raw")
                if here.get(raw["other_ref"]) != pk
            }
            Link.objects.bulk_create(links.values())


def ending(row: Row) -> str:
    """An ending as it is kept: text that is the same whenever the same is said."""
    said = {
        "name": row["name"] or "",
        "status": row["status"],
        "on": row["on"].isoformat() if row["on"] else "",
        "other_ref": row["other_ref"] or "",
        "other_name": row["other_name"] or "",
    }
    return json.dumps(said, sort_keys=True)


KEEPERS: dict[str, type[Keeper]] = {"terms": Terms, "pairs": Pairs, "codes": Codes, "ends": Ends}
