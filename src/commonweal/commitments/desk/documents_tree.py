"""The tree of what is written, as the staff desk shows it."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import Any

from django.db.models import Count, Q

from commonweal.commitments.models import Action, Commitment, Document, Paragraph


@dataclass(frozen=True)
class Row:
    """A part in the tree as the screen shows it: how deep it lies, and its unsettled remarks; what
    is promised and done in it."""

    paragraph: Paragraph
    depth: int
    remarks: int
    promises: list[Commitment]
    actions: list[Action]


def rows_of(document: Document) -> Iterator[Row]:
    """The parts of a document as they are read, in three queries."""
    unsettled = Count("remarks", filter=Q(remarks__settled_at=None))
    below: dict[int | None, list[Any]] = {}
    for one in document.paragraphs.standing().annotate(unsettled=unsettled).in_order():
        below.setdefault(one.parent_id, []).append(one)
    promised = in_parts(document.commitments.order_by("code", "pk"))
    doing = in_parts(document.actions.standing().order_by("title", "pk"))

    def rows(parent: int | None, depth: int) -> Iterator[Row]:
        for one in below.get(parent, ()):
            yield Row(one, depth, one.unsettled, promised.get(one.pk, []), doing.get(one.pk, []))
            yield from rows(one.pk, depth + 1)

    return rows(None, 0)


def in_parts(things: Iterable[Any]) -> dict[int, list[Any]]:
    """Promises or actions by the key of the part they are of; those of none are left out."""
    found: dict[int, list[Any]] = {}
    for one in things:
        found.setdefault(one.paragraph_id, []).append(one)
    return found
