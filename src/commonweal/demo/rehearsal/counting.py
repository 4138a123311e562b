"""What became of the year: counted from the database, not from what the players say."""

from __future__ import annotations

import datetime as dt
import json
import statistics
from collections import Counter
from dataclasses import dataclass, field
from pathlib import Path

from django.db.models import F, Min, Sum

from commonweal.core import clock
from commonweal.demo.rehearsal.auditing import audit, double_matched
from commonweal.demo.rehearsal.year import BEGINS, DAYS, Year
from commonweal.help.actions import nothing_lost
from commonweal.help.choices import HelperStanding, State
from commonweal.help.matching import gini
from commonweal.help.models import (
    AdviceContact,
    Given,
    Helper,
    Match,
    Request,
)
from commonweal.help.reports.numbers import unmet_by

HOUR = 3_600.0
TIME = (BEGINS, BEGINS + dt.timedelta(days=2 * DAYS))
FIGURES = (
    "requests", "answered", "unmet", "lost", "double_matched", "median_wait_hours",
    "km_over_optimum", "asked_gini", "seconds", "peak_mb",
)  # fmt: skip


@dataclass(frozen=True)
class Outcome:
    """The figures of a year. ``lost`` and ``double_matched`` must be nought.

    ``lost`` counts what the audit found amiss, and open requests whose day passed unseen.
    ``km_over_optimum`` is how far proposed helpers would go beside the least that was possible for
    the same people on the same day, when nothing but distance is weighed. ``peak_mb`` is the
    largest single process.
    """

    requests: int
    answered: int
    unmet: int
    unmet_why: dict[str, int]
    unmet_themes: dict[str, int]
    unmet_districts: dict[str, int]
    still_open: int
    lost: int
    double_matched: int
    median_wait_hours: float | None
    km_over_optimum: float | None
    asked_gini: float
    parcels: int
    packs: int
    advised: int
    killed: int = 0
    doubled: int = 0
    failed: list[str] = field(default_factory=list)
    seconds: float = 0.0
    peak_mb: int = 0
    database: str = ""
    workers: int = 0

    def as_json(self) -> str:
        """The ten figures that are promised, as JSON."""
        return json.dumps({name: getattr(self, name) for name in FIGURES}, indent=2)


def lost(year: Year) -> int:
    """How many requests are amiss: by the audit, or because their day passed and nobody looked."""
    return audit(year).lost + len(nothing_lost(clock.now()))


def median_wait() -> float | None:
    """Hours from asking to a helper's yes, in the middle."""
    first = Match.objects.values("request").annotate(yes=Min("at"), asked=F("request__asked_at"))
    waits = [(row["yes"] - row["asked"]).total_seconds() / HOUR for row in first.iterator()]
    return round(statistics.median(waits), 1) if waits else None


def over_optimum(notes: Path) -> float | None:
    """How much further proposed helpers go than the least possible, as a ratio."""
    if not notes.exists():
        return None
    rows = []
    for line in notes.read_text(encoding="utf-8").splitlines():
        try:
            rows.append(json.loads(line))
        except ValueError:
            continue  # its writer was killed in the middle of it
    least = sum(r["least"] for r in rows)
    return round(sum(r["metres"] for r in rows) / least, 3) if least else None


def outcome(year: Year, notes: Path) -> Outcome:
    """The figures of what is in the database now."""
    requests = Request.objects.all()
    done = requests.filter(outcome=State.DONE)
    unmet = requests.filter(outcome=State.NOT_POSSIBLE)
    why = Counter(r.outcome_why or "not said" for r in unmet.only("outcome_why").iterator())
    ready = Helper.objects.filter(standing=HelperStanding.READY)
    given = Given.objects.counted()
    parcels = given.filter(kind="parcel").count()
    packs = given.filter(kind="pack").aggregate(n=Sum(F("adults") + F("children")))["n"]
    return Outcome(
        requests=requests.count(), answered=done.count(), unmet=unmet.count(),
        unmet_why=dict(why.most_common()), unmet_themes=unmet_by("theme", *TIME),
        unmet_districts=unmet_by("district", *TIME),
        still_open=requests.open().count(), lost=lost(year),
        double_matched=double_matched(), median_wait_hours=median_wait(),
        km_over_optimum=over_optimum(notes),
        asked_gini=round(gini(list(ready.values_list("asked", flat=True))), 3),
        parcels=parcels, packs=packs or 0, advised=AdviceContact.objects.count(),
    )  # fmt: skip
