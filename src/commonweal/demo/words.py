"""Invented words: places, surnames, streets. Nothing here names a real body or person."""

from __future__ import annotations

import numpy as np


def each(words: str, between: str | None = None) -> tuple[str, ...]:
    """The words of a line, one by one."""
    return tuple(words.split(between))


FIRST_PARTS = each(
    "Sedge Gull Tern Salt Reed Lark Thorn Hazel Elder Brack Curl Dun Flax Gorse Hather Kettle Ling "
    "Mere Nether Ox Plover Quern Rush Samphire Teal Ulver Wether Yarrow Ald Brin Cop Drake Ems Fal "
    "Grim Holl Ing Jes Lod Mundle Nor Osier Pedder Roke Skel Tod Under Vane Whin Amber Barrow Cold "
    "Dray East Furze Grayle Hunder Ivel Knap Long Marl Over Pettle Rams South Thwaite West"
)
LAST_PARTS = each(
    "by wick ham ton thorpe stead worth hithe mere ford ley holme toft well gate sea field bourne "
    "den stow cote hurst"
)
SURNAMES = each(
    "Abery Ballantree Calloway Denholt Eastmoor Farrowby Gildersome Hathersay Inskell Jessamine "
    "Kettering-Vane Larkspur Maddersley Northcoat Oakenshaw Pellowe Quillfeather Rushbrooke "
    "Saltonstall Tamworthy Underhay Venables Wetherlow Yaxham Allardyce Brightmore Coldwell "
    "Dunnage Elverson Fenwright Garroway Holderness Islebury Kestrel Lowestone Mossman Netherby "
    "Orchardson Pargeter Ravensworth Sandelin Thistlewood Upcher Vannoy Whinyates Ashbolt Begum "
    "Chaudhry Dhillon Eze Ferreira Grabowska Haile Iqbal Kaur Li Mbeki Nowak Okafor Patel Rahman "
    "Silva Tesfaye Varghese Zielinska"
)
FORENAMES = each(
    "Ada Aisha Alan Beatrice Bogdan Carol Chidi David Dorothy Elif Emeka Fatima Frank Grace "
    "Gurpreet Hannah Harold Imran Ines Jack Joan Joyce Kwame Linda Magda Malcolm Maureen Nasreen "
    "Neil Olive Owen Pauline Piotr Priya Raymond Rosa Samir Sheila Stanley Tomasz Uzma Vera Yusuf"
)
STREETS = each(
    "Staithe Street,Lantern Street,Church Lane,Mill Road,Chapel Street,Ropewalk,Curing House Yard,"
    "Station Road,High Street,Back Lane,Fold Street,Quay Road,Windmill Hill,Drove Lane,Salters Row,"
    "Market Place,Net Loft Lane,Sluice Road,Beacon Hill,Priory Close,The Green,Common Lane",
    ",",
)
SAINTS = each(
    "St Wendreda,St Botolph,St Etheldreda,St Withburga,St Cuthbert,St Guthlac,St Felix,St Hilda",
    ",",
)
ANIMALS = each("Otters Hares Puffins Ducklings Hedgehogs Seals Wrens Acorns Beavers Foxes")
ORDINALS = each("1st 2nd 3rd 4th 5th 6th 7th 9th 11th 14th")

# Numbers kept for plays and films, which ring nowhere. Each is completed by three digits.
TELEPHONES = each(
    "01632 960,07700 900,0306 999 0,0808 157 0,0191 498 0,029 2018 0,020 7946 0,0113 496 0,"
    "0114 496 0,0115 496 0,0116 496 0,0117 496 0",
    ",",
)

# The letters that end a postcode never include C I K M O V.
POSTCODE_LETTERS = "ABDEFGHJLNPQRSTUWXYZ"


def place_names(count: int, rng: np.random.Generator) -> list[str]:
    """So many different place names, in an order that depends only on the generator."""
    plain = [a + b for a in FIRST_PARTS for b in LAST_PARTS if a[-1] != b[0]]
    picked = [plain[i] for i in rng.permutation(len(plain))]
    for before in ("Great ", "Little ", "Upper ", "Nether ", "Old "):
        if len(picked) >= count:
            break
        picked += [before + name for name in picked[: len(plain)]]
    return picked[:count]


def postcodes() -> list[str]:
    """The four thousand postcodes of ZZ99, an area that no letter is delivered to."""
    return [
        f"ZZ99 {digit}{one}{two}"
        for digit in range(10)
        for one in POSTCODE_LETTERS
        for two in POSTCODE_LETTERS
    ]


def telephone(at: int) -> str:
    """A number that rings nowhere; twelve thousand of them before one comes again."""
    return f"{TELEPHONES[at % len(TELEPHONES)]}{at // len(TELEPHONES) % 1000:03d}"
