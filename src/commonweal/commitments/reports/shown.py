"""What the public sees of promises: asked in one place, so that no file and no feed shows more.

Everything here is of a document that the public sees. Of actions only those that its last version
holds: one that staff have begun since is not published. Of events only those from which published
evidence was made: so whoever did it was told first.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Iterator
from typing import Any

from django.db.models import Exists, OuterRef, Q

from commonweal.commitments.models import (
    Action,
    Answer,
    Call,
    Commitment,
    Document,
    Event,
    Evidence,
    ProgressReview,
    Version,
)
from commonweal.commitments.querysets import (
    ActionQuerySet,
    AnswerQuerySet,
    CommitmentQuerySet,
    DocumentQuerySet,
    EventQuerySet,
    EvidenceQuerySet,
)


def documents() -> DocumentQuerySet:
    """Documents of which the public sees a version."""
    return Document.objects.public()


def last_versions(of: Iterable[Document]) -> dict[int, Version]:
    """The last version of each document, by the document's key. One query."""
    newer = Version.objects.filter(document=OuterRef("document"), number__gt=OuterRef("number"))
    rows = Version.objects.filter(~Exists(newer), document__in=list(of))
    return {version.document_id: version for version in rows}


def commitments() -> CommitmentQuerySet:
    """Promises that were published, of documents that the public sees."""
    return Commitment.objects.published().filter(document__in=documents().values("pk"))


def evidence() -> EvidenceQuerySet:
    """Evidence that was published, what was withdrawn among it, of published promises."""
    return Evidence.objects.published().filter(commitment__in=commitments().values("pk"))


def reviews() -> Any:
    """Judgements that were published, of published promises."""
    rows = ProgressReview.objects.exclude(published_at=None)
    return rows.filter(commitment__in=commitments().values("pk"))


def events() -> EventQuerySet:
    """Events that published evidence, not withdrawn since, was made from."""
    proof = evidence().standing().exclude(event=None)
    return Event.objects.standing().filter(
        document__in=documents().values("pk"), pk__in=proof.values("event")
    )


def answers(now: dt.datetime) -> AnswerQuerySet:
    """The answers that count, once their hour has come, of calls that the public sees."""
    seen = Answer.objects.counting().public(now)
    return seen.filter(call__document__in=documents().values("pk"))


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
    """Actions that the last version of these documents holds and that nobody took out."""
    keys: set[str] = set()
    versions = last_versions(of)
    for version in versions.values():
        keys.update(keys_of_actions(version.body))
    theirs = Q(document__in=list(versions))
    return Action.objects.standing().filter(theirs, uuid__in=sorted(keys))
