"""What the public sees of promises: asked in one place, so that no file and no feed shows more.

Everything here is of a document that the public sees. Of actions only those that its last version
holds: one that staff have begun since is not published. Nothing is said of a body that is withheld.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import Any

from django.db.models import Q
from django.db.models.fields.json import KT

from commonweal.commitments.models import (
    Action,
    Call,
    Commitment,
    Document,
    Event,
    Evidence,
    Party,
    ProgressReview,
)
from commonweal.commitments.querysets import (
    ActionQuerySet,
    CommitmentQuerySet,
    DocumentQuerySet,
    EventQuerySet,
    EvidenceQuerySet,
    of_withheld,
)
from commonweal.commitments.reports.published import last_versions


def documents() -> DocumentQuerySet:
    """Documents of which the public sees a version."""
    return Document.objects.public()


def titles(of: Iterable[Document]) -> dict[int, str]:
    """What each document is called in its last version, by its key: not as it is written now."""
    rows = last_versions().filter(document__in=[document.pk for document in of])
    return dict(rows.values_list("document_id", KT("body__title")))


def commitments() -> CommitmentQuerySet:
    """Promises that were published, of documents that the public sees; none of a withheld body."""
    rows = Commitment.objects.published().filter(document__in=documents().values("pk"))
    return rows.exclude(of_withheld())


def evidence() -> EvidenceQuerySet:
    """Evidence that was published, what was withdrawn among it, of these promises."""
    rows = Evidence.objects.published().filter(commitment__in=commitments().values("pk"))
    hidden = Event.objects.filter(of_withheld())
    return rows.exclude(event__in=hidden.values("pk"))


def reviews() -> Any:
    """Judgements that were published, of published promises."""
    rows = ProgressReview.objects.exclude(published_at=None)
    return rows.filter(commitment__in=commitments().values("pk"))


def events() -> EventQuerySet:
    """Events that were published, under a document that the public sees or of whoever signed it."""
    seen = documents().values("pk")
    signed = Party.objects.filter(document__in=seen, left_on=None).exclude(organisation=None)
    return Event.objects.published().filter(
        Q(document__in=seen) | Q(document=None, organisation__in=signed.values("organisation"))
    )


def calls() -> Any:
    """Calls that were opened, that nobody holds, and that the public sees."""
    rows = Call.objects.filter(opened_at__isnull=False, held_at=None)
    return rows.filter(document__in=documents().values("pk"))


def keys_of_actions(body: dict[str, Any]) -> Iterator[str]:
    """The keys of the actions that a version holds."""
    for doing in body.get("doings", ()):
        yield doing["key"]
    for part in body.get("parts", ()):
        yield from keys_of_actions(part)


def actions(of: Iterable[Document]) -> ActionQuerySet:
    """Actions that the last version of these documents holds, that nobody took out and that no
    withheld body does."""
    keys: set[str] = set()
    for body in last_versions().filter(document__in=list(of)).values_list("body", flat=True):
        keys.update(keys_of_actions(body))
    rows = Action.objects.standing().filter(document__in=list(of), uuid__in=sorted(keys))
    return rows.exclude(of_withheld())
