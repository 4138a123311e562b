"""Which wards have no service of a need open on a day: in them, or serving them from elsewhere."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

import numpy as np

from commonweal.places.choices import Kind
from commonweal.places.models import Area
from commonweal.sector.finding_services import memory, sifting
from commonweal.sector.finding_services.asking import Question
from commonweal.sector.finding_services.finding import local, within_need


@dataclass(frozen=True)
class WardRow:
    """A ward: how many services are in it, how many more say that they serve it."""

    ward: Area
    inside: int
    serving: int


@dataclass(frozen=True)
class Gaps:
    """The wards of an area for a need and a day."""

    area: Area
    rows: tuple[WardRow, ...]

    @property
    def unhoused(self) -> int:
        """How many wards have nothing in them, whoever serves them from elsewhere."""
        return sum(not row.inside for row in self.rows)


def gaps(area: Area, asked: Question, *, now: dt.datetime) -> Gaps:
    """Count, for each ward of a county or district, the services that fit a question.

    ``asked`` may hold a need, a day and whatever else the finder knows but a place.
    """
    wards = wards_of(area, local(now).date())
    held = memory.held()
    services, _ = sifting.services_fitting(held, asked, within_need(asked.need))
    units = sifting.units_fitting(held, asked, services, local(now))
    inside = {code: set[int]() for code in (w.code for w in wards)}
    at = np.flatnonzero(units & held.to_go_to)
    for ward, service in zip(held.ward[at].tolist(), held.service[at].tolist(), strict=True):
        inside.get(ward, set()).add(service)
    fitting = set(held.service[units].tolist())
    serving = served(wards, area, held.areas, fitting)
    return Gaps(area, tuple(
        WardRow(w, len(inside[w.code]), len(serving[w.code] - inside[w.code])) for w in wards
    ))  # fmt: skip


def wards_of(area: Area, on: dt.date) -> list[Area]:
    """The wards that a district or a county is made of on a day, by name."""
    below = Area.objects.filter(parent=area.code, kind=Kind.DISTRICT).exclude(valid_to__lt=on)
    parents = [area.code, *below.values_list("code", flat=True)]
    wards = Area.objects.filter(kind=Kind.WARD, parent__in=parents).exclude(valid_to__lt=on)
    return list(wards.order_by("name", "code"))


def served(
    wards: Sequence[Area], area: Area, areas: Mapping[str, sifting.Positions],
    fitting: set[int],
) -> dict[str, set[int]]:  # fmt: skip
    """The fitting services that say they serve each ward, its district or its county."""

    def of(codes: Iterable[str]) -> set[int]:
        return {int(s) for code in codes for s in areas.get(code, ())} & fitting

    above = dict(
        Area.objects.filter(kind=Kind.DISTRICT, code__in={w.parent for w in wards})
        .values_list("code", "parent")
    )  # fmt: skip
    wide = {code: of([code, parent, area.parent]) for code, parent in above.items()}
    return {w.code: of([w.code]) | wide.get(w.parent, of([w.parent])) for w in wards}
