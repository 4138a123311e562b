"""Suggests tags for the organisations here, from their own words, whenever those change."""

from __future__ import annotations

from collections.abc import Callable, Iterable

import ibis
import pyarrow as pa

from commonweal.sector.loading.engine import small_engine
from commonweal.sector.models import Organisation, Term
from commonweal.sector.publishing import index
from commonweal.sector.sources.keeping import Codes, difference
from commonweal.sector.tagging import MEASURED_PRECISION, Tag, readable, suggest

SCHEME = SOURCE = "ukcat"
LOT = 5_000


def suggest_tags(
    ids: Iterable[int] | None = None, say: Callable[[str, int, int], None] | None = None
) -> int:
    """Tag these organisations, or all; how many have other tags now than before.

    Called inside an action. Suggestions only: what somebody stated of an organisation stays.
    """
    tags, _ = readable(small_engine(), tags_here())
    if not tags:
        return 0
    wanted = list(Organisation.objects.values_list("pk", flat=True) if ids is None else ids)
    touched = 0
    for start in range(0, len(wanted), LOT):
        if say:
            say("Suggesting tags", start, len(wanted))
        touched += tag_lot(wanted[start : start + LOT], tags)
    return touched


def tags_here() -> list[Tag]:
    """The tags of the list that was brought in, by code."""
    rows = Term.objects.filter(scheme=SCHEME).order_by("code")
    return [Tag(t.code, t.parent, t.expression, t.exclusion) for t in rows]


def tag_lot(ids: list[int], tags: list[Tag]) -> int:
    """Tag a lot of organisations that is small enough for one statement."""
    words = Organisation.objects.filter(pk__in=ids, same_as=None).values_list(
        "pk", "name", "description", "purposes"
    )
    texts = {pk: " ".join(filter(None, parts)) for pk, *parts in words}
    table = pa.table(
        {"id": pa.array(texts, pa.int64()), "text": pa.array(texts.values(), pa.string())}
    )
    found = suggest(small_engine(), ibis.memtable(table), tags) if texts else set()
    keeper = Codes(SOURCE)
    said = {(pk, SCHEME, code): (True, MEASURED_PRECISION) for pk, code in found}
    changes = difference(said, keeper.kept(ids))
    touched = keeper.write(changes, run_id=0) if changes.any else set()
    index(sorted(touched))
    return len(touched)
