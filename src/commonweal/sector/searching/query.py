"""What is asked of the register: one frozen value, which an address holds whole. Pure."""

from __future__ import annotations

import dataclasses
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Any, TypeVar
from urllib.parse import parse_qs, urlencode

from commonweal.sector.choices import SIZES, Kind, Side, Status
from commonweal.sector.searching import words
from commonweal.ui.words import KM_IN_A_MILE

if TYPE_CHECKING:
    from _typeshed import DataclassInstance

Default = TypeVar("Default")

WHERE = ("either", "based", "serving")
UNITS = ("miles", "km")
DAYS = (7, 30, 365)
SORTS = ("", "relevance", "distance", "name", "income", "changed")
MOST_CODES = 40
LAST_PAGE = 10_000
FARTHEST = 500.0
PAGE_SIZE = 20


@dataclass(frozen=True)
class Query:
    """A question to the register.

    ``areas`` are GSS codes and ``where`` says whether an organisation must be based in one of
    them, serve one, or either. Codes within a group are alternatives; groups must all hold.
    ``within`` is in ``unit``; ``changed`` is in days. A blank ``sort`` lets the question decide:
    nearest first when near something, best match first when there are words, else by name.
    ``exactly`` looks for the words as typed, uncorrected and with no place read into them.
    """

    words: str = ""
    areas: tuple[str, ...] = ()
    where: str = "either"
    kinds: tuple[str, ...] = ()
    what: tuple[str, ...] = ()
    who: tuple[str, ...] = ()
    how: tuple[str, ...] = ()
    ukcat: tuple[str, ...] = ()
    icnptso: tuple[str, ...] = ()
    sizes: tuple[str, ...] = ()
    statuses: tuple[str, ...] = ()
    side: str = ""
    changed: int | None = None
    near: str = ""
    within: float | None = None
    unit: str = "miles"
    sort: str = ""
    exactly: bool = False
    page: int = 1
    limit: int = PAGE_SIZE

    @property
    def within_km(self) -> float | None:
        """The distance asked for, in kilometres."""
        if self.within is None:
            return None
        return self.within * KM_IN_A_MILE if self.unit == "miles" else self.within

    @property
    def has_filters(self) -> bool:
        """Whether anything but words, order and page is asked."""
        return replace(self, words="", sort="", page=1, exactly=False, limit=PAGE_SIZE) != Query(
            where=self.where, unit=self.unit
        )

    def on_page(self, page: int) -> Query:
        """The same question, another page."""
        return replace(self, page=page)

    def without(self, name: str, code: str = "") -> Query:
        """The same question without one filter, from its first page."""
        blank = {f.name: f.default for f in dataclasses.fields(Query)}[name]
        kept = getattr(self, name)
        value = tuple(c for c in kept if c != code) if code and isinstance(kept, tuple) else blank
        gone: dict[str, Any] = {"page": 1, name: value}
        if name == "near":
            gone |= {"within": None, "sort": ""}
        return replace(self, **gone)

    def to_pairs(self) -> list[tuple[str, str]]:
        """Names and values as an address has them, only what differs from nothing asked."""
        return pairs_of(self, ADDRESS)

    def to_address(self) -> str:
        """The question as the part of an address after the question mark."""
        return urlencode(self.to_pairs())


# The name that each part of a question has in an address and on the command line.
ADDRESS = {
    "words": "q", "areas": "area", "where": "where", "kinds": "kind", "what": "cause",
    "who": "who", "how": "how", "ukcat": "ukcat", "icnptso": "icnptso", "sizes": "size",
    "statuses": "status", "side": "side", "changed": "changed", "near": "near",
    "within": "within", "unit": "unit", "sort": "sort", "exactly": "exactly", "page": "page",
    "limit": "limit",
}  # fmt: skip


def pairs_of(asked: DataclassInstance, names: Mapping[str, str]) -> list[tuple[str, str]]:
    """Names and values as an address has them, only what differs from nothing asked."""
    pairs: list[tuple[str, str]] = []
    for field in dataclasses.fields(asked):
        value, short = getattr(asked, field.name), names[field.name]
        if isinstance(value, tuple):
            pairs += [(short, code) for code in value]
        elif value != field.default:
            pairs.append((short, _plain(value)))
    return pairs


