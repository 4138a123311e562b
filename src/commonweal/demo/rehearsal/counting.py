"""What became of the year: counted from the database, not from what the players say."""

from __future__ import annotations

import json
import statistics
from collections import Counter
from dataclasses import asdict, dataclass, field
from pathlib import Path
from typing import Any

from django.db.models import Count, F, Min, Q, Sum

from commonweal.demo.rehearsal.year import Year
from commonweal.help.actions import nothing_lost
from commonweal.help.choices import ENDINGS, HelperStanding, State
from commonweal.help.matching import gini
from commonweal.help.models import (
    AdviceContact,
    Given,
    Helper,
    Match,
    Request,
)

HOUR = 3_600.0


@dataclass(frozen=True)
class Outcome:
    """The figures of a year. ``lost`` and ``double_matched`` must be nought.

    ``lost`` counts askings that are not there, or there twice; open requests without somebody who
    answers for them or a day to come; closed ones without an outcome. ``km_over_optimum`` is how
    far proposed helpers would go beside the least that was possible for the same people on the
    same day, when nothing but distance is weighed. ``peak_mb`` is the largest single process.
    """

    requests: int
    answered: int
    unmet: int
    unmet_why: dict[str, int]
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
        """All of it, as JSON."""
        return json.dumps(asdict(self), indent=2)


def lost(year: Year) -> int:
    """How many requests were lost, or are there more than once."""
    from commonweal.core import clock

    there = Request.objects.filter(again=None).count()
    unended = Request.objects.filter(state=State.CLOSED).exclude(outcome__in=ENDINGS).count()
    return abs(int(year.asks.sum()) - there) + len(nothing_lost(clock.now())) + unended


def double_matched() -> int:
    """How many requests have, or ever had, two helpers at once."""
    standing = Q(matches__ended_at=None)
    now = Request.objects.annotate(n=Count("matches", filter=standing)).filter(n__gt=1).count()
    spans = Match.objects.order_by("request", "at", "pk").values_list("request", "at", "ended_at")
    before: tuple[Any, ...] = (None, None, None)
    crossed = 0
    for request, at, ended in spans.iterator():
        if request == before[0] and (before[2] is None or at < before[2]):
            crossed += 1
        before = (request, at, ended)
    return now + crossed


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
        unmet_why=dict(why), still_open=requests.open().count(), lost=lost(year),
        double_matched=double_matched(), median_wait_hours=median_wait(),
        km_over_optimum=over_optimum(notes),
        asked_gini=round(gini(list(ready.values_list("asked", flat=True))), 3),
        parcels=parcels, packs=packs or 0, advised=AdviceContact.objects.count(),
    )  # fmt: skip
