"""Numbers of help become measures of the place: fixed months, nothing small, nothing to subtract.

A steward begins the measures; from then on a robot records each month that is over. The public sees
the nearest five. A figure that was published stays until it would change by five or more, and
what is broken down by theme or district is published once a quarter and never again, so that
nobody learns of anybody by holding two releases against each other.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Mapping
from decimal import Decimal

from django.db.models import Min
from django.utils.text import slugify

from commonweal.core import clock
from commonweal.core.actions import action
from commonweal.core.actors import Actor, Robot
from commonweal.core.suppression import rounded, suppress
from commonweal.help.counted import (
    COUNTED,
    WAIT,
    Counted,
    end_of,
    months_before,
    quarters_before,
    shown,
    stays,
)
from commonweal.help.models import Scheme
from commonweal.help.reports.numbers import numbers_of, unmet_by
from commonweal.impact.actions import add_measure, record_observation, withdraw_observation
from commonweal.impact.models import Measure, Observation
from commonweal.sector.models import Term

COUNTER = Robot("help-numbers")
SETTLED = dt.timedelta(days=7)
SOURCE = "Commonweal, counted from the records of schemes and the totals they report"
HIDDEN = (
    " Published to the nearest five. Numbers of one to four are not shown, nor any by which they "
    "could be worked out."
)
BY_DISTRICT = Counted(
    "Requests that could not be met, by district",
    "Requests that ended in the quarter without the help, by the district of the person; of "
    "schemes that keep their requests here.",
)


def slug_of(what: str) -> str:
    """The address of the measure of something that is counted."""
    return f"help-{slugify(what.replace('_', '-'))}"


def theme_slug(code: str) -> str:
    """The address of the measure of what could not be met of one theme."""
    return slug_of(f"unmet-about-{code}")


def all_measures() -> dict[str, tuple[str, str, str]]:
    """Every measure by its address: its words, how it is counted, in what."""
    made = {slug_of(what): (c.words, c.how + HIDDEN, "number") for what, c in COUNTED.items()}
    made[slug_of("wait")] = (WAIT.words, WAIT.how + HIDDEN, "number")
    made[slug_of("unmet-district")] = (BY_DISTRICT.words, BY_DISTRICT.how + HIDDEN, "number")
    for term in Term.objects.filter(scheme="need", parent="").order_by("code"):
        words = f"Requests that could not be met: {term.title}"[:200]
        how = "Requests that ended in the quarter without the help, by the theme of the need."
        made[theme_slug(term.code)] = (words, how + HIDDEN, "number")
    return made


@action(permission="help.set_up_schemes")
def begin_measures(*, by: Actor) -> list[Measure]:
    """Begin to publish the numbers of help. Measures that were begun before stay as they are."""
    there = set(Measure.objects.filter(slug__startswith="help-").values_list("slug", flat=True))
    return [
        add_measure(by=by, slug=slug, name=name, how=how, unit=unit)
        for slug, (name, how, unit) in all_measures().items()
        if slug not in there
    ]


@action(permission="help.keep_house")
def push_numbers(*, by: Actor) -> int:
    """Record the numbers of the months that are over, where a steward began their measures.

    :returns: how many figures were recorded anew.
    """
    measures = {m.slug: m for m in Measure.objects.filter(slug__startswith="help-", ended_on=None)}
    begun = Scheme.objects.aggregate(at=Min("begun_at"))["at"]
    if not measures or begun is None:
        return 0
    settled, first = clock.today() - SETTLED, begun.date().replace(day=1)
    months = [m for m in months_before(settled) if m >= first]
    quarters = [q for q in quarters_before(settled) if end_of(q, 3) >= first]
    count = _push_months(measures, months) if months else 0
    for quarter in quarters:
        count += _push_quarter(measures, quarter)
    return count


def _push_months(measures: Mapping[str, Measure], months: list[dt.date]) -> int:
    numbers, published, count = numbers_of(months), _published(measures.values()), 0
    for month in months:
        told: dict[str, Decimal | int | None] = {
            slug_of(what): shown(numbers.of(what, month), to_public=True) for what in COUNTED
        }
        if month in numbers.waits:
            told[slug_of("wait")] = Decimal(str(numbers.waits[month]))
        for slug, value in told.items():
            if slug in measures and value is not None:
                before = published.get((measures[slug].pk, month))
                count += _record(measures[slug], month, value, before)
    return count


def _published(measures: Iterable[Measure]) -> dict[tuple[int, dt.date], Observation]:
    """What stands, by measure and first day, of the whole place."""
    standing = Observation.objects.standing().filter(measure__in=list(measures), area="")
    return {(o.measure_id, o.starts_on): o for o in standing}


def _record(
    measure: Measure, month: dt.date, value: Decimal | int, before: Observation | None
) -> bool:
    """Record one month's figure, unless too little changed since it was published.

    A figure that somebody else recorded is theirs to change.
    """
    if before is not None:
        if before.by != COUNTER.label or stays(int(before.value), int(value)):
            return False
        withdraw_observation(
            by=COUNTER, observation=before, reason="Counted again: it changed by five or more"
        )
    record_observation(
        by=COUNTER, measure=measure, starts_on=month, ends_on=end_of(month), value=value,
        source=SOURCE, note=f"Counted on {clock.today():%d.%m.%Y}",
    )  # fmt: skip
    return True


def _push_quarter(measures: Mapping[str, Measure], quarter: dt.date) -> int:
    """Publish what could not be met in a quarter, by theme and by district: once, and for good."""
    last, count = end_of(quarter, 3), 0
    themes = {theme_slug(t.code): t.code for t in Term.objects.filter(scheme="need", parent="")}
    of_themes = [measures[slug] for slug in themes if slug in measures]
    done = Observation.objects.filter(measure__in=of_themes, starts_on=quarter, ends_on=last)
    if of_themes and not done.exists():
        found = unmet_by("theme", quarter, last)
        rows = ((m, "", found.get(themes[m.slug], 0)) for m in of_themes)
        count += _release(rows, quarter, last)
    whole = measures.get(slug_of("unmet-district"))
    if whole and not whole.observations.filter(starts_on=quarter, ends_on=last).exists():
        found = unmet_by("district", quarter, last)
        count += _release(((whole, code, n) for code, n in sorted(found.items())), quarter, last)
    return count


def _release(rows: Iterable[tuple[Measure, str, int]], first: dt.date, last: dt.date) -> int:
    """Record a row of counts, but for those that are small or would give small ones away."""
    told = list(rows)
    safe = suppress([count for _, _, count in told]).counts
    shown_ = [(m, area, n) for (m, area, _), n in zip(told, safe, strict=True) if n is not None]
    for measure, area, count in shown_:
        record_observation(
            by=COUNTER, measure=measure, starts_on=first, ends_on=last, area=area,
            value=rounded(count), source=SOURCE, note=f"Counted on {clock.today():%d.%m.%Y}",
        )  # fmt: skip
    return len(shown_)


HOURLY = (push_numbers,)
