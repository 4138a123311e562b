"""What the index holds of each published organisation, read from the register."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from typing import Any

from commonweal.places.choices import Kind as AreaKind
from commonweal.places.models import Area
from commonweal.sector.choices import AREA_COLUMNS, band_of
from commonweal.sector.models import AreaServed, Classification, Name, Organisation
from commonweal.sector.searching import classes, tokens
from commonweal.sector.searching.words import fold

LONGEST_TEXT = 4000  # characters of purposes; what stands after is boiler-plate
NAMED_AREAS = (AreaKind.COUNTY, AreaKind.DISTRICT, AreaKind.WARD)
COLUMNS = (
    "pk", "name", "description", "purposes", "kind", "status", "side", "income",
    *AREA_COLUMNS,
)  # fmt: skip


@dataclass(frozen=True)
class Document:
    """One row of the index; all but the key is folded text."""

    key: int
    name: str
    also: str
    description: str
    purposes: str
    classes: str
    tokens: str

    @property
    def row(self) -> tuple[int, str, str, str, str, str, str]:
        """The columns in the table's order."""
        texts = self.name, self.also, self.description, self.purposes, self.classes
        return self.key, *texts, self.tokens


@dataclass(frozen=True)
class Called:
    """What codes are called, folded: counties, districts and wards; kinds; causes."""

    areas: dict[str, str]
    kinds: dict[str, str]
    causes: dict[tuple[str, str], str]


@dataclass
class Beside:
    """What other tables say about organisations, by their keys."""

    names: dict[int, list[str]] = field(default_factory=lambda: defaultdict(list))
    tokens: dict[int, list[str]] = field(default_factory=lambda: defaultdict(list))
    causes: dict[int, list[str]] = field(default_factory=lambda: defaultdict(list))


def what_is_called() -> Called:
    """Read what codes are called: two queries."""
    rows = Area.objects.filter(kind__in=NAMED_AREAS).values_list("code", "name")
    areas = {code: fold(name) for code, name in rows}
    return Called(areas, classes.words_of_kinds(), classes.words_of_causes())


def beside(called: Called, **which: Any) -> Beside:
    """Other names, areas served and causes of some organisations."""
    found = Beside()
    for key, name in Name.objects.filter(**which).values_list("organisation_id", "name"):
        found.names[key].append(fold(name))
    for key, code in AreaServed.objects.filter(**which).values_list("organisation_id", "code"):
        if code:
            found.tokens[key].append(tokens.token(tokens.SERVING, code))
    # Asked by organisation alone: with the scheme too, SQLite would read every row of the scheme.
    stated = Classification.objects.filter(**which)
    for key, scheme, code in stated.values_list("organisation_id", "scheme", "code"):
        if scheme in tokens.SCHEMES:
            found.tokens[key].append(tokens.token(tokens.SCHEMES[scheme], code))
        if title := called.causes.get((scheme, code)):
            found.causes[key].append(title)
    return found


def document(row: tuple[Any, ...], other: Beside, called: Called) -> Document:
    """The row of one organisation. What its areas, kind and causes are called is to find it by."""
    key, name, description, purposes, kind, status, side, income, *codes = row
    folded = fold(name)
    marks = [
        *tokens.tokens(tokens.BASED, codes),
        tokens.token(tokens.KIND, kind),
        tokens.token(tokens.STATUS, status),
        tokens.token(tokens.SIDE, side),
        tokens.token(tokens.SIZE, band_of(income)),
        *other.tokens.get(key, ()),
    ]
    also = dict.fromkeys(n for n in other.names.get(key, ()) if n != folded)
    places = dict.fromkeys(called.areas[c] for c in codes if c in called.areas)
    body = fold(purposes[:LONGEST_TEXT])
    classed = dict.fromkeys((called.kinds.get(kind, ""), *other.causes.get(key, ())))
    return Document(
        key, folded, " ".join(also), fold(description),
        " ".join(filter(None, (body, *places))), " ".join(filter(None, classed)),
        " ".join(dict.fromkeys(marks)),
    )  # fmt: skip


def documents_of(keys: list[int], called: Called) -> Iterator[Document]:
    """The rows of those of these organisations that are published."""
    other = beside(called, organisation_id__in=keys)
    rows = Organisation.objects.published().filter(pk__in=keys).order_by("pk")
    for row in rows.values_list(*COLUMNS):
        yield document(row, other, called)


def documents_between(first: int, last: int, called: Called) -> Iterator[Document]:
    """The rows of the published organisations whose keys lie between, both included."""
    other = beside(called, organisation_id__gte=first, organisation_id__lte=last)
    rows = Organisation.objects.published().filter(pk__gte=first, pk__lte=last).order_by("pk")
    for row in rows.values_list(*COLUMNS):
        yield document(row, other, called)


def words_of(texts: Iterable[str]) -> set[str]:
    """The words that the register knows from these texts, for correcting what people type."""
    return {w for text in texts for w in text.split() if 3 <= len(w) <= 40 and w.isalpha()}
