"""Answers about places, for pages, commands and the API."""

from __future__ import annotations

import datetime as dt
from dataclasses import asdict, dataclass
from typing import Any

from commonweal.places import postcodes
from commonweal.places.choices import KINDS_OF_A_POSTCODE, Kind
from commonweal.places.models import Area, Deprivation, Fit, Place, Postcode, Succession
from commonweal.places.points import distance_km

__all__ = ["distance_km"]

# What an installation is called until somebody names it.
UNNAMED = "Your place"
# Too many to be told by name.
SMALL = (Kind.MSOA, Kind.LSOA, Kind.LSOA11)
NEARBY_KM = 5.0
FARTHEST_KM = 80.0


@dataclass(frozen=True)
class AreaHere:
    """An area that something lies in."""

    kind: str
    code: str
    name: str

    @property
    def kind_words(self) -> str:
        """The kind in plain words."""
        return str(Kind(self.kind).label)


@dataclass(frozen=True)
class PostcodeAnswer:
    """All that is known of a postcode; or, in a sentence, what is wrong with it.

    ``areas`` come from the country down to the smallest. ``nearest`` is the nearest live
    postcode, told when this one was terminated. ``sentence`` is empty when nothing is wrong.
    """

    asked: str
    postcode: str = ""
    found: bool = False
    sentence: str = ""
    latitude: float | None = None
    longitude: float | None = None
    easting: int | None = None
    northing: int | None = None
    terminated: dt.date | None = None
    nearest: str = ""
    areas: tuple[AreaHere, ...] = ()
    source: str = ""

    def area(self, kind: str) -> AreaHere | None:
        """The area of one kind, if it is known."""
        return next((a for a in self.areas if a.kind == kind), None)

    def as_json(self) -> dict[str, Any]:
        """The answer as plain values."""
        plain = asdict(self)
        plain["terminated"] = self.terminated.isoformat() if self.terminated else None
        plain["areas"] = [asdict(a) for a in self.areas]
        return plain


@dataclass(frozen=True)
class Near:
    """A postcode and how far it is, in kilometres."""

    postcode: str
    km: float


def the_place() -> Place:
    """What this installation serves; an unnamed place that serves nowhere until one is set."""
    return Place.objects.filter(pk=1).first() or Place(pk=1, name=UNNAMED)


def is_named(place: Place) -> bool:
    """Whether anybody has said what the place is called."""
    return place.name not in {"", UNNAMED}


def codes_of_place() -> frozenset[str]:
    """The codes of the place's areas and of every area inside them, old ones too."""
    return frozenset(descendants(the_place().codes))


def place_areas() -> list[Area]:
    """The areas that the place was set to, in the order they were given; unknown ones left out."""
    codes = list(the_place().codes)
    found = {a.code: a for a in Area.objects.filter(code__in=codes).defer("outline")}
    return [found[code] for code in codes if code in found]


def serves() -> str:
    """Which areas the place serves, in a sentence."""
    place = the_place()
    if place.everywhere:
        return "It serves everywhere."
    named = {a.code: a.name for a in place_areas()}
    words = [f"{named.get(code, 'an area not known here yet')} ({code})" for code in place.codes]
    return f"It serves {', '.join(words)}." if words else "It serves no area yet."


def area_by_code(code: str) -> Area | None:
    """The area with this code. Where two kinds share it, the newer kind."""
    plain = code.strip().upper()
    if not plain.isalnum() or len(plain) > 9:
        return None
    areas = Area.objects.filter(code=plain).defer("outline")
    return min(areas, key=lambda a: (a.kind == Kind.LSOA11, a.kind), default=None)


def named(words: str) -> str:
    """Which areas are called so, each with its code, as a sentence; "" if none is.

    Whole names first; where there is none, names that hold the words. At most ten are told.
    """
    live = Area.objects.live().exclude(kind__in=SMALL).defer("outline").order_by("kind", "name")
    found = live.filter(name__iexact=words) or live.filter(name__icontains=words)
    told = [f"{a.name} ({a.get_kind_display().lower()}) is {a.code}" for a in found[:10]]
    more = len(found) - len(told)
    return f"{'; '.join(told)}{f'; and {more} more' if more else ''}." if told else ""


def descendants(codes: list[str]) -> set[str]:
    """These areas and all that lie in them, by parents."""
    found, edge = set(codes), set(codes)
    while edge:
        edge = set(Area.objects.inside(edge).values_list("code", flat=True)) - found
        found |= edge
    return found


def areas_within(code: str, kind: str, *, old: bool = False) -> list[Area]:
    """The areas of a kind inside an area: by parents, and for small areas by official best fit.

    In order of name. Areas that have ended are left out, unless ``old``.
    """
    inside = descendants([code]) - {code}
    fitted = set(Fit.objects.filter(within=code).values_list("code", flat=True))
    areas = Area.objects.filter(kind=kind, code__in=inside | fitted).defer("outline")
    return list((areas if old else areas.live()).order_by("name", "code"))


def children(code: str) -> list[Area]:
    """The live areas directly inside an area, largest kind first, then by name."""
    order = {kind: i for i, kind in enumerate(Kind.values)}
    areas = Area.objects.inside([code]).live().defer("outline")
    return sorted(areas, key=lambda a: (order[a.kind], a.name, a.code))


