"""What one scheme could not meet in the months that are over: by theme and by district, counted."""

from __future__ import annotations

import datetime as dt

from commonweal.core.suppression import rounded, suppress
from commonweal.help.counted import end_of
from commonweal.help.models import Scheme
from commonweal.help.reports.numbers import unmet_by
from commonweal.help.reports.schemes import area_names
from commonweal.sector.models import Term

Rows = list[tuple[str, int | None]]


def unmet_of(scheme: Scheme, months: list[dt.date], *, to_public: bool) -> tuple[Rows, Rows]:
    """Requests that could not be met, by theme and by district; ``None`` for what is not shown.

    Not shown are one to four, and those by which one to four could be worked out.
    """
    since, until = months[0], end_of(months[-1])
    themes, districts = (unmet_by(name, since, until, scheme) for name in ("theme", "district"))
    terms = Term.objects.filter(scheme="need", code__in=themes)
    titles = dict(terms.values_list("code", "title"))
    return (
        told(themes, titles, to_public=to_public),
        told(districts, area_names(districts), to_public=to_public),
    )


def told(found: dict[str, int], titles: dict[str, str], *, to_public: bool) -> Rows:
    """Each count under its name, by name; nothing of what is not to be shown."""
    safe = suppress(list(found.values())).counts
    rows = zip(found, safe, strict=True)
    shown = [
        (titles.get(code, code), rounded(n) if n is not None and to_public else n)
        for code, n in rows
    ]
    return sorted(shown, key=lambda row: row[0])