def unread(
    lists: Mapping[str, list[str]], asked: DataclassInstance, names: Mapping[str, str]
) -> dict[str, str]:
    """What an address says that the question could not take, by the part that it was said of.

    :param names: the name in an address of each part to look at.
    """
    found = {}
    for field in dataclasses.fields(asked):
        said = dict.fromkeys(v.strip() for v in lists.get(names.get(field.name, ""), ()))
        taken = getattr(asked, field.name)
        if isinstance(taken, tuple):
            lost = [v for v in said if v and v not in taken and v.upper() not in taken]
        else:
            lost = [*said] if len(said) == 1 and taken == field.default else []
        if lost and lost[0] not in ("", "0", str(field.default)):
            found[field.name] = lost[0][:40]
    return found


def _plain(value: object) -> str:
    if value is True:
        return "1"
    return f"{value:g}" if isinstance(value, float) else str(value)


def _known(values: Iterable[str], known: Iterable[str]) -> tuple[str, ...]:
    allowed = set(known)
    return tuple(dict.fromkeys(v for v in values if v in allowed))


def _codes(values: Iterable[str]) -> tuple[str, ...]:
    """Codes of lists that we do not hold here: letters and digits, a dozen at most each."""
    clean = (v.strip().upper() for v in values)
    good = (v for v in clean if 0 < len(v) <= 12 and v.isascii() and v.isalnum())
    return tuple(dict.fromkeys(good))[:MOST_CODES]


def whole(values: list[str], least: int, most: int, default: Default) -> int | Default:
    """The first of these as a whole number within bounds, or the default if it is none."""
    text = values[0].strip() if values else ""
    if not (text.isascii() and text.isdigit() and len(text) < 9):
        return default
    return min(max(int(text), least), most)


def distance(values: list[str], farthest: float) -> float | None:
    """The first of these as a distance no farther than this; nothing if it is none."""
    try:
        value = float(values[0]) if values else 0.0
    except ValueError:
        return None
    return round(value, 2) if 0.01 <= value <= farthest else None


def one(values: list[str], known: Iterable[str], default: str) -> str:
    """The first of these if it is one of those known, else the default."""
    return values[0] if values and values[0] in known else default


def from_lists(lists: Mapping[str, list[str]]) -> Query:
    """The question that an address asks. What it cannot mean is left out, never an error.

    :param lists: every name of the address with its values, such as ``dict(request.GET.lists())``.
    """

    def given(name: str) -> list[str]:
        return list(lists.get(ADDRESS[name], []))

    days = whole(given("changed"), 1, 3650, 0)
    return Query(
        words=words.tidy((given("words") or [""])[0]),
        areas=_codes(given("areas")),
        where=one(given("where"), WHERE, "either"),
        kinds=_known(given("kinds"), Kind.values),
        what=_codes(given("what")),
        who=_codes(given("who")),
        how=_codes(given("how")),
        ukcat=_codes(given("ukcat")),
        icnptso=_codes(given("icnptso")),
        sizes=_known(given("sizes"), SIZES),
        statuses=_known(given("statuses"), Status.values),
        side=one(given("side"), Side.values, "") if len(set(given("side"))) == 1 else "",
        changed=days or None,
        near=words.tidy((given("near") or [""])[0])[:80].strip(),
        within=distance(given("within"), FARTHEST),
        unit=one(given("unit"), UNITS, "miles"),
        sort=one(given("sort"), SORTS, ""),
        exactly=given("exactly")[:1] == ["1"],
        page=whole(given("page"), 1, LAST_PAGE, 1),
        limit=whole(given("limit"), 1, 100, PAGE_SIZE),
    )


def from_address(address: str) -> Query:
    """The question in the part of an address after the question mark."""
    return from_lists(parse_qs(address, keep_blank_values=True, max_num_fields=500))
