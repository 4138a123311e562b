"""What would come of a local list, told row by row before anything is brought in."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from enum import StrEnum
from typing import Any

from commonweal.intake.reading.sheets import Sheet
from commonweal.sector.actions.doubts import Faces, schemes_of
from commonweal.sector.likeness import Face, Likeness, across_registers, alike
from commonweal.sector.models import Identifier, Mapping, Organisation, SourceRecord
from commonweal.sector.sources.leaving_out import left_out
from commonweal.sector.sources.mapping import Columns, Row, rows_of
from commonweal.sector.sources.spreadsheet import source_name

BESIDE = (
    ("name", "Name"), ("kind", "Kind"), ("postcode", "Postcode"), ("email", "E-mail"),
    ("telephone", "Telephone"), ("website", "Website"),
)  # fmt: skip
LOT = 500


class Outcome(StrEnum):
    """What would become of one row."""

    NEW = "A new organisation"
    JOINS = "Joins one that is here, by its number"
    CHANGES = "On this list before: something new is said of it"
    SAME = "On this list before: nothing new"
    OUTSIDE = "Left out: it does not belong to this place"


@dataclass(frozen=True)
class Coming:
    """One row that can be used, what becomes of it, and whom it joins or why it is left out."""

    row: Row
    outcome: Outcome
    joins: Organisation | None = None
    why: str = ""


@dataclass(frozen=True)
class Beside:
    """A row beside an organisation that is here, or beside another row of the list.

    ``certain`` when a number says that they are one; else a person will be asked.
    """

    row: Row
    organisation: Organisation | None
    other: Row | None
    certain: bool
    reason: str

    @property
    def facts(self) -> list[tuple[str, str, str, bool]]:
        """What each says of each fact, and whether it is the same."""
        theirs: dict[str, Any] = self.other.facts if self.other else vars(self.organisation)
        found = [
            (title, str(self.row.facts.get(fact) or ""), str(theirs.get(fact) or ""))
            for fact, title in BESIDE
        ]
        return [(t, a, b, bool(a) and a.casefold() == b.casefold()) for t, a, b in found if a or b]


@dataclass(frozen=True)
class Foreseen:
    """All that would come of a list.

    ``unused`` are columns that nothing was chosen for, with examples; ``gone`` names those that
    the list had before and has no longer.
    """

    coming: Sequence[Coming]
    rejected: Sequence[Row]
    beside: Sequence[Beside]
    unused: Sequence[tuple[str, Sequence[str]]]
    gone: Sequence[str]

    @property
    def tally(self) -> list[tuple[str, int]]:
        """How many rows come to what, and how many are no longer on the list."""
        counted = Counter(c.outcome for c in self.coming)
        return [
            *((str(outcome), counted[outcome]) for outcome in Outcome),
            ("Rejected", len(self.rejected)),
            ("No longer on the list", len(self.gone)),
        ]

    @property
    def misread(self) -> list[tuple[Row, str, str]]:
        """Values that were not understood and are left out, though their row is taken."""
        taken = (c.row for c in self.coming if c.outcome != Outcome.OUTSIDE)
        return [(row, what, text) for row in taken for what, text in row.misread]

    @property
    def left_out(self) -> list[Coming]:
        """Rows that could be used, but nothing says that they belong to the place."""
        return [c for c in self.coming if c.outcome == Outcome.OUTSIDE]


def foresee(sheet: Sheet, mapping: Mapping) -> Foreseen:
    """What would come of a list that has all the columns its mapping names."""
    columns = Columns.kept(mapping.columns)
    rows = list(rows_of(sheet, columns, mapping.owner))
    source = source_name(mapping.name)
    good = [row for row in rows if not row.problem]
    coming = list(outcomes_of(good, source, all_here=bool(mapping.columns.get("all_here"))))
    return Foreseen(
        coming=coming,
        rejected=[row for row in rows if row.problem],
        beside=[*joined(coming), *resembling(coming)],
        unused=[(h, sheet.examples(h)) for h in sheet.headings if h not in columns.named],
        gone=gone_from(source, {row.key for row in rows}),
    )


def outcomes_of(rows: list[Row], source: str, *, all_here: bool) -> Iterator[Coming]:
    """What would become of each row that can be used."""
    before = {r.key: r for r in SourceRecord.objects.filter(source=source, gone_run=None)}
    owners = owners_of(rows)
    outside = left_out(rows, all_here=all_here)
    for row in rows:
        joins = next((owners[i] for i in row.numbers if i in owners), None)
        if row.key in outside:
            yield Coming(row, Outcome.OUTSIDE, why=outside[row.key])
        elif row.key in before:
            same = says_the_same(row, before[row.key])
            yield Coming(row, Outcome.SAME if same else Outcome.CHANGES)
        else:
            yield Coming(row, Outcome.JOINS if joins else Outcome.NEW, joins)


def says_the_same(row: Row, record: SourceRecord) -> bool:
    """Whether the list said the same of this row the last time."""
    facts = {k: str(v) for k, v in row.facts.items() if v not in ("", None)}
    kept = {k: str(v) for k, v in record.facts.items() if v not in ("", None) and k in row.facts}
    return bool(row.raw == record.raw and facts == kept)


def owners_of(rows: list[Row]) -> dict[tuple[str, str], Organisation]:
    """The organisation that each register's number names here."""
    values = sorted({value for row in rows for _, value in row.numbers})
    found: dict[tuple[str, str], Organisation] = {}
    for start in range(0, len(values), LOT):
        held = Identifier.objects.filter(value__in=values[start : start + LOT])
        found |= {(i.scheme, i.value): i.organisation for i in held.select_related("organisation")}
    return found


