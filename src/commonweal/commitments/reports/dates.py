"""Days and hours that people should know of a document."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from django.db.models import OuterRef, Subquery

from commonweal.commitments import addresses
from commonweal.commitments.choices import ActionStanding
from commonweal.commitments.models import ActionStatus, Ballot, Consultation, Document
from commonweal.commitments.reports import shown
from commonweal.commitments.reports.published import ended_early


@dataclass(frozen=True)
class Date:
    """A day, or an hour where it is a moment. ``key`` is its name for ever."""

    key: str
    on: dt.date | dt.datetime
    title: str
    says: str
    address: str


def dates_of(document: Document) -> tuple[Date, ...]:
    """The dates of one document, the earliest first."""
    return dates_of_all([document])


def dates_of_all(of: Iterable[Document] | None = None) -> tuple[Date, ...]:
    """The dates of several, or of all that the public sees. The queries do not grow with them."""
    seen = shown.documents()
    if of is not None:
        seen = seen.filter(pk__in=[document.pk for document in of])
    documents = {document.pk: document for document in seen}
    told = [*consulting(documents), *actions(documents), *promises(documents), *calls(documents)]
    return tuple(sorted(told, key=lambda one: (f"{one.on:%Y-%m-%d}", one.key)))


def consulting(documents: dict[int, Document]) -> Iterator[Date]:
    """When consultations open and close."""
    for one in Consultation.objects.public().filter(document__in=documents):
        address = addresses.of_consultation(documents[one.document_id].slug, one.number)
        for word, on in (("opens", one.opens_on), ("closes", one.closes_on)):
            if on is not None and not (word == "closes" and ended_early(one)):
                last = "The last day to say what you think." if word == "closes" else ""
                yield Date(
                    f"consultation-{one.pk}-{word}", on, f"Consultation {word}: {one.title}",
                    last, address,
                )  # fmt: skip


def actions(documents: dict[int, Document]) -> Iterator[Date]:
    """By when actions are to be done that are not, as was said last."""
    last = ActionStatus.objects.filter(action=OuterRef("pk")).order_by("-pk")
    moved = last.exclude(due_on=None)
    known = shown.doings(documents.values())
    rows = shown.actions(known).annotate(
        stands=Subquery(last.values("standing")[:1]), moved_to=Subquery(moved.values("due_on")[:1])
    )
    for a in (shown.as_published(row, known) for row in rows):
        due = getattr(a, "moved_to", None) or a.due_on
        over = getattr(a, "stands", "") in {ActionStanding.DONE, ActionStanding.STOPPED}
        if due is not None and not over:
            owner = f"By {a.owner}." if a.owner else ""
            yield Date(
                f"action-{a.uuid}", due, f"Due: {a}", owner,
                addresses.of_progress(documents[a.document_id].slug),
            )  # fmt: skip


def promises(documents: dict[int, Document]) -> Iterator[Date]:
    """By when promises that bind are due, and looked at."""
    rows = shown.commitments().binding().exclude(due_on=None).filter(document__in=documents)
    for c in rows:
        yield Date(
            f"promise-{c.uuid}", c.due_on or dt.date.min, f"Due: {c}",
            f"{c.promiser}, to {c.promised_to}: {c.words}",
            addresses.of_commitment(documents[c.document_id].slug, c.uuid),
        )  # fmt: skip


def calls(documents: dict[int, Document]) -> Iterator[Date]:
    """Until when candidates may answer, and the hour at which all answers are shown."""
    own: dict[int, list[Ballot]] = {}
    rows = list(shown.calls().filter(document__in=documents).select_related("election", "document"))
    later = Ballot.objects.filter(election__in={c.election_id for c in rows})
    for ballot in later.exclude(closes_at=None, reveal_at=None):
        own.setdefault(ballot.election_id, []).append(ballot)
    titles = shown.titles(documents.values())
    for call in rows:
        title = titles[call.document_id]
        address = addresses.of_election(call.election.slug)
        hours = [(f"{call.pk}", title, call.closes_at, call.reveal_at)]
        hours += [
            (f"{call.pk}-{b.pk}", f"{title}, {b.name}", b.closes_at, b.reveal_at)
            for b in own.get(call.election_id, ())
        ]
        for key, name, closes, reveals in hours:
            if closes:
                yield Date(f"call-{key}-closes", closes, f"Answers close: {name}", "", address)
            if reveals:
                yield Date(f"call-{key}-shown", reveals, f"Answers appear: {name}", "", address)
