"""What the public sees of promises: asked in one place, so that no file and no feed shows more.

Everything here is of a document that the public sees. Of actions only those that its last version
holds: one that staff have begun since is not published. Nothing is said of a body that is withheld.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable
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


def doings_in(body: dict[str, Any]) -> dict[str, dict[str, Any]]:
    """What is to be done as a version has it, by its key."""
    found = {doing["key"]: doing for doing in body.get("doings", ())}
    for part in body.get("parts", ()):
        found |= doings_in(part)
    return found


def doings(of: Iterable[Document]) -> dict[str, dict[str, Any]]:
    """What is to be done as the last versions of these documents have it, by its key."""
    found: dict[str, dict[str, Any]] = {}
    for body in last_versions().filter(document__in=list(of)).values_list("body", flat=True):
        found |= doings_in(body)
    return found


def actions_by(keys: Iterable[str]) -> ActionQuerySet:
    """Actions of these keys that nobody took out, whoever does them."""
    return Action.objects.standing().filter(uuid__in=sorted(keys))


def actions(keys: Iterable[str]) -> ActionQuerySet:
    """Actions of these keys that nobody took out and that no withheld body does."""
    return actions_by(keys).exclude(of_withheld())


def as_published(action: Action, known: dict[str, dict[str, Any]]) -> Action:
    """An action as the last version has it, not as it is written now. It is not to be saved."""
    told = known[str(action.uuid)]
    for field in ("code", "title", "text", "owner"):
        setattr(action, field, told[field])
    action.due_on = dt.date.fromisoformat(told["due_on"]) if told["due_on"] else None
    return action
