"""What organisations are called and what they say of themselves."""

from __future__ import annotations

from commonweal.demo.catalogue import SORTS, Sort
from commonweal.demo.ground import Ground
from commonweal.demo.words import ANIMALS, ORDINALS, SAINTS, SURNAMES, each

DRAWS = 14  # random numbers that one organisation's words take
# Where a village has used up its names, the next is of one side of it.
SIDES = ("", *each("North South East West Upper Lower New Old"))
DAYS = each("Monday Tuesday Wednesday Thursday Friday Saturday")
TIMES = each("ten in the morning,two,half past four,six,seven,half past seven", ",")
ROOMS = each(
    "the village hall,the Methodist schoolroom,the library,the back room of the Curlew,"
    "the old school,the bowls pavilion,the reading room,the church hall,the scout hut,"
    "the community centre",
    ",",
)
MONTHS = each("January February March April May June September October November")
NUMBERS = each("six seven eight nine ten twelve fifteen eighteen twenty thirty forty sixty")
# A detail or two of their own, for those who come together,
MEETING = (
    "We meet on {day}s at {time} in {room}.",
    "Come on a {day} at {time}; the first time costs nothing.",
    "Begun by {few} people round a kitchen table, who still come.",
    "About {few} of us on an ordinary {day}.",
    "There is level access and a hearing loop in {room}.",
    "{day} evenings but for the summer; ask for the secretary.",
    "Run by volunteers, {few} of them in turn.",
    "Everybody is welcome, and nobody is asked to stay.",
    "New helpers are always needed, {day}s most of all.",
    "A pound on the door, and tea.",
    "Our yearly meeting is in {month}, in {room}.",
)
# for those who give money away,
GIVING = (
    "Apply in writing by the end of {month}.",
    "The trustees meet in {month} and decide within a fortnight.",
    "Grants are seldom above £{many}.",
    "We helped {few} households last year.",
    "Founded in {year} under the will of {n} of {p}.",
    "There is no form: a letter of one page is best.",
    "A neighbour, a nurse or a minister may ask for somebody.",
    "The clerk answers letters on {day}s.",
)
# and for those who are open for business.
SERVING = (
    "Open every {day} at {room}, and on other days by arrangement.",
    "{many} people used it last year.",
    "We began in {room} and outgrew it.",
    "Ring before noon; on {day}s there is somebody in all day.",
    "We work with schools, surgeries and the parish council.",
    "People can ask for themselves, or somebody can ask for them.",
    "We also go out to the villages round {p}.",
    "There is level access, and a room to talk in private.",
    "Volunteers begin with an evening of training in {month}.",
    "Most of our money comes from grants, and a shop in {t}.",
)
# What some write into a box that takes more than a line.
_BREAKS = (
    "\r\nWe are at {t}.",
    "\r\nOpen to all.\r\nNo need to book.",
    "\r\n",
    "\r\n1. Grants\r\n2. Advice\r\n3. Company",
)


def details_of(sort: Sort) -> tuple[str, ...]:
    """The sentences that suit a sort: those of givers, of services with staff, of gatherings."""
    if {301, 302} & set(sort.codes) and not {304, 305, 306} & set(sort.codes):
        return GIVING
    return SERVING if sort.median >= 40_000 else MEETING


def general(sort: Sort) -> tuple[int, ...]:
    """The things done that suit any name of a sort: those that no name claims for itself."""
    claimed = {int(about) for _, _, about in (n.partition("|") for n in sort.names) if about}
    return tuple(i for i in range(len(sort.does)) if i not in claimed) or (0,)


_DETAILS = tuple(details_of(sort) for sort in SORTS)
_GENERAL = tuple(general(sort) for sort in SORTS)


def pick(words: tuple[str, ...], draw: int) -> str:
    """One of them."""
    return words[draw % len(words)]


def slots(ground: Ground, at: int, draw: list[int]) -> dict[str, str]:
    """The words that a name or a sentence may use."""
    return {
        "p": ground.villages[at],
        "c": ground.county,
        "n": pick(SURNAMES, draw[0]),
        "n2": pick(SURNAMES, draw[1]),
        "s": pick(SAINTS, draw[2]) + "'s",
        "t": pick(ground.streets, draw[3]),
        "o": pick(ORDINALS, draw[4]),
        "animals": pick(ANIMALS, draw[5]),
        "day": pick(DAYS, draw[10]),
        "time": pick(TIMES, draw[10] >> 8),
        "room": pick(ROOMS, draw[11]),
        "month": pick(MONTHS, draw[11] >> 8),
        "few": pick(NUMBERS, draw[12]),
        "many": str(60 + draw[12] // 16 % 70 * 10),
        "year": str(1611 + draw[13] % 300),
    }


def name_of(sort: Sort, fill: dict[str, str], draw: int, seen: set[str]) -> tuple[str, str]:
    """A name that nobody has yet, and which of the things done goes with it, if one does."""
    name, about = "", ""
    for side in SIDES:
        here = fill | {"p": f"{side} {fill['p']}".strip()}
        for attempt in range(len(sort.names)):
            pattern, _, about = pick(sort.names, draw + attempt).partition("|")
            name = pattern.format_map(here)
            if name.lower() not in seen:
                return name, about
    return f"{name} ({fill['n']})", about


def told(sort: Sort, at: int, about: str, draw: list[int]) -> str:
    """What it does, with no detail, one or two."""
    at_large = _GENERAL[at]
    says = [sort.does[int(about) if about else at_large[draw[7] % len(at_large)]]]
    details = _DETAILS[at]
    one, other = draw[8] % len(details), draw[8] // 64 % len(details)
    luck = draw[9] // 32 % 10
    says += [details[one]] if luck else []
    says += [details[other]] if luck > 6 and other != one else []
    text = " ".join(says)
    return text + pick(_BREAKS, draw[9] // 25) if draw[9] % 25 == 0 else text


def texts(
    ground: Ground, sorts: list[int], where: list[int], draws: list[list[int]], seen: set[str]
) -> tuple[list[str], list[str], list[str]]:
    """Names, activities and objects. No name in ``seen`` (small letters) is used again."""
    names, activities, objects = [], [], []
    for kind, at, draw in zip(sorts, where, draws, strict=True):
        sort, fill = SORTS[kind], slots(ground, at, draw)
        name, about = name_of(sort, fill, draw[6], seen)
        seen.add(name.lower())
        names.append(name)
        said = told(sort, kind, about, draw).format_map(fill)
        activities.append(said[:1].upper() + said[1:])
        objects.append(sort.objects[draw[7] % len(sort.objects)].format_map(fill))
    return names, activities, objects
