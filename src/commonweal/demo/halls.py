"""A list that a local network keeps in a spreadsheet: which rooms can be hired, and from whom."""

from __future__ import annotations

from pathlib import Path

from commonweal.core.actors import Actor
from commonweal.demo.block import generator
from commonweal.demo.county import County
from commonweal.demo.geography import table
from commonweal.demo.words import telephone
from commonweal.sector.actions.sheets import remember_mapping
from commonweal.sector.models import Identifier

NAME = "Halls and rooms for hire"
OWNER = "Saltwold Halls Network"
LICENCE = "Free to use, with a credit to the network"
HEADER = ("Ref", "Hall", "Charity number", "What it has", "Telephone", "Postcode")
COLUMNS = {
    "facts": {
        "name": ["Hall"],
        "charity": ["Charity number"],
        "description": ["What it has"],
        "telephone": ["Telephone"],
        "postcode": ["Postcode"],
    },
    "key": "Ref",
}
ROOMS = (
    ("{p} Scout Hut", "One room for {n}, a stove and a field to camp in."),
    ("The Net Loft, {p}", "An upstairs room for {n} over the quay, with a lift and a long table."),
    ("{p} Bowls Pavilion", "Tea bar, toilets and a veranda; {n} chairs."),
    ("The Old School, {p}", "Two rooms, for {n} and for a dozen, and a kitchen."),
    ("{p} Boat Shed", "A cold but handsome floor for {n}, for markets and ceilidhs."),
    ("{p} Chapel Schoolroom", "For {n}, with a piano that is tuned every spring."),
)


def keep_list(*, by: Actor) -> None:
    """Say once how the network's list is read."""
    remember_mapping(by=by, name=NAME, owner=OWNER, licence=LICENCE, columns=COLUMNS)


def write_list(path: Path, *, seed: int, count: int, county: County) -> None:
    """So many rows: every other one a hall that the charity register knows, by its number."""
    rng = generator(seed, 40)
    halls = list(
        Identifier.objects.filter(
            scheme="GB-CHC", organisation__name__contains=" Hall", organisation__status="active"
        )
        .order_by("value")
        .values_list("value", "organisation__name", "organisation__postcode")[: count // 2]
    )
    path.parent.mkdir(parents=True, exist_ok=True)
    rows = []
    for at, place in enumerate(rng.choice(len(county.spots), count, replace=False).tolist()):
        spot, number = county.spots[place], 30 + int(rng.integers(0, 19)) * 10
        ref, phone = f"R{at + 1:03d}", telephone(8_000 + at)
        name, has = (words.format(p=spot.village, n=number) for words in ROOMS[at % len(ROOMS)])
        if at % 2 and halls:
            charity, name, postcode = halls.pop(0)
            has = f"A hall for {number}, a smaller room and a kitchen, let by the hour."
            rows.append((ref, name, charity, has, phone, postcode))
        else:
            rows.append((ref, name, "", has, phone, spot.postcode))
    table(path, HEADER, rows)
