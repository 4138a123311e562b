"""What putting something back would change, from what is there now."""

from __future__ import annotations

from typing import Any

from commonweal.sector.choices import VersionOf
from commonweal.sector.facts import WORDS
from commonweal.sector.gathering import HERE, gather
from commonweal.sector.models import Correction, Version
from commonweal.sector.reports.history import (
    VERSION,
    WITHDRAWN,
    Difference,
    area_names,
    before_correction,
    differences_of,
    fact_in_words,
    in_full,
    need_titles,
    version_in_words,
)
from commonweal.sector.reports.offering import told_of
from commonweal.sector.retelling import as_plain


def foreseen(kind: str, row: Any) -> tuple[Difference, ...]:
    """What would differ from now; nothing where it is as it was then already."""
    found = of_version(row) if kind == VERSION else of_fact(row, withdrawal=kind == WITHDRAWN)
    return tuple(d for d in found if d.before != d.after)


def of_fact(row: Correction, *, withdrawal: bool) -> tuple[Difference, ...]:
    """A fact: from what is known now to what was before, or to what the sources say now."""
    resolved = gather([row.organisation])[row.organisation_id].resolved()[row.fact]
    was_corrected, value = before_correction(row, withdrawal=withdrawal)
    target = value if was_corrected else resolved.stated
    words = (fact_in_words(row.fact, value) for value in (resolved.known, target))
    return (Difference(WORDS[row.fact], *words),)


def of_version(row: Version) -> tuple[Difference, ...]:
    """A service whole, the areas, a name or a number."""
    if row.service is not None:
        terms = need_titles()
        now = in_full(as_plain(told_of(row.service)), whole=True, terms=terms)
        return differences_of(now, in_full(row.before, whole=True, terms=terms))
    owner = row.organisation
    if row.kind == VersionOf.AREAS:
        here = owner.areas_served.filter(source=HERE).values_list("code", flat=True)
        return (Difference("Areas told here", area_names(here), area_names(row.before)),)
    words = (version_in_words(row.kind, said) for said in (row.after, row.before))
    return (Difference(row.get_kind_display(), *words),)
