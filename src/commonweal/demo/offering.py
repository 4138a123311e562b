"""What the demonstration's organisations offer to people: where, when, for whom, at what cost."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator
from decimal import Decimal
from typing import Any

from commonweal.core import clock
from commonweal.core.actors import Actor
from commonweal.demo.block import generator
from commonweal.demo.catalogue.services import OFFERS, Offer
from commonweal.demo.county import COUNTY_CODE, NAME, County, Spot
from commonweal.demo.words import SAINTS, STREETS, SURNAMES, telephone
from commonweal.sector.actions import add_service
from commonweal.sector.choices import Access, Attending
from commonweal.sector.models import Organisation, Service
from commonweal.sector.offering import ToldContact, ToldCost, ToldHours, ToldPlace, ToldService
from commonweal.sector.opening import MONTHLY, WEEKLY, Change, Hours

MOST_EACH = 2  # services of one organisation
HALLS = (
    "{v} Village Hall", "{s}'s Church Hall, {v}", "{v} Community Centre", "{v} Library",
    "The Old School, {v}", "{v} Methodist Church",
)  # fmt: skip
LANGUAGES = ("pl", "lt", "ro", "uk", "pt", "ar", "bn", "pa", "bfi")
ACCESS = (Access.TOILET, Access.PARKING, Access.LOOP, Access.BUS, Access.QUIET)


def offer(*, by: Actor, county: County, seed: int, count: int) -> None:
    """Add so many services, once; the same for the same seed."""
    if Service.objects.exists():
        return
    today = clock.today()
    for at, (organisation, one) in enumerate(chosen(seed, count)):
        told = told_of(one, organisation, county, rng=generator(seed, 50, at), today=today, at=at)
        add_service(by=by, organisation=organisation, told=told)


def chosen(seed: int, count: int) -> Iterator[tuple[Organisation, Offer]]:
    """Organisations and what they give, each sort about as often as the others."""
    shown = Organisation.objects.published().active().filter(side="sector").order_by("ref")
    every = list(shown)
    rng = generator(seed, 51)
    queues = []
    for one in OFFERS:
        fitting = [o for o in every if one.is_given_by(o.name)]
        queues.append([(fitting[i], one) for i in rng.permutation(len(fitting)).tolist()])
    given: dict[int, int] = {}
    found = 0
    while found < count and any(queues):
        for queue in filter(None, queues):
            organisation, one = queue.pop()
            given[organisation.pk] = given.get(organisation.pk, 0) + 1
            if given[organisation.pk] <= MOST_EACH and found < count:
                found += 1
                yield organisation, one


def told_of(
    one: Offer, organisation: Organisation, county: County, *, rng: Any, today: dt.date, at: int
) -> ToldService:
    """The service as its organisation would tell it."""
    spots = near(organisation, county)
    luck = rng.integers(0, 100, 8).tolist()
    places = tuple(places_of(one, spots, rng)) if one.at != "remote" else ()
    cost, free = cost_of(one)
    hours = one.hours[luck[0] % len(one.hours)] if one.hours else ""
    wide = one.at == "remote" and luck[1] < 30
    areas = ((COUNTY_CODE, NAME),) if wide else ((organisation.district, spots[0][1]),)
    return ToldService(
        name=one.name,
        description=one.says,
        how_to_get_it=one.how,
        minimum_age=one.ages[0],
        maximum_age=one.ages[1],
        free=free,
        costs=cost,
        telephone=telephone(5_000 + at),
        email=f"{one.needs[0]}@{organisation.ref.lower()}.example" if luck[2] < 40 else "",
        hours=tuple(hours_of(hours, one, len(places))),
        closures=tuple(closures_of(today)) if luck[3] < 60 else (),
        places=places,
        languages=("en", LANGUAGES[luck[4] % len(LANGUAGES)]) if luck[5] < 30 else ("en",),
        contacts=(contact_of(luck[6], at),) if luck[7] < 50 else (),
        areas=areas if organisation.district and (one.at == "remote" or luck[2] < 15) else (),
        terms=(
            *(("need", code) for code in one.needs),
            *(("audience", code) for code in one.audience),
        ),
    )


def near(organisation: Organisation, county: County) -> list[tuple[Spot, str]]:
    """The postcodes of its ward, or of its district, or all; each with the district's name."""
    names = {area.code: area.name for area in county.of_kind("district")}
    own = [s for s in county.spots if s.ward == organisation.ward]
    own = own or [s for s in county.spots if s.district == organisation.district]
    return [(spot, names[spot.district]) for spot in own or county.spots]


def places_of(one: Offer, spots: list[tuple[Spot, str]], rng: Any) -> Iterator[ToldPlace]:
    """Where it is given: one place, sometimes two."""
    many = 2 if rng.random() < 0.12 else 1
    for at in rng.choice(len(spots), many, replace=False).tolist():
        spot, district = spots[at]
        words = HALLS[int(rng.integers(0, len(HALLS)))]
        steps = (Access.STEP_FREE,) if rng.random() < 0.6 else ()
        shown = one.at != "hidden"
        yield ToldPlace(
            name=words.format(v=spot.village, s=SAINTS[at % len(SAINTS)]) if shown else "",
            street=f"{1 + at % 60} {STREETS[at % len(STREETS)]}",
            town=district,
            postcode=spot.postcode,
            address_public=shown,
            access=(*steps, *(a for a in ACCESS if rng.random() < 0.35)),
            access_words="Ring the bell at the side door." if rng.random() < 0.1 else "",
        )


def hours_of(spec: str, one: Offer, places: int) -> Iterator[ToldHours]:
    """The hours of ``TU FR 10:00-14:00``; at the second of two places on its last day only."""
    *days, times = spec.split() if spec else ("",)
    if not spec:
        return
    opens, closes = (dt.time.fromisoformat(t) for t in times.split("-"))
    interval = int(days.pop(0)[1:]) if days[0].startswith("/") else 1
    freq = WEEKLY if days[0].isalpha() else MONTHLY
    starts = dt.date(2026, 1, 5) if interval > 1 else None
    attending = Attending.PHONE if one.at == "remote" else Attending.IN_PERSON
    parted = [days[:-1] or days, days[-1:]] if places > 1 else [days]
    for place, some in enumerate(parted):
        yield ToldHours(
            hours=Hours(
                freq=freq, interval=interval, byday=tuple(some), starts=starts, opens=opens,
                closes=closes,
            ),
            attending=attending,
            place=place if places > 1 else None,
        )  # fmt: skip


def closures_of(today: dt.date) -> Iterator[Change]:
    """Shut over the coming Christmas."""
    year = today.year if today.month > 1 else today.year - 1
    yield Change(dt.date(year, 12, 24), dt.date(year + 1, 1, 2), reason="Christmas")


def cost_of(one: Offer) -> tuple[tuple[ToldCost, ...], bool | None]:
    """What it costs, and whether it is free."""
    if one.cost in ("", "free"):
        return (), one.cost == "free" or None
    words, _, amount = one.cost.rpartition(" ")
    if not amount[0].isdigit():
        return (ToldCost(words=one.cost),), False
    return (ToldCost(option=words, amount=Decimal(amount)),), False


def contact_of(luck: int, at: int) -> ToldContact:
    """Whom to ask."""
    return ToldContact(
        name=f"Mx {SURNAMES[luck % len(SURNAMES)]}",
        title="Organiser",
        telephone=telephone(7_000 + at),
    )
