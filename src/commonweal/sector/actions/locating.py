"""Finding afresh where the places lie that were told to us."""

from __future__ import annotations

from commonweal.core import clock
from commonweal.core.actions import action
from commonweal.core.actors import Actor
from commonweal.sector.actions.service_parts import say_changed
from commonweal.sector.choices import ServiceStatus
from commonweal.sector.gathering import HERE
from commonweal.sector.models import Location, Service
from commonweal.sector.placing import COLUMNS, Spot, spots_of
from commonweal.sector.reports.offering import place_of
from commonweal.sector.sources.keeping import batches


@action(permission="intake.run_import")
def locate_services(*, by: Actor) -> int:
    """Find afresh where the places lie that were told to us; how many lie elsewhere now.

    Those of a feed are found when its rows are judged again.
    """
    told = Location.objects.filter(source=HERE).exclude(postcode="").order_by("pk")
    moved = 0
    for lot in batches(told.values_list("pk", flat=True)):
        rows = list(Location.objects.filter(pk__in=lot))
        spots = spots_of([place_of(row) for row in rows])
        elsewhere = [row for row, spot in zip(rows, spots, strict=True) if put(row, spot)]
        Location.objects.bulk_update(elsewhere, COLUMNS)
        there = Service.objects.filter(at__location__in=elsewhere)
        there = there.exclude(status=ServiceStatus.DEFUNCT)
        there.update(changed_at=clock.now(), changed_by=by.label)
        moved += len(elsewhere)
    if moved:
        say_changed()
    return moved


def put(row: Location, spot: Spot) -> bool:
    """Put a place where it lies; whether it lay elsewhere before."""
    before = {column: getattr(row, column) for column in spot}
    for column, value in spot.items():
        setattr(row, column, value)
    return before != spot
