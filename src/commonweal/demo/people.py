"""Groups, partners and the people who look after the demonstration's register."""

from __future__ import annotations

import hashlib
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

import numpy as np

from commonweal.accounts.choices import Role
from commonweal.demo.catalogue import SORTS
from commonweal.demo.county import COUNTY_CODE, DISTRICTS, County
from commonweal.demo.registers import Body, bodies, street
from commonweal.demo.words import telephone
from commonweal.sector.actions.organisations import NewOrganisation
from commonweal.sector.choices import Kind

# One account for each role: who they are, their address, what they may do.
ACCOUNTS = (
    ("Maureen Pargeter", "admin@saltwold.example", (Role.ADMINISTRATOR,)),
    ("Samir Rahman", "steward@saltwold.example", (Role.STEWARD,)),
    ("Grace Okafor", "editor@saltwold.example", (Role.EDITOR,)),
    ("Wren Castellane", "moderator@saltwold.example", (Role.MODERATOR,)),
    ("Owen Mossman", "reader@saltwold.example", (Role.READER,)),
)
REFUGE = "Safe Harbour Saltwold"


def number_of(seed: int, at: int) -> str:
    """A number of ours that is the same whenever the same place is built."""
    return f"saltwold-{hashlib.sha256(f'{seed} {at}'.encode()).hexdigest()[:10]}"


def groups(
    seed: int, count: int, county: County, seen: set[str] | None = None
) -> list[NewOrganisation]:
    """Informal groups: no charity number, mostly no money to speak of, all of them real to those
    who go. ``seen`` are names that others have."""
    ground = county.ground()
    weights = [sort.informal for sort in SORTS]
    names = set() if seen is None else seen
    found = bodies(seed, 24, count, ground, weights=weights, seen=names)
    return [group(county, body, number_of(seed, at), at) for at, body in enumerate(found)]


def group(county: County, body: Body, number: str, at: int) -> NewOrganisation:
    """One group as it would tell us about itself: some say a lot, some next to nothing."""
    ground, spot = county.ground(), county.spots[body.where]
    luck = body.draw % 100
    facts: dict[str, Any] = {"postcode": spot.postcode, "description": body.says}
    if luck < 70:
        facts["volunteers"] = max(1, int(body.sort.volunteers * (0.3 + luck / 60)))
    if luck < 45:
        facts["income"] = pocket_money(body)
        facts["money_year_end"] = "2026-03-31"
    if luck < 60:
        facts["telephone"] = telephone(4_000 + at)
    if luck % 3:
        facts["email"] = f"hello@{number}.example"
    if luck % 10 == 4:
        facts["website"] = f"https://www.{number}.example"
    if "hall" in body.sort.key or luck % 25 == 7:
        facts |= {"street": street(ground, body), "address_public": True}
    served = (spot.ward,) if luck < 55 else (spot.district,) if luck < 88 else (COUNTY_CODE,)
    return NewOrganisation(name=body.name, facts=facts, areas=served, number=number)


def pocket_money(body: Body) -> int:
    """What a group without a number takes in a year, in pounds: tea money for most of them."""
    usual = min(body.sort.median, 4_500) * 0.35
    luck = ((body.draw >> 9) % 1_000 + (body.draw >> 19) % 1_000) / 1_000 - 1  # about even, -1 to 1
    return int(usual * 4.5**luck)


@dataclass(frozen=True)
class Partner:
    """A public body or a firm that works with the sector."""

    name: str
    kind: Kind
    says: str
    areas: tuple[str, ...]
    postcode: str


def partners(county: County) -> Iterator[Partner]:
    """The councils, the health trust, the police, a college and two firms."""
    spots = {d: next(s for s in county.spots if s.district_at == d) for d in range(len(DISTRICTS))}
    whole = (COUNTY_CODE,)
    yield Partner(
        "Saltwold Council", Kind.PUBLIC, "The county council: roads, schools, care, libraries.",
        whole, spots[5].postcode,
    )  # fmt: skip
    for at, (name, *_) in enumerate(DISTRICTS):
        yield Partner(
            f"{name} District Council", Kind.PUBLIC,
            f"Homes, planning, bins and parks in {name}.",
            (spots[at].district,), spots[at].postcode,
        )  # fmt: skip
    for name, kind, says in (
        ("Saltwold Health and Care Trust", Kind.PUBLIC, "Hospitals and community health."),
        ("Saltwold Constabulary", Kind.PUBLIC, "The police for the county."),
        ("Netherhithe College", Kind.PUBLIC, "Courses for people of sixteen and over."),
        ("Saltwold Ferries Ltd", Kind.BUSINESS, "Gives crossings and raffle prizes."),
        ("Quern and Tide Builders", Kind.BUSINESS, "Mends halls at cost, one a year."),
    ):
        yield Partner(name, kind, says, whole, spots[5].postcode)


def chosen(count: int, of: int, rng: np.random.Generator) -> list[int]:
    """So many different positions out of a number."""
    return sorted(rng.choice(of, min(count, of), replace=False).tolist())
