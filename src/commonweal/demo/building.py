"""Builds Saltwold the way any place is built: files from publishers, read through the actions."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

from commonweal.accounts.actions import welcome_person
from commonweal.accounts.models import User
from commonweal.core.actors import Operator, Robot
from commonweal.core.refused import Refused
from commonweal.demo import halls, people, registers, suggesting
from commonweal.demo.agreeing import agree
from commonweal.demo.bench import building
from commonweal.demo.block import BLOCK, make_block
from commonweal.demo.calling import call_on_candidates
from commonweal.demo.county import COUNTY_CODE, NAME, County, saltwold
from commonweal.demo.extract import write_extract
from commonweal.demo.freshness import keep_fresh
from commonweal.demo.geography import write_geography
from commonweal.demo.hearing import hear
from commonweal.demo.helping import help_people
from commonweal.demo.keeping import keep_pages, keep_partner_pages
from commonweal.demo.offering import offer
from commonweal.demo.stewarding import nominate, steward
from commonweal.demo.strategising import consult_now, write_strategy
from commonweal.demo.tags import write_tags
from commonweal.demo.welcoming import welcome
from commonweal.demo.words_here import write_words
from commonweal.intake.choices import Standing
from commonweal.intake.models import Run, SourceState
from commonweal.places.actions import describe_place, set_place
from commonweal.places.reports import the_place
from commonweal.sector.actions import bring_in, set_out_needs
from commonweal.sector.actions.organisations import add_groups, add_partner
from commonweal.sector.models import Identifier, Organisation

Say = Callable[[str], None]
OPERATOR = Operator()
FIRST_DAY, NEXT_DAY = "register-22-november", "register-23-november"
CHANGED = 0.08  # the share of charities that differ on the second day
TWO_DAYS_FROM = 1_000  # charities: a small place is built from one day, to be ready sooner
MOST_SERVICES = 500  # enough for every district to have some of each sort
FIT = (Standing.DONE, Standing.UNCHANGED)


@dataclass(frozen=True)
class Sizes:
    """How many of each there are."""

    charities: int
    companies: int
    mutuals: int
    clubs: int
    groups: int
    halls: int
    services: int

    @classmethod
    def at(cls, scale: float) -> Sizes:
        """At scale 1, 3,500 registered organisations and 3,200 groups."""

        def share(whole: int, least: int) -> int:
            return max(least, round(whole * scale))

        return cls(
            charities=share(2900, 20), companies=share(430, 4), mutuals=share(130, 2),
            clubs=share(220, 2), groups=share(3200, 20), halls=share(60, 8),
            services=min(share(1500, 24), MOST_SERVICES),
        )  # fmt: skip


def refuse_a_real_place() -> None:
    """Nothing invented may be mixed with a register that people rely on."""
    place = the_place()
    if place.fictional:
        return
    if place.codes or place.everywhere:
        raise Refused(
            f"This database serves a real place, {place.name}. The demonstration needs one of its "
            "own: set COMMONWEAL_HOME to another folder."
        )
    if Organisation.objects.exists():
        raise Refused(
            "This database holds organisations already. The demonstration needs one of its own: "
            "set COMMONWEAL_HOME to another folder."
        )


def build(*, scale: float, seed: int, say: Say) -> None:
    """Build the place, or bring it up to what it should be: nothing is made twice.

    :raises Refused: on a database that holds a real place.
    """
    if not 0 < scale <= 200:
        raise Refused("The scale is a number above 0, such as 0.15 or 1.")
    refuse_a_real_place()
    sizes = Sizes.at(scale)
    say(f"Drawing {NAME}")
    county = saltwold(seed)
    with building(scale=scale, seed=seed) as folder:
        bring_places(folder, county, say)
        name_the_place()
        staff = welcome_staff()
        nominate(by=staff["steward"])
        names = bring_registers(folder, county, sizes, seed, say)
        bring_list(folder / "halls.csv", county, sizes, seed, by=staff["steward"], say=say)
        say(f"Adding {sizes.groups:,} groups")
        add_informal(county, sizes, seed, names)
        read("ukcat", write_tags(folder / "ukcat"), say)
        say("Saying what they offer, where and when")
        offer(by=staff["steward"], county=county, seed=seed, count=sizes.services)
        say("Hearing how people were treated")
        hear(by=staff["steward"], seed=seed)
        say("Putting facts right, keeping one safe, making some one")
        steward(by=staff["steward"], county=county, seed=seed, scale=scale)
        keep_pages(by=staff["steward"])
        welcome(by=staff["steward"], county=county)
        say("Telling what is wrong or missing")
        suggesting.changes(by=staff["steward"])
        suggesting.suggestions(by=staff["steward"], count=max(5, round(20 * scale)))
        say("Asking whether entries are still right")
        keep_fresh(by=staff["steward"], seed=seed, scale=scale)
        promise(staff, county, say)
        say("Taking requests for help, and going to them")
        help_people(county=county, seed=seed)
        write_words(by=staff["editor"], say=say)


def promise(staff: dict[str, User], county: County, say: Say) -> None:
    """A strategy, an agreement and a call to candidates, each well on its way."""
    by, moderator = staff["steward"], staff["moderator"]
    officer = keep_partner_pages(by=by)
    say("Signing a Compact and looking at how it was kept")
    agree(by=by, officer=officer)
    say("Writing a strategy with those it is for")
    write_strategy(by=by, moderator=moderator, officer=officer, county=county)
    consult_now(by=by, moderator=moderator)
    say("Asking everybody who stands for the council")
    call_on_candidates(by=by, county=county)


def bring_places(folder: Path, county: County, say: Say) -> None:
    """Boundaries, names, postcodes and deprivation, each through its own source."""
    for source, path in write_geography(folder / "places", county).items():
        read(source, path, say)


def name_the_place() -> None:
    """Say which county this is, and that it is invented; set out the needs to choose from."""
    set_out_needs(by=OPERATOR)
    place = the_place()
    if not place.fictional:
        describe_place(
            by=OPERATOR,
            name=NAME,
            keeper="Saltwold Voluntary Action",
            telephone="01632 960 140",
            email="hello@saltwold.example",
            address="3 Staithe Street, Netherhithe",
            fictional=True,
        )
    if place.codes != [COUNTY_CODE]:
        set_place(by=OPERATOR, codes=[COUNTY_CODE])


def welcome_staff() -> dict[str, User]:
    """One account for each role, by the role's name."""
    return {
        roles[0].value: welcome_person(by=OPERATOR, email=email, name=name, roles=roles)
        for name, email, roles in people.ACCOUNTS
    }


