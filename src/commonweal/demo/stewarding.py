"""What stewards did: facts put right, a refuge kept safe, pairs doubted, some made one."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from commonweal.core.actors import Actor
from commonweal.demo.block import generator
from commonweal.demo.county import County
from commonweal.demo.people import REFUGE, chosen, number_of
from commonweal.demo.words import telephone
from commonweal.sector.actions import (
    add_groups,
    correct_organisation,
    decide_doubt,
    find_doubts,
    nominate_company,
    withdraw_correction,
    withhold,
)
from commonweal.sector.actions.organisations import NewOrganisation
from commonweal.sector.choices import Doubt, Kind
from commonweal.sector.models import (
    Correction,
    Doubtful,
    Identifier,
    Nomination,
    Organisation,
    Withholding,
)

# What a steward puts right, from how many were before and the organisation; and why.
CORRECTIONS: tuple[tuple[Callable[[int, Organisation], dict[str, Any]], str], ...] = (
    (
        lambda at, _: {"telephone": telephone(9_000 + at)},
        "The number rang out; the secretary gave us this one.",
    ),
    (lambda at, o: {"email": f"post@{o.ref.lower()}.example"}, "They wrote to us from it."),
    (
        lambda at, o: {"description": f"Now open on Saturdays too. {o.description}".strip()},
        "Visited in May.",
    ),
    (
        lambda at, o: {"website": f"https://www.{o.ref.lower()}.example/new"},
        "The old address shows somebody else's page.",
    ),
    (lambda at, _: {"volunteers": 11 + at * 7 % 60}, "Counted at the annual meeting."),
    (
        lambda at, _: {"status": "closed", "status_on": "2026-09-30"},
        "They met for the last time in September.",
    ),
)
# How a group that a register knows already is called by those who told us of it.
TWIN_NAMES = ("{n}", "{n} (the committee)", "Friends of {n}", "{n} Group")


# Companies that no register of charities leads to: one that the file holds, one that it does not.
NOMINATED = (
    ("ZX000000", "All that it earns goes to the clubs it supplies."),
    ("ZX999998", "Formed last week, to run the ferry when the firm stops."),
)


def nominate(*, by: Actor) -> None:
    """Name them once, before the companies are read."""
    if Nomination.objects.exists():
        return
    for number, reason in NOMINATED:
        nominate_company(by=by, number=number, reason=reason)


def steward(*, by: Actor, county: County, seed: int, scale: float) -> None:
    """Do all of it once; a place that is built again keeps what was done."""
    rng = generator(seed, 30)
    if not Correction.objects.exists():
        put_right(by, generator(int(rng.integers(0, 1 << 30)), 31), max(7, round(60 * scale)))
    if not Withholding.objects.exists():
        keep_safe(by, county, seed)
        keep_back(by, max(1, round(5 * scale)))
    twins(by, county, seed, max(6, round(36 * scale)))
    find_doubts(by=by, organisation_ids=Organisation.objects.values_list("pk", flat=True))
    if not Doubtful.objects.exclude(standing=Doubt.OPEN).exists():
        decide(by, one=max(1, round(6 * scale)), two=max(1, round(4 * scale)))


def registered_charities() -> list[Organisation]:
    """Active charities that are published, in the order of their numbers."""
    shown = Organisation.objects.published().active().exclude(kind=Kind.GROUP)
    return list(shown.filter(ref__startswith="GB-CHC-").order_by("ref")[:400])


def put_right(by: Actor, rng: Any, count: int) -> None:
    """Facts of so many, each with a reason; one correction is taken back."""
    charities = registered_charities()
    for order, at in enumerate(chosen(count, len(charities), rng)):
        # Few close: after the first round, only one in five of those whose turn it is.
        turn = order if order < len(CORRECTIONS) or order % 5 == 0 else order * 5 + order // 6
        values, reason = CORRECTIONS[turn % len(CORRECTIONS)]
        organisation = charities[at]
        correct_organisation(
            by=by, organisation=organisation, values=values(order, organisation), reason=reason
        )
    taken_back = Correction.objects.filter(fact="volunteers").order_by("pk").first()
    if taken_back is not None:
        withdraw_correction(by=by, correction=taken_back)


def keep_safe(by: Actor, county: County, seed: int) -> None:
    """A refuge tells us about itself and is shown to nobody."""
    spot = county.spots[1234]
    new = NewOrganisation(
        name=REFUGE,
        facts={"postcode": spot.postcode, "description": "Somewhere safe, day and night."},
        areas=(county.code,),
        number=number_of(seed, -1),
    )
    refuge = add_groups(by=by, groups=[new])[0]
    withhold(by=by, organisation=refuge, reason="A refuge: where it is must never be shown.")


def keep_back(by: Actor, count: int) -> None:
    """Some streets and numbers are somebody's own."""
    for at, charity in enumerate(registered_charities()[3 : 3 + count * 9 : 9]):
        if at % 2:
            withhold(by=by, organisation=charity, fact="telephone", reason="A trustee's own.")
        else:
            withhold(by=by, organisation=charity, fact="street", reason="A trustee's own home.")


def twins(by: Actor, county: County, seed: int, count: int) -> None:
    """Groups that look just like a charity: somebody told us what a register knows already."""
    numbers = [number_of(seed, -10 - at) for at in range(count)]
    if Identifier.objects.filter(value__in=numbers).exists():
        return
    known = [c for c in registered_charities()[10:] if c.postcode and c.district and c.telephone]
    step = max(1, len(known) // count)
    groups = [
        NewOrganisation(
            name=TWIN_NAMES[at % 4].format(n=charity.name.removeprefix("The ")),
            facts={
                "postcode": charity.postcode,
                "telephone": charity.telephone,
                "description": charity.description[:200],
            },
            areas=(charity.district,),
            number=number,
        )
        for at, (charity, number) in enumerate(zip(known[::step], numbers, strict=False))
    ]
    if groups:
        add_groups(by=by, groups=groups)


def decide(by: Actor, *, one: int, two: int) -> None:
    """Some doubtful pairs are one body, so that a merge can be seen and undone; some are two."""
    pairs = Doubtful.objects.filter(standing=Doubt.OPEN).select_related("left", "right")
    named = pairs.filter(reason__contains="name").order_by("pk")
    for doubt in list(named[:one]):
        kept = next((o for o in (doubt.left, doubt.right) if o.kind != Kind.GROUP), doubt.left)
        decide_doubt(
            by=by, doubt=doubt, same=True, keep=kept, why="The secretary says they are one."
        )
    for doubt in list(pairs.exclude(reason__contains="name").order_by("pk")[:two]):
        decide_doubt(
            by=by, doubt=doubt, same=False, why="They share a caretaker's telephone, no more."
        )
