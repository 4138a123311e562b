"""The shapes of promises in the public contract. A name here is kept until the next version."""

from __future__ import annotations

import datetime as dt
import uuid
from typing import Annotated, Any

from ninja import Field, Schema

from commonweal.api.envelope import About
from commonweal.api.schemas import MOST_PAGES, Moment, Named, OneOf, Paging
from commonweal.commitments.choices import DocumentStanding, EventKind, Face, Promiser

SLUG = r"^[-a-zA-Z0-9_]{0,80}$"
STANDINGS = [s for s in DocumentStanding.values if s != DocumentStanding.DRAFT]


class Pages(Schema):
    """Which of them, and how many at once."""

    modified_after: Moment | None = Field(
        None, description="Only what was published or changed after this moment, oldest first."
    )
    page: int = Field(1, ge=1, le=MOST_PAGES)
    limit: int = Field(50, ge=1, le=100, description="How many on a page.")


class AskedPromises(Pages):
    """Strategies, Compacts, Covenants and calls to candidates."""

    face: Annotated[str, OneOf("", *Face.values)] = Field("", description="What it is.")
    status: Annotated[str, OneOf("", *STANDINGS)] = Field("", description="How it stands.")


class AskedOf(Pages):
    """Of one of them, or of all."""

    promises: Annotated[str, Field(pattern=SLUG)] = Field(
        "", description="Of this one: the last part of its address, `/promises/…/`."
    )


class AskedCommitments(AskedOf):
    """Single promises."""

    promised_by: Annotated[str, OneOf("", *Promiser.values)] = Field("", description="Who.")


class AskedEvents(AskedOf):
    """What bodies did that an agreement bears on."""

    kind: Annotated[str, OneOf("", *EventKind.values)] = Field("", description="What it was.")


class AskedPage(Schema):
    """Which of them, and how many at once."""

    page: int = Field(1, ge=1, le=MOST_PAGES)
    limit: int = Field(50, ge=1, le=100, description="How many on a page.")


class PromisesRow(Schema):
    """A strategy, a Compact, a Covenant or a call, as its last version has it."""

    id: uuid.UUID
    slug: str
    title: str
    summary: str
    face: Named
    status: Named
    starts_on: dt.date | None
    ends_on: dt.date | None
    adopted_on: dt.date | None
    version: int
    digest: str = Field(description="SHA-256 of the body: sorted keys, no spaces, UTF-8.")
    changed_at: dt.datetime
    url: str
    links: dict[str, str]


class VersionRow(Schema):
    """A version that was published."""

    number: int
    name: str
    status: Named
    at: dt.datetime
    digest: str
    links: dict[str, str]


class WholePromises(PromisesRow):
    """One of them whole. ``body`` leaves out whoever is withheld now; then no digest fits it."""

    body: dict[str, Any] = Field(
        description="Foreword, parties, paragraphs in their tree, promises and actions."
    )
    versions: list[VersionRow]


class ManyPromises(Schema):
    """A page of them."""

    about: About
    paging: Paging
    promises: list[PromisesRow]


class OnePromises(Schema):
    """One of them in its envelope."""

    about: About
    promises: WholePromises


class CommitmentRow(Schema):
    """One promise in its exact words."""

    id: uuid.UUID
    promises: str = Field(description="The slug of what it stands in.")
    code: str
    words: str
    digest: str = Field(description="SHA-256 of the words in UTF-8.")
    promised_by: Named
    promiser: str
    promised_to: str
    starts_on: dt.date | None
    due_on: dt.date | None
    reviewed_by: Named
    threshold: float | None = Field(description="Days, months or per cent, by `reviewed_by`.")
    owner: str
    ended_on: dt.date | None
    ended_because: str
    published_at: dt.datetime
    changed_at: dt.datetime
    url: str
    links: dict[str, str]


class EvidenceRow(Schema):
    """Something that shows how it goes with a promise."""

    id: uuid.UUID
    commitment: uuid.UUID
    promises: str
    on: dt.date
    says: str = Field(description="Blank where it was withdrawn.")
    source: str
    source_url: str
    published_at: dt.datetime
    withdrawn_at: dt.datetime | None
    withdrawn_because: str
    changed_at: dt.datetime


class ReviewShape(Schema):
    """What a named person makes of a promise, with the promiser's reply."""

    id: uuid.UUID
    judged: Named
    reason: str
    judge: str
    on: dt.date
    evidence: list[uuid.UUID]
    reply_asked_at: dt.datetime
    reply_by: dt.date | None
    reply: str
    replied_by: str
    replied_at: dt.datetime | None
    published_at: dt.datetime


class WholeCommitment(CommitmentRow):
    """One promise with the evidence and the reviews that were published."""

    evidence: list[EvidenceRow]
    reviews: list[ReviewShape]


class Commitments(Schema):
    """A page of promises."""

    about: About
    paging: Paging
    commitments: list[CommitmentRow]


class OneCommitment(Schema):
    """One promise in its envelope."""

    about: About
    commitment: WholeCommitment


class ManyEvidence(Schema):
    """A page of evidence."""

    about: About
    paging: Paging
    evidence: list[EvidenceRow]


class EventRow(Schema):
    """What a body did, with the dates that a rule looks at and the reason it gave."""

    id: uuid.UUID
    promises: str = Field(description="The slug of the agreement, where it was logged under one.")
    organisation: str = Field(description="The org-id of whoever did it.")
    organisation_name: str
    kind: Named
    title: str
    on: dt.date
    opened_on: dt.date | None
    closes_on: dt.date | None
    notice_on: dt.date | None
    ends_on: dt.date | None
    months: int | None
    pounds: float | None
    rationale: str
    reason: str
    reply: str
    replied_by: str
    source: str
    source_url: str
    withdrawn: bool
    withdrawn_because: str
    published_at: dt.datetime


class Events(Schema):
    """A page of events."""

    about: About
    paging: Paging
    events: list[EventRow]


class BallotShape(Schema):
    """A ballot of an election, and when the answers of its candidates are shown."""

    code: str
    name: str
    council: str
    area: str
    status: Named
    poll_on: dt.date | None
    answers_close_at: dt.datetime | None
    answers_shown_at: dt.datetime | None
    answers_shown: bool


class ElectionRow(Schema):
    """An election."""

    slug: str
    name: str
    on: dt.date
    call: str = Field(description="The slug of the call to its candidates.")
    url: str
    links: dict[str, str]


class Elections(Schema):
    """A page of elections."""

    about: About
    paging: Paging
    elections: list[ElectionRow]


class WholeElection(ElectionRow):
    """One election with its ballots."""

    ballots: list[BallotShape]


class OneElection(Schema):
    """One election in its envelope."""

    about: About
    election: WholeElection


class AnswerRow(Schema):
    """What one candidate said to one ask, or that no answer came by the deadline."""

    election: str
    ballot: str
    candidate: str = Field(description="Their number here, for ever.")
    name: str
    party: str
    ask: str
    ask_heading: str
    stance: str = Field(description="Blank where no answer was received.")
    says: str
    words: str = Field(description="Theirs exactly; blank where withheld on legal advice.")
    withheld: bool
    after_deadline: bool
    at: dt.datetime | None


class Answers(Schema):
    """A page of answers. None before its hour, which ``shown`` of a ballot tells."""

    about: About
    paging: Paging
    answers: list[AnswerRow]
