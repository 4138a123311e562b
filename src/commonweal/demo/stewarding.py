"""What stewards did: facts put right, a refuge kept safe, pairs doubted, two made one."""

from __future__ import annotations

from typing import Any

from commonweal.core.actors import Actor
from commonweal.demo.block import generator
from commonweal.demo.county import County
from commonweal.demo.people import REFUGE, chosen, number_of
from commonweal.sector.actions import (
    add_groups,
    correct_organisation,
    find_doubts,
    merge_organisations,
    withhold,
)
from commonweal.sector.actions.organisations import NewOrganisation
from commonweal.sector.choices import Kind
from commonweal.sector.models import Correction, Identifier, Merge, Organisation, Withholding

# What a steward puts right, and why.
CORRECTIONS: tuple[tuple[dict[str, Any], str], ...] = (
    ({"telephone": "01632 960 733"}, "The number rang out; the secretary gave us this one."),
    ({"email": "post@newname.example"}, "They wrote to us from it."),
    ({"description": "Now open on Saturdays too, and home to the toy library."}, "Visited in May."),
    ({"website": "https://www.ourhall.example"}, "The old address shows somebody else's page."),
    ({"volunteers": 41}, "Counted at the annual meeting."),
    ({"status": "closed", "status_on": "2026-09-30"}, "They met for the last time in September."),
)
TWINS = 6


def steward(*, by: Actor, county: County, seed: int) -> None:
    """Do all of it once; a place that is built again keeps what was done."""
    rng = generator(seed, 30)
    if not Correction.objects.exists():
        put_right(by, int(rng.integers(0, 1 << 30)))
    if not Withholding.objects.exists():
        keep_safe(by, county, seed)
    twins(by, county, seed)
    find_doubts(by=by, organisation_ids=Organisation.objects.values_list("pk", flat=True))
    if not Merge.objects.exists():
        make_one(by)


def registered_charities() -> list[Organisation]:
    """Active charities that are published, in the order of their numbers."""
    shown = Organisation.objects.published().active().exclude(kind=Kind.GROUP)
    return list(shown.filter(ref__startswith="GB-CHC-").order_by("ref")[:400])


def put_right(by: Actor, draw: int) -> None:
    """A few facts, each with a reason."""
    charities = registered_charities()
    rng = generator(draw, 31)
    positions = chosen(len(CORRECTIONS), len(charities), rng)
    for (values, reason), at in zip(CORRECTIONS, positions, strict=False):
        correct_organisation(by=by, organisation=charities[at], values=values, reason=reason)


def keep_safe(by: Actor, county: County, seed: int) -> None:
    """A refuge tells us about itself and is shown to nobody; one address is kept back."""
    spot = county.spots[1234]
    new = NewOrganisation(
        name=REFUGE,
        facts={"postcode": spot.postcode, "description": "Somewhere safe, day and night."},
        areas=(county.code,),
        number=number_of(seed, -1),
    )
    refuge = add_groups(by=by, groups=[new])[0]
    withhold(by=by, organisation=refuge, reason="A refuge: where it is must never be shown.")
    charities = registered_charities()
    if len(charities) > 3:
        withhold(by=by, organisation=charities[3], fact="street", reason="A trustee's own home.")


def twins(by: Actor, county: County, seed: int) -> None:
    """Groups that look just like a charity: somebody told us what a register knows already."""
    numbers = [number_of(seed, -10 - at) for at in range(TWINS)]
    if Identifier.objects.filter(value__in=numbers).exists():
        return
    groups = [
        NewOrganisation(
            name=charity.name.removeprefix("The "),
            facts={
                "postcode": charity.postcode,
                "telephone": charity.telephone,
                "description": charity.description[:200],
            },
            areas=(charity.district or county.code,),
            number=number,
        )
        for charity, number in zip(registered_charities()[10:], numbers, strict=False)
        if charity.postcode and charity.district
    ]
    if groups:
        add_groups(by=by, groups=groups)


def make_one(by: Actor) -> None:
    """The first of those pairs is merged, so that a merge can be seen and undone."""
    for group in Organisation.objects.filter(kind=Kind.GROUP, same_as=None).order_by("-pk")[:TWINS]:
        charity = Organisation.objects.filter(name=group.name, ref__startswith="GB-CHC-").first()
        if charity is not None:
            merge_organisations(
                by=by, kept=charity, absorbed=group, reason="The secretary says they are one."
            )
            return
