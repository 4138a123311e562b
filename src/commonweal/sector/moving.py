"""Moves what belongs to one organisation to another, and back again. Called by actions only."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from django.db.models import Model

from commonweal.core.refused import Refused
from commonweal.sector.gathering import HERE
from commonweal.sector.models import (
    Answer,
    Application,
    AreaServed,
    Classification,
    Confirmation,
    Correction,
    FinancialYear,
    Identifier,
    Invitation,
    Link,
    Location,
    Member,
    Name,
    Organisation,
    PageClaim,
    RelayLetter,
    RelayStop,
    Service,
    SourceRecord,
    Suggestion,
    Version,
    Withholding,
)


@dataclass(frozen=True)
class Belonging:
    """Rows that belong to an organisation.

    ``alike`` are the fields of which one organisation may have one row only: where the kept one
    has it, the other's row stays where it is. ``open_only`` limits that to rows still in force.
    """

    model: type[Any]
    owner: str = "organisation"
    alike: tuple[str, ...] = ()
    open_only: str = ""
    by_source: bool = True


BELONGINGS: dict[str, Belonging] = {
    "identifiers": Belonging(Identifier),
    "names": Belonging(Name, alike=("kind", "name", "source")),
    "years": Belonging(FinancialYear, alike=("source", "year_end")),
    "areas": Belonging(AreaServed, alike=("source", "words")),
    "classes": Belonging(Classification, alike=("scheme", "code", "source")),
    "links": Belonging(Link, alike=("kind", "other_ref", "source")),
    "linked_from": Belonging(Link, owner="other", by_source=False),
    "records": Belonging(SourceRecord),
    "services": Belonging(Service),
    "locations": Belonging(Location),
    "corrections": Belonging(
        Correction, alike=("fact",), open_only="withdrawn_at", by_source=False
    ),
    "members": Belonging(Member, alike=("person_id",), open_only="ended_at", by_source=False),
    "suggestions": Belonging(Suggestion, owner="about", by_source=False),
    "versions": Belonging(Version, owner="about", by_source=False),
    "confirmations": Belonging(Confirmation, by_source=False),
    "answers": Belonging(Answer, by_source=False),
    "page_claims": Belonging(PageClaim, alike=("email",), open_only="decided_at", by_source=False),
    "invitations": Belonging(Invitation, alike=("email",), open_only="ended_at", by_source=False),
    "withholdings": Belonging(
        Withholding, alike=("fact", "ground"), open_only="lifted_at", by_source=False
    ),
    "applications": Belonging(Application, by_source=False),
    "letters_in": Belonging(RelayLetter, by_source=False),
    "relay_stops": Belonging(RelayStop, alike=("sender",), open_only="ended_at", by_source=False),
}

# What a register says beside its records, which can be written again from what was read last.
WRITTEN_AGAIN = {"identifiers", "names", "years", "areas", "classes", "links"}


def rows_of(kind: Belonging, organisation: Organisation) -> Any:
    """The rows of one kind that belong to an organisation."""
    return kind.model.objects.filter(**{kind.owner: organisation})


def move_all(absorbed: Organisation, kept: Organisation) -> dict[str, Any]:
    """Move everything that can move, and say what did: by kind, the keys of the rows.

    ``had`` are the rows that the kept one had of its own, and ``sources`` whose records each had,
    so that the two can be told apart again.
    """
    sources = {"kept": _sources(kept), "moved": _sources(absorbed)}
    had = {n: list(rows_of(k, kept).values_list("pk", flat=True)) for n, k in BELONGINGS.items()}
    moved = {name: _move(kind, absorbed, kept) for name, kind in BELONGINGS.items()}
    return {"moved": moved, "had": had, "sources": sources}


def _sources(organisation: Organisation) -> list[str]:
    return sorted(set(organisation.records.values_list("source", flat=True)))


def _move(kind: Belonging, absorbed: Organisation, kept: Organisation) -> list[int]:
    taken = {_likeness(kind, row) for row in rows_of(kind, kept)} - {None} if kind.alike else set()
    going = [row.pk for row in rows_of(kind, absorbed) if _likeness(kind, row) not in taken]
    kind.model.objects.filter(pk__in=going).update(**{kind.owner: kept})
    return going


def _likeness(kind: Belonging, row: Model) -> tuple[Any, ...] | None:
    if kind.open_only and getattr(row, kind.open_only) is not None:
        return None
    return tuple(getattr(row, field) for field in kind.alike) or (row.pk,)


def move_back(absorbed: Organisation, kept: Organisation, record: dict[str, Any]) -> set[str]:
    """Move back what was moved, and what the registers have since said in its place.

    Returns the sources that were read again since and had a record of both: what they say must be
    written again of each, as no row tells whose it is.

    :raises Refused: when what such a source has said since cannot be written again.
    """
    theirs = set(record["sources"]["moved"]) - {HERE}
    both = theirs & set(record["sources"]["kept"])
    only_moved = theirs - both
    again: set[str] = set()
    for name, kind in BELONGINGS.items():
        own, moved = (set(record[said].get(name, ())) for said in ("had", "moved"))
        going = []
        for row in rows_of(kind, kept):
            source = getattr(row, "source", "") if kind.by_source else ""
            new = row.pk not in own and row.pk not in moved
            if new and source in both:
                if name not in WRITTEN_AGAIN:
                    raise Refused(_unclear(absorbed, kept))
                again.add(source)
            if row.pk in moved or (new and source in only_moved):
                going.append(row.pk)
        kind.model.objects.filter(pk__in=going).update(**{kind.owner: absorbed})
    return again


def _unclear(absorbed: Organisation, kept: Organisation) -> str:
    return (
        f"A register both are in has been read since {absorbed.name} was merged into {kept.name}, "
        "and what it now says could belong to either. The merge cannot be undone by itself."
    )


def copy_withholdings_since(
    absorbed: Organisation, kept: Organisation, known: Iterable[int]
) -> None:
    """Withhold of both what was withheld of the one they were, so that no undoing lets it out."""
    there = set(absorbed.withholdings.filter(lifted_at=None).values_list("fact", "ground"))
    since = kept.withholdings.filter(lifted_at=None).exclude(pk__in=list(known))
    Withholding.objects.bulk_create(
        Withholding(
            organisation=absorbed, fact=w.fact, ground=w.ground, reason=w.reason, at=w.at, by=w.by
        )
        for w in since
        if (w.fact, w.ground) not in there
    )
