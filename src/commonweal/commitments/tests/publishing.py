"""Documents that the public sees, for tests."""

from __future__ import annotations

import datetime as dt
from typing import Any

from commonweal.commitments.models import Document, Version
from commonweal.commitments.reports import whole_of
from commonweal.commitments.tests.factories import (
    ActionFactory,
    CommitmentFactory,
    DocumentFactory,
    ParagraphFactory,
    PartyFactory,
    VersionFactory,
)

PUBLISHED = dt.datetime(2026, 3, 10, 9, tzinfo=dt.UTC)


def published(document: Document | None = None, *, at: dt.datetime = PUBLISHED) -> Version:
    """A version of a document as it is written now, and the document seen by the public."""
    document = document or written()
    Document.objects.filter(pk=document.pk).update(standing="adopted", adopted_on=at.date())
    document.refresh_from_db()
    document.commitments.filter(published_at=None).update(published_at=at, digest="0" * 64)
    whole = whole_of(document)
    return VersionFactory(
        document=document, number=document.versions.count() + 1, name="As adopted",
        standing="adopted", body=whole.as_body(), digest=whole.digest, at=at,
    )  # fmt: skip


def written(**told: Any) -> Document:
    """A strategy with a foreword, a party, an aim, a priority in it, a promise and an action."""
    document = DocumentFactory(
        **{"foreword": "We **listened**.\n\n- first\n- then", "foreword_by": "Ruth Wyke"} | told
    )
    PartyFactory(document=document, name="Saltwold Council", side="partner")
    aim = ParagraphFactory(document=document, kind="aim", heading="Heard", code="1")
    priority = ParagraphFactory(
        document=document, parent=aim, kind="priority", heading="Halls", code="1.1",
        text="See [the list](/areas/) of halls.",
    )  # fmt: skip
    CommitmentFactory(document=document, paragraph=priority, words="We will meet early.")
    ActionFactory(
        document=document, paragraph=priority, title="A list of halls", owner="Ada Byrne",
        due_on=dt.date(2026, 9, 1),
    )  # fmt: skip
    return document
