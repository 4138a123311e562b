"""The finder of services at 20,000: open now and near me, beside the plain way.

The plain way is what one writes first: ask the database for the services in a box round the point
with their hours, then ask of each in Python whether it is open. ``limit`` is one read of the
first twenty rows by their keys, which any page needs.
"""

from __future__ import annotations

import datetime as dt
import random
import time
import uuid
from collections.abc import Callable

from benchmarks.common import Result, each_timed, percentile

SIZES = {True: 4_000, False: 20_000}
QUESTIONS = 60
MILES = 3.0
MOMENT = dt.datetime(2026, 11, 25, 11, 15, tzinfo=dt.UTC)
DAYS = ("MO", "TU", "WE", "TH", "FR", "SA", "SU")


def build(size: int) -> None:
    """Services round two hundred towns: two in three weekly, the rest by the month or closed."""
    from django.db import transaction

    from commonweal.core.actions import door
    from commonweal.sector.models import (
        Closure,
        Location,
        Organisation,
        Schedule,
        Service,
        ServiceAtLocation,
        ServiceTerm,
    )

    chance = random.Random(size)
    towns = [(chance.uniform(50.8, 53.6), chance.uniform(-2.5, 1.4)) for _ in range(200)]
    with transaction.atomic(), door("benchmark"):
        owners = Organisation.objects.bulk_create(
            Organisation(
                ref=f"GB-CHC-{n}", name=f"Association {n}", kind="charity", based_here=True,
                added_at=MOMENT, changed_at=MOMENT,
            )
            for n in range(size // 5)
        )  # fmt: skip
        services = Service.objects.bulk_create(
            Service(
                organisation=owners[n % len(owners)], source="added-here", name=f"Service {n}",
                description="A hot meal, advice and company.", added_at=MOMENT,
                changed_at=MOMENT, free=n % 2 == 0,
            )
            for n in range(size)
        )  # fmt: skip
        places = Location.objects.bulk_create(
            location(s.organisation_id, chance.choice(towns), chance) for s in services
        )
        ServiceAtLocation.objects.bulk_create(
            ServiceAtLocation(service=s, location=p) for s, p in zip(services, places, strict=True)
        )
        Schedule.objects.bulk_create(
            schedule(s, chance) for s in services for _ in range(chance.randint(1, 3))
        )
        Closure.objects.bulk_create(
            Closure(service=s, first=dt.date(2026, 11, 20), last=dt.date(2026, 12, 1))
            for s in services[::50]
        )
        ServiceTerm.objects.bulk_create(
            ServiceTerm(service=s, scheme="need", code=chance.choice(("food", "debt", "cafe")))
            for s in services
        )


def location(owner: int, town: tuple[float, float], chance: random.Random) -> object:
    """A place near a town."""
    from commonweal.sector.models import Location

    return Location(
        organisation_id=owner, uuid=uuid.UUID(int=chance.getrandbits(128)), source="added-here",
        name="Hall", latitude=chance.gauss(town[0], 0.03), longitude=chance.gauss(town[1], 0.05),
    )  # fmt: skip


def schedule(service: object, chance: random.Random) -> object:
    """Hours: every week, every second, or by the month."""
    from commonweal.sector.models import Schedule

    opens = chance.randint(8, 18)
    luck = chance.random()
    freq, byday = ("MONTHLY", f"{chance.randint(1, 4)}WE") if luck < 0.1 else ("WEEKLY", "")
    return Schedule(
        service=service, freq=freq, byday=byday or ",".join(chance.sample(DAYS, 2)),
        interval=2 if 0.1 < luck < 0.2 else 1, starts=dt.date(2026, 1, 5),
        opens=dt.time(opens), closes=dt.time(opens + chance.randint(1, 5)),
    )  # fmt: skip


def points() -> list[tuple[float, float]]:
    """Where people ask from: near services."""
    from commonweal.sector.models import Location

    rows = list(Location.objects.order_by("pk").values_list("latitude", "longitude"))
    chance = random.Random(1)
    return [chance.choice(rows) for _ in range(QUESTIONS)]


def plain(at: tuple[float, float], *, near: bool) -> list[int]:
    """The plain way."""
    from commonweal.sector.finding_services import hours_at, local
    from commonweal.sector.models import Service
    from commonweal.sector.opening import open_at
    from commonweal.sector.searching.near import distances_km, reach
    from commonweal.ui.words import KM_IN_A_MILE

    rows = Service.objects.published().running()
    up, across = reach(at[0], MILES * KM_IN_A_MILE)
    if near:
        rows = rows.filter(
            at__location__latitude__range=(at[0] - up, at[0] + up),
            at__location__longitude__range=(at[1] - across, at[1] + across),
        )
    moment, found = local(MOMENT), []
    rows = rows.prefetch_related("schedules", "closures", "at__location")
    for service in rows.iterator(chunk_size=500):
        place = service.at.all()[0]
        spot = place.location
        km = float(distances_km(*at, spot.latitude, spot.longitude))
        is_near = not near or km <= MILES * KM_IN_A_MILE
        if is_near and open_at(*hours_at(service, place), moment):
            found.append((km, service.name, service.pk))
    return [key for _, _, key in sorted(found)]


def first_rows(keys: list[int]) -> None:
    """Read the rows of a page by their keys."""
    from commonweal.sector.models import Service

    list(Service.objects.filter(pk__in=keys).select_related("organisation"))


def run(quick: bool) -> list[Result]:
    """Build the services, and ask."""
    from django.core.management import call_command

    from commonweal.sector.finding_services import Question, memory
    from commonweal.sector.finding_services.finding import Ground, found_keys
    from commonweal.sector.searching.whereabouts import Spot

    call_command("migrate", verbosity=0)
    build(SIZES[quick])
    began = time.perf_counter()
    memory.held()
    reading = time.perf_counter() - began
    asked = points()

    def ours(at: tuple[float, float], within: float | None) -> list[int]:
        ground = Ground(memory.held(), (), Spot("here", *at), "", MOMENT)
        found = found_keys(ground, Question(when="now", within=within))
        return found.keys.tolist()

    if any(ours(at, MILES) != plain(at, near=True) for at in asked[:10]):
        raise RuntimeError("The two ways find different services.")
    keys = ours(asked[0], None)[:20]
    results = []
    for name, within in (("open now, within 3 miles", MILES), ("open now, nearest first", None)):
        few = asked if within else asked[:2]
        mine = times([lambda a=a, w=within: ours(a, w) for a in asked])
        theirs = times([lambda a=a, w=within: plain(a, near=w is not None) for a in few])
        least = times([lambda: first_rows(keys)] * QUESTIONS)
        results += told(f"services {SIZES[quick]:,} {name}", mine, theirs, least, reading)
    return results


def times(calls: list[Callable[[], object]]) -> list[float]:
    """How long each took, the better of two rounds, in milliseconds."""
    return [min(pair) for pair in zip(each_timed(calls), each_timed(calls), strict=True)]


def told(
    name: str, mine: list[float], theirs: list[float], least: list[float], reading: float
) -> list[Result]:
    """The middle and the slowest twentieth."""
    return [
        Result(
            f"{name} {word}", percentile(mine, share), limit=percentile(least, share),
            peer=percentile(theirs, share), unit="ms",
            goal="p95 under 20 ms" if word == "p95" else "",
            met=percentile(mine, share) < 20 if word == "p95" else None,
            note=f"reading the arrays: {reading:.2f} s; peer: the database, then Python",
        )
        for share, word in ((0.5, "p50"), (0.95, "p95"))
    ]  # fmt: skip
