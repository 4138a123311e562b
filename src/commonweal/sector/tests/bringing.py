"""How the tests bring register extracts in, and what came of it."""

from __future__ import annotations

import csv

from commonweal.core.actions import door
from commonweal.core.actors import Robot
from commonweal.intake.folders import rejects_of
from commonweal.intake.models import Run
from commonweal.places.models import Place
from commonweal.sector.actions.imports import bring_in
from commonweal.sector.models import (
    AreaServed,
    FinancialYear,
    Identifier,
    Link,
    Organisation,
    SourceRecord,
)

NORFOLK, HULL = "E10000020", "E06000010"
robot = Robot("charity-commission")


def place_is(*codes: str) -> None:
    """Set the place; without codes it is everywhere."""
    with door("test"):
        Place.objects.update_or_create(
            pk=1, defaults={"name": "Test", "codes": list(codes), "everywhere": not codes}
        )


def bring(path, **more) -> Run:
    return bring_in(by=robot, source="charity-commission", path=path, **more)


def figures(run: Run) -> tuple[int, ...]:
    return (
        run.read, run.created, run.updated, run.unchanged, run.outside, run.rejected, run.gone,
    )  # fmt: skip


def reasons(run: Run) -> list[str]:
    path = rejects_of(run)
    return [r["reason"] for r in csv.DictReader(path.open())] if path else []


def everything() -> list:
    """All that the register holds, to compare before and after."""
    with_runs = {"first_run_id", "changed_run_id"}
    models = (Organisation, SourceRecord, Identifier, FinancialYear, AreaServed, Link)
    rows = []
    for model in models:
        fields = [f.attname for f in model._meta.fields if f.attname not in {*with_runs, "id"}]
        rows.append(sorted(map(repr, model.objects.values_list(*fields))))
    return rows
