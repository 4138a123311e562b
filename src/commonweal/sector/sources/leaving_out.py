"""Which rows of a local list are left out because nothing says that they belong to the place."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Any

from commonweal.sector.belonging import here, whereabouts
from commonweal.sector.sources.mapping import FACTS, Row

TOLD = 20


def left_out(rows: Sequence[Row], *, all_here: bool) -> dict[str, str]:
    """Why each of these rows is left out, by its key; the others belong to the place."""
    place = here()
    if place.everywhere or (all_here and place.codes):
        return {}
    where = whereabouts({str(row.facts["postcode"]) for row in rows if row.facts.get("postcode")})
    return {
        row.key: why(row, where)
        for row in rows
        if not place.holds(where.get(str(row.facts.get("postcode")), {}))
    }


def why(row: Row, where: dict[str, dict[str, Any]]) -> str:
    """Why a row that is nowhere in the place is not."""
    postcode = str(row.facts.get("postcode") or "")
    written = dict(row.misread).get(FACTS["postcode"][0], "")
    if written:
        return f"{written} is not a postcode, so nothing says where it is"
    if not postcode:
        return "it has no postcode, so nothing says where it is"
    if postcode not in where:
        return f"the postcode {postcode} is not known here, so nothing says where it is"
    return f"{postcode} lies outside the place"


def in_notes(rows: Sequence[Row], *, all_here: bool) -> Iterator[str]:
    """What a run says of the rows that it left out: each of the first few, then how many more."""
    out = left_out(rows, all_here=all_here)
    named = [row for row in rows if row.key in out]
    for row in named[:TOLD]:
        yield f"Left out: row {row.number}, {str(row.facts['name'])[:80]}: {out[row.key]}."
    if len(named) > TOLD:
        yield f"Left out: {len(named) - TOLD:,} more rows for such reasons."
