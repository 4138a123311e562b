"""What was published of help, as it stands among the measures of the place."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass

from commonweal.help.actions.pushing import SETTLED, slug_of
from commonweal.help.counted import COUNTED, WAIT, Counted, months_before
from commonweal.help.reports.schemes import area_names
from commonweal.impact.models import Observation


@dataclass(frozen=True)
class Published:
    """One number over the months; nothing where it is hidden or was not published."""

    slug: str
    words: str
    how: str
    values: list[float | None]


def published(today: dt.date) -> tuple[list[dt.date], list[Published]]:
    """The months that are over and settled, and each measure that has begun."""
    months = months_before(today - SETTLED)
    everything: dict[str, Counted] = {**COUNTED, "wait": WAIT}
    slugs = {slug_of(what): counted for what, counted in everything.items()}
    rows = Observation.objects.standing().filter(
        measure__slug__in=slugs, area="", starts_on__in=months
    )
    found: dict[str, dict[dt.date, float]] = {}
    for slug, month, value in rows.values_list("measure__slug", "starts_on", "value"):
        found.setdefault(slug, {})[month] = float(value)
    return months, [
        Published(slug, c.words, c.how, [found[slug].get(m) for m in months])
        for slug, c in slugs.items()
        if slug in found
    ]


def published_quarters() -> list[tuple[str, dt.date, dt.date, int]]:
    """What could not be met, by theme and by district, in the last quarter that was published."""
    rows = Observation.objects.standing().filter(measure__slug__startswith="help-unmet-")
    last = rows.order_by("-ends_on").values_list("ends_on", flat=True).first()
    if last is None:
        return []
    told = list(rows.filter(ends_on=last).select_related("measure").order_by("measure__name"))
    names = area_names(o.area for o in told if o.area)
    return [
        (names.get(o.area, o.area) or o.measure.name, o.starts_on, o.ends_on, int(o.value))
        for o in told
    ]