def gone_from(source: str, keys: set[str]) -> list[str]:
    """The names of those that this list had the last time and has no longer."""
    kept = SourceRecord.objects.filter(source=source, gone_run=None).exclude(first_run=None)
    names = kept.order_by("organisation__name").values_list("key", "organisation__name")
    return [name or key for key, name in names if key not in keys]


def joined(coming: Iterable[Coming]) -> Iterator[Beside]:
    """Rows beside the organisations that they join by a register's number."""
    for one in coming:
        if one.joins:
            yield Beside(one.row, one.joins, None, True, "The same number.")


def resembling(coming: Iterable[Coming]) -> list[Beside]:
    """New rows beside organisations, or other rows, that share enough with them to ask a person.

    The rules are those by which pairs are put on the review list once the list is in.
    """
    rows = {-n: one.row for n, one in enumerate(coming, start=1) if one.outcome == Outcome.NEW}
    likely = alike(AndThose(rows), frozenset(rows)) if rows else []
    schemes: dict[int, set[str]] = dict(schemes_of(likely))
    schemes |= {pk: {scheme for scheme, _ in row.identifiers} for pk, row in rows.items()}
    pairs = across_registers(likely, schemes)
    known = Organisation.objects.in_bulk({p.right for p in pairs if p.right > 0})
    found = [beside(rows, known, pair) for pair in pairs]
    return sorted(found, key=lambda one: one.row.number)


def beside(rows: dict[int, Row], known: dict[int, Organisation], pair: Likeness) -> Beside:
    """One pair; a row's number is below nought, so it is always the left one."""
    return Beside(rows[pair.left], known.get(pair.right), rows.get(pair.right), False, pair.reason)


class AndThose(Faces):
    """What is published of every organisation, and what these rows would publish."""

    def __init__(self, rows: dict[int, Row]) -> None:
        self.rows = rows

    def __iter__(self) -> Iterator[Face]:
        for pk, row in self.rows.items():
            said = (str(row.facts.get(column) or "") for column in self.columns[1:])
            yield Face(pk, *said)
        yield from super().__iter__()