def bring_registers(folder: Path, county: County, sizes: Sizes, seed: int, say: Say) -> set[str]:
    """The charity register, companies, societies and sports clubs; the names that are taken."""
    ground, register = county.ground(), "charity-commission"
    written = write_extract(folder / FIRST_DAY, charities=sizes.charities, seed=seed, county=county)
    if not SourceState.objects.filter(source=register).exclude(applied=None).exists():
        read(register, folder / FIRST_DAY, say)
    if sizes.charities >= TWO_DAYS_FROM:
        written = write_extract(
            folder / NEXT_DAY, charities=sizes.charities, seed=seed, county=county, changed=CHANGED
        )
        read(register, folder / NEXT_DAY, say)
    names = written.names
    registers.write_companies(
        folder / "companies-house" / "BasicCompanyData-2026-11-01.csv",
        seed=seed, count=sizes.companies, ground=ground, seen=names,
        charities=make_block(seed, 0, min(BLOCK, sizes.charities), ground),
    )  # fmt: skip
    registers.write_mutuals(
        folder / "mutuals" / "SocietyList.csv",
        seed=seed, count=sizes.mutuals, ground=ground, seen=names,
    )  # fmt: skip
    registers.write_sports_clubs(
        folder / "casc" / "cascs.csv", seed=seed, count=sizes.clubs, ground=ground, seen=names
    )
    for source in ("companies-house", "mutuals", "casc"):
        read(source, folder / source, say)
    return names


def bring_list(path: Path, county: County, sizes: Sizes, seed: int, *, by: User, say: Say) -> None:
    """A list that a local network keeps, by the columns that the steward chose."""
    halls.keep_list(by=by)
    halls.write_list(path, seed=seed, count=sizes.halls, county=county)
    say(f"Reading {halls.NAME}")
    must_be_whole(bring_in(by=by, source="spreadsheet", path=path, options={"mapping": halls.NAME}))


def read(source: str, path: Path, say: Say) -> None:
    """Bring one source in; anything but a whole run ends the building."""

    def progress(step: str, done: int, total: int) -> None:
        if total and done >= total:
            say(f"  {source}: {step}")

    say(f"Reading {source}")
    must_be_whole(bring_in(by=Robot(source), source=source, path=path, say=progress))


def must_be_whole(run: Run) -> None:
    """Stop at a run that did not end well.

    :raises Refused: with what was wrong.
    """
    if run.standing not in FIT:
        why = run.problem or run.get_standing_display()
        raise Refused(f"{run.source} could not be read: {why}")


def add_informal(county: County, sizes: Sizes, seed: int, names: set[str]) -> None:
    """The groups and partners that are not here yet."""
    known = set(
        Identifier.objects.filter(value__startswith="saltwold-").values_list("value", flat=True)
    )
    every = people.groups(seed, sizes.groups, county, names)
    new = [group for group in every if group.number not in known]
    if new:
        add_groups(by=OPERATOR, groups=new)
    there = set(Organisation.objects.filter(side="partner").values_list("name", flat=True))
    for at, partner in enumerate(people.partners(county)):
        if partner.name not in there:
            add_partner(
                by=OPERATOR, name=partner.name, kind=partner.kind, areas=partner.areas,
                facts={"postcode": partner.postcode, "description": partner.says},
                number=people.number_of(seed, -1_000 - at),
            )  # fmt: skip