def trail(area: Area) -> list[Area]:
    """The areas that an area lies in, the largest first."""
    above: list[Area] = []
    code = area.parent
    while code and code not in {a.code for a in above} and (found := area_by_code(code)):
        above.insert(0, found)
        code = found.parent
    return above


def successors(code: str) -> list[Succession]:
    """What became of an area, first that which came first."""
    return list(Succession.objects.filter(old=code).order_by("on", "new"))


def predecessors(code: str) -> list[Succession]:
    """What an area came from."""
    return list(Succession.objects.filter(new=code).order_by("on", "old"))


def postcode_answer(text: str) -> PostcodeAnswer:
    """Where a postcode is and every area it lies in; or what is wrong with it, in a sentence."""
    postcode = postcodes.normalise(text)
    if not postcode:
        return PostcodeAnswer(text, sentence=postcodes.explain(text))
    row = Postcode.objects.filter(pk=postcode).first()
    if row is None:
        return PostcodeAnswer(text, postcode, sentence=_unknown(postcode))
    nearest = _nearest_live(row) if row.terminated else ""
    return PostcodeAnswer(
        asked=text,
        postcode=postcode,
        found=True,
        sentence=_caution(row, nearest),
        latitude=row.latitude,
        longitude=row.longitude,
        easting=row.easting,
        northing=row.northing,
        terminated=row.terminated,
        nearest=nearest,
        areas=_areas_of(row),
        source=row.source,
    )


def _areas_of(row: Postcode) -> tuple[AreaHere, ...]:
    codes = {str(kind): getattr(row, kind) for kind in KINDS_OF_A_POSTCODE}
    named = Area.objects.filter(code__in=[c for c in codes.values() if c])
    names = {(kind, code): name for kind, code, name in named.values_list("kind", "code", "name")}
    return tuple(
        AreaHere(kind, code, names.get((kind, code), "")) for kind, code in codes.items() if code
    )


def _unknown(postcode: str) -> str:
    half = postcode.partition(" ")[0]
    near = Postcode.objects.live().beginning(half)
    like = near.order_by("postcode").values_list("postcode", flat=True).first()
    if not like and not Postcode.objects.exists():
        return f"{postcode} is not known here: no postcodes have been brought in yet."
    hint = f" Others in {half} are, such as {like}." if like else ""
    return f"{postcode} is not known here. It may be new, or mistyped.{hint}"


def _caution(row: Postcode, nearest: str) -> str:
    if row.terminated:
        instead = f" The nearest one in use is {nearest}." if nearest else ""
        return f"{row.postcode} has not been in use since {row.terminated:%B %Y}.{instead}"
    if row.latitude is None:
        return f"Where {row.postcode} is has not been published."
    return ""


def _nearest_live(row: Postcode) -> str:
    if row.latitude is None or row.longitude is None:
        return ""
    near = nearest_postcodes(row.latitude, row.longitude, limit=1)
    return near[0].postcode if near else ""


def nearest_postcodes(latitude: float, longitude: float, *, limit: int = 5) -> list[Near]:
    """The nearest live postcodes, nearest first; none farther than 80 km."""
    km = 0.5
    while True:
        rows = Postcode.objects.live().placed().within(latitude, longitude, km)
        found = [
            Near(code, distance_km(latitude, longitude, lat, long))
            for code, lat, long in rows.values_list("postcode", "latitude", "longitude")
            if lat is not None and long is not None
        ]
        inside = sorted((n for n in found if n.km <= km), key=lambda n: (n.km, n.postcode))
        if len(inside) >= limit or km >= FARTHEST_KM:
            return inside[:limit]
        km *= 4


@dataclass(frozen=True)
class AreaDeprivation:
    """How deprived an area's small areas are, by one edition of the index.

    ``deciles`` counts small areas, from the most deprived tenth of England's to the least.
    """

    edition: int
    deciles: tuple[int, ...]

    @property
    def small_areas(self) -> int:
        """How many small areas were ranked."""
        return sum(self.deciles)

    def share(self, worst: int = 1) -> float | None:
        """The share of small areas among the most deprived so many tenths; nothing if none."""
        return sum(self.deciles[:worst]) / self.small_areas if self.small_areas else None


def deprivation(code: str) -> list[AreaDeprivation]:
    """How deprived an area is, newest edition first: counts of its small areas by decile."""
    answers = []
    for edition, kind in ((2025, Kind.LSOA), (2019, Kind.LSOA11)):
        codes = [a.code for a in areas_within(code, kind)] or [code]
        ranked = Deprivation.objects.filter(edition=edition, code__in=codes)
        deciles = list(ranked.values_list("decile", flat=True))
        if deciles:
            counted = tuple(deciles.count(d) for d in range(1, 11))
            answers.append(AreaDeprivation(edition, counted))
    return answers


@dataclass(frozen=True)
class Population:
    """How many people live in an area, in which year, and who says so."""

    people: int
    year: int | None
    source: str = "Office for National Statistics, population estimates"


def population(area: Area) -> Population | None:
    """An area's population, where it is known."""
    if area.population is None:
        return None
    return Population(area.population, area.population_year)
