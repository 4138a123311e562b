"""Which scheme a need goes to now, from what schemes say of themselves. Counts no people."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass

from django.db.models import Count, Q

from commonweal.core import clock
from commonweal.help import routing
from commonweal.help.choices import Part
from commonweal.help.models import Duty, Scheme, SchemeArea, SchemeMember, SchemeNeed
from commonweal.help.reading_hours import next_read, when_read
from commonweal.places.models import Area, Postcode
from commonweal.places.postcodes import normalise
from commonweal.places.reports import codes_of_place, the_place
from commonweal.sector.models import Term

A_WEEK = dt.timedelta(days=7)


@dataclass(frozen=True)
class Routed:
    """Where a need goes, and why, when it is the front door that takes it."""

    scheme: Scheme | None
    why: str = ""


def front_door() -> Scheme | None:
    """The scheme to which everything goes that no other serves."""
    return Scheme.objects.taking().filter(front_door=True).first()


def areas_of(code: str) -> tuple[str, ...]:
    """An area and those around it, the narrowest first: ward, district, county."""
    found: list[str] = []
    while code and code not in found and len(found) < 6:
        found.append(code)
        code = Area.objects.filter(code=code).values_list("parent", flat=True).first() or ""
    return tuple(found)


def areas_of_postcode(postcode: str) -> tuple[str, ...]:
    """The areas that a postcode lies in, the narrowest first; none of one that is not known."""
    row = Postcode.objects.filter(postcode=normalise(postcode)).first()
    if row is None:
        return ()
    own = [c for c in (row.lsoa, row.ward, row.district, row.county, row.region) if c]
    return tuple(dict.fromkeys([*own[:3], *areas_of(row.district), *own[3:]]))


def is_outside(areas: Sequence[str]) -> bool:
    """Whether somebody who lives in these areas lives outside the place; unknown is not outside."""
    if not areas or the_place().everywhere:
        return False
    served = codes_of_place()
    return bool(served) and served.isdisjoint(areas)


def with_somebody(at: dt.datetime) -> set[int]:
    """The schemes in which somebody can answer for what comes in: a lead, or who is on duty."""
    leads = SchemeMember.objects.standing().who(Part.LEAD).values_list("scheme", flat=True)
    return {*leads, *Duty.objects.at(at).values_list("scheme", flat=True)}


def facts_of(areas: Sequence[str], at: dt.datetime) -> dict[int, tuple[Scheme, routing.Facts]]:
    """What is known of the schemes that serve one of these areas, and of the front door."""
    near = SchemeArea.objects.filter(code__in=list(areas)).values("scheme")
    recent = Count("requests", filter=Q(requests__asked_at__gt=at - A_WEEK))
    schemes = Scheme.objects.taking().filter(Q(pk__in=near) | Q(front_door=True))
    schemes = schemes.filter(pk__in=with_somebody(at))
    rows = {s.pk: s for s in schemes.annotate(recent=recent)}
    served: dict[int, set[str]] = {key: set() for key in rows}
    for key, code in SchemeArea.objects.filter(scheme__in=rows).values_list("scheme", "code"):
        served[key].add(code)
    needs: dict[int, set[str]] = {key: set() for key in rows}
    for key, code in SchemeNeed.objects.filter(scheme__in=rows).values_list("scheme", "term__code"):
        needs[key].add(code)
    here = clock.here(at)
    return {key: (s, facts_about(s, served[key], needs[key], here)) for key, s in rows.items()}


def facts_about(
    scheme: Scheme, areas: set[str], needs: set[str], here: dt.datetime
) -> routing.Facts:
    """What is known of one scheme; ``recent`` was counted with it."""
    recent: int = getattr(scheme, "recent", 0)
    reads = next_read(scheme.hours, scheme.closed_on, here)
    return routing.Facts(
        scheme=scheme.pk, areas=frozenset(areas), needs=frozenset(needs),
        room=None if scheme.capacity is None else scheme.capacity - recent,
        reads_at=max(reads[0], here) if reads else None, front_door=scheme.front_door,
    )  # fmt: skip


def route_all(needs: Sequence[Term], areas: Sequence[str], at: dt.datetime) -> list[Routed]:
    """Where each of several needs goes, from what stands at one moment."""
    known = facts_of(areas, at)
    found = []
    for need in needs:
        codes = [c for c in (need.code, need.parent) if c]
        choice = routing.choose(codes, areas, [f for _, f in known.values()])
        why = choice.why
        if why == routing.UNSERVED and Scheme.objects.taking().answering(need.code).exists():
            why = routing.ELSEWHERE
        found.append(Routed(known[choice.scheme][0] if choice.scheme else None, why))
    return found


def route(need: Term, area: str, at: dt.datetime) -> Scheme | None:
    """The scheme that a need in an area goes to; nobody only where no front door is open."""
    return route_all([need], areas_of(area), at)[0].scheme


def when_somebody_reads(scheme: Scheme, at: dt.datetime) -> str:
    """When somebody of a scheme reads what comes in now, truthfully."""
    ends = Duty.objects.at(at).filter(scheme=scheme).order_by("-ends_at").values_list("ends_at")
    last = ends.first()
    until = clock.here(last[0]) if last else None
    ahead = Duty.objects.filter(scheme=scheme, off_at=None, person__is_active=True)
    begins = ahead.filter(starts_at__gt=at).order_by("starts_at").values_list("starts_at").first()
    after = clock.here(begins[0]) if begins and not last else None
    return when_read(scheme.hours, scheme.closed_on, clock.here(at), until, after)
