"""The schemes and helpers of the rehearsal, set up through the actions of the real thing."""

from __future__ import annotations

from pathlib import Path
from tempfile import TemporaryDirectory

from commonweal.accounts.actions import welcome_person
from commonweal.accounts.models import User
from commonweal.core import clock
from commonweal.core.actors import Operator
from commonweal.demo.building import bring_places, name_the_place
from commonweal.demo.county import County, Spot
from commonweal.demo.help_words import AT_THE_DOOR
from commonweal.demo.rehearsal.scarcity import OFFERED, dice_of, getting_about, served
from commonweal.demo.rehearsal.year import Sizes
from commonweal.help.actions import (
    add_scheme,
    begin_measures,
    change_helper_standing,
    change_scheme,
    describe_scheme,
    join_scheme,
    say_what_it_takes,
    serve_areas,
    serve_need,
    set_out_help,
)
from commonweal.help.models import Helper, Scheme
from commonweal.sector.actions.organisations import NewOrganisation, add_groups
from commonweal.sector.models import Organisation, Term

OPERATOR = Operator()
NEEDS = ("shopping", "prescription", "phone-friend", "odd-jobs", "lift-health")
BEFORE = 400  # days before today on which it is all set up
HOURS = [[day, "09:00", "17:00"] for day in ("mo", "tu", "we", "th", "fr", "sa", "su")]


def needs_here() -> list[Term]:
    """The needs that schemes of the rehearsal answer."""
    found = Term.objects.filter(scheme="need", help_rule__offered=True, help_rule__warm_only=False)
    rows = list(found.exclude(parent="").order_by("code"))
    wanted = [t for t in rows if t.code in NEEDS]
    return (wanted or rows)[:5]


def lay_out(county: County, sizes: Sizes, seed: int) -> None:
    """A county, its needs, schemes with a lead each, and helpers who are ready."""
    with TemporaryDirectory() as folder, clock.put_back(BEFORE):
        bring_places(Path(folder), county, lambda words: None)
        name_the_place()
        set_out_help(by=OPERATOR)
        begin_measures(by=OPERATOR)
        schemes = [set_up(n, county, seed) for n in range(sizes.schemes)]
        for n in range(sizes.helpers):
            add_helper(n, schemes[n % len(schemes)], county, seed)


def spots_of(number: int, county: County) -> list[Spot]:
    """The postcodes that a scheme serves: those of one ward."""
    wards = sorted({s.ward for s in county.spots})
    ward = wards[number % len(wards)]
    return [s for s in county.spots if s.ward == ward]


def set_up(number: int, county: County, seed: int) -> Scheme:
    """One scheme of one group; the first is the front door."""
    near = spots_of(number, county)
    name = f"{near[0].village} Neighbours {number}"
    group = NewOrganisation(
        name=name, number=f"rehearsal-{number}", facts={"postcode": near[0].postcode}
    )
    organisation = the_group(group)
    lead = welcome_person(
        by=OPERATOR, email=f"lead{number}@rehearsal.example", name=f"Lead {number}", roles=()
    )
    scheme = add_scheme(
        by=OPERATOR, organisation=organisation, slug=f"rehearsal-{number}", name=name, lead=lead,
        front_door=not number,
    )  # fmt: skip
    scheme = describe_scheme(
        by=OPERATOR, scheme=scheme, hours=HOURS, postcode=near[0].postcode,
        words={"phone": f"01632 96{number:04d}"},
    )  # fmt: skip
    serve_areas(by=OPERATOR, scheme=scheme, codes=[near[0].ward])
    terms = {term.code: term for term in needs_here()}
    for code in served(near[0].ward, list(terms), seed):
        need = serve_need(by=OPERATOR, scheme=scheme, term=terms[code])
        say_what_it_takes(by=lead, scheme_need=need, answers=AT_THE_DOOR, wanted="none")
    return change_scheme(by=OPERATOR, scheme=scheme, standing="open")


def the_group(group: NewOrganisation) -> Organisation:
    """The organisation of a scheme, added when it is not there."""
    known = Organisation.objects.filter(identifiers__value=group.number).first()
    return known or add_groups(by=OPERATOR, groups=[group])[0]


def lead_of(scheme: Scheme) -> User:
    """Who answers for a scheme."""
    return scheme.members.get(part="lead", ended_at=None).person


def scheme_number(scheme: Scheme) -> int:
    """The number of a scheme of the rehearsal."""
    return int(scheme.slug.rpartition("-")[2])


def add_helper(number: int, scheme: Scheme, county: County, seed: int) -> Helper:
    """One helper of a scheme, who lives there or not far."""
    dice, near = dice_of(seed, "helper", number), spots_of(scheme_number(scheme), county)
    lead, spot = lead_of(scheme), dice.choice(near)
    needs = sorted(scheme.needs.values_list("term__code", flat=True))
    helper = join_scheme(by=lead, scheme=scheme, told={
        "name": f"Helper {number}", "phone": f"07700 9{number:05d}",
        "email": f"helper{number}@rehearsal.example", "postcode": spot.postcode,
        "needs": dice.sample(needs, min(OFFERED, len(needs))), "languages": ["en"],
        **getting_about(number, near, seed),
    })  # fmt: skip
    return change_helper_standing(by=lead, helper=helper, standing="ready")


__all__ = ["NEEDS", "OPERATOR", "lay_out", "lead_of", "needs_here", "spots_of"]
