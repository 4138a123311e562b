"""Writes what changed, in the transaction that is open: all of it or none."""

from __future__ import annotations

from typing import Any

from ibis.backends.duckdb import Backend

from commonweal.intake.job import Job
from commonweal.sector.loading import ending, writing
from commonweal.sector.loading.finding import Targets, find_targets
from commonweal.sector.loading.meaning import Meaning
from commonweal.sector.models import Term
from commonweal.sector.publishing import index, republish


def apply(con: Backend, job: Job, meanings: tuple[Meaning, ...]) -> None:
    """Bring the register up to what was staged."""
    targets = find_targets(con, job)
    steps: list[tuple[str, Any]] = [
        ("Writing organisations", lambda: writing.organisations(con, job, targets)),
        ("Writing source records", lambda: writing.records(con, job, targets)),
        ("Writing identifiers", lambda: writing.identifiers(con, job, targets)),
        ("Writing years, areas, names and causes", lambda: writing.children(con, job, targets)),
        ("Joining what belongs together", lambda: ending.tie(con, job, targets)),
        ("Publishing", lambda: publish(con, job, targets)),
    ]
    for number, (words, step) in enumerate(steps):
        job.say(words, number, len(steps))
        step()
    know_terms(meanings)


def publish(con: Backend, job: Job, targets: Targets) -> None:
    """Work out what several records, corrections or endings decide, and bring search up to date."""
    mixed = set(targets.mixed) | set(ending.mark_gone(con, job))
    left, mixed_left = ending.leave(con, job)
    mixed |= mixed_left
    if mixed:
        republish(sorted(mixed), now=job.now)
    plain = [pk for pk in targets.changed if pk not in mixed] + [p for p in left if p not in mixed]
    if plain:
        index(plain)


def know_terms(meanings: tuple[Meaning, ...]) -> None:
    """Remember what the codes mean that are not known yet."""
    known = set(Term.objects.values_list("scheme", "code"))
    new = [m for m in meanings if (m.scheme, m.code) not in known]
    Term.objects.bulk_create(Term(scheme=m.scheme, code=m.code, title=m.title) for m in new)
