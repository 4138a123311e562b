"""Version 1 of the public contract: promises, what shows how it goes with them, and calls.

The types are read while the program runs, so they are not put off (no future import).
"""

import uuid
from typing import Annotated, Any

from django.http import HttpRequest
from ninja import Path, Query, Router

from commonweal.api import promises as told
from commonweal.api.answers import page_of_answers
from commonweal.api.door import opened
from commonweal.api.envelope import Problem, about
from commonweal.api.listing import paging
from commonweal.api.schemas_promises import (
    Answers,
    AskedCommitments,
    AskedEvents,
    AskedOf,
    AskedPage,
    AskedPromises,
    Commitments,
    Elections,
    Events,
    ManyEvidence,
    ManyPromises,
    OneCommitment,
    OneElection,
    OnePromises,
)
from commonweal.core import clock

router = Router()
ERRORS: dict[int, Any] = {422: Problem, 429: Problem}
MISSING: dict[int, Any] = {404: Problem, **ERRORS}
Slug = Annotated[str, Path(pattern=r"^[-a-zA-Z0-9_]{1,80}$", description="Its name in addresses.")]


@router.get("/promises", response={200: ManyPromises, **ERRORS}, url_name="promises")
@opened(None, by_content=True)
def promises(request: HttpRequest, asked: Query[AskedPromises]) -> dict[str, Any]:
    """Strategies, Compacts, Covenants and calls, as last published, the newest first."""
    order, rows = ("-at", "-pk"), told.documents(asked)
    beside, page = told.page_of(request, asked, rows, order, told.document_row)
    return {"about": about(), "paging": beside, "promises": page}


@router.get("/promises/{slug}", response={200: OnePromises, **MISSING}, url_name="one-promises")
@opened(None, by_content=True)
def one_promises(request: HttpRequest, slug: Slug) -> dict[str, Any]:
    """One of them whole, and every version that was published."""
    return {"about": about(), "promises": told.one_document(slug)}


@router.get("/commitments", response={200: Commitments, **ERRORS}, url_name="commitments")
@opened(None, by_content=True)
def commitments(request: HttpRequest, asked: Query[AskedCommitments]) -> dict[str, Any]:
    """Single promises in their exact words."""
    order, rows = ("document__slug", "code", "pk"), told.commitments(asked)
    beside, page = told.page_of(request, asked, rows, order, told.commitment_row)
    return {"about": about(), "paging": beside, "commitments": page}


@router.get("/commitments/{key}", response={200: OneCommitment, **MISSING}, url_name="commitment")
@opened(None, by_content=True)
def commitment(request: HttpRequest, key: uuid.UUID) -> dict[str, Any]:
    """One promise with its published evidence and reviews, each review with the reply."""
    return {"about": about(), "commitment": told.one_commitment(key)}


@router.get("/evidence", response={200: ManyEvidence, **ERRORS}, url_name="evidence")
@opened(None, by_content=True)
def evidence(request: HttpRequest, asked: Query[AskedOf]) -> dict[str, Any]:
    """Evidence that was published, the newest first; what was withdrawn says why."""
    order, rows = ("-on", "-pk"), told.evidence(asked)
    beside, page = told.page_of(request, asked, rows, order, told.evidence_row)
    return {"about": about(), "paging": beside, "evidence": page}


@router.get("/events", response={200: Events, **ERRORS}, url_name="events")
@opened(None, by_content=True)
def events(request: HttpRequest, asked: Query[AskedEvents]) -> dict[str, Any]:
    """What bodies did that an agreement bears on, the newest first."""
    order, rows = ("-on", "-pk"), told.events(asked)
    beside, page = told.page_of(request, asked, rows, order, told.event_row)
    return {"about": about(), "paging": beside, "events": page}


@router.get("/elections", response={200: Elections, **ERRORS}, url_name="elections")
@opened(None, by_content=True)
def elections(request: HttpRequest, asked: Query[AskedPage]) -> dict[str, Any]:
    """Elections whose candidates were asked, the newest first."""
    order, rows = ("-on", "pk"), told.elections()
    beside, page = told.page_of(request, asked, rows, order, told.election_row)
    return {"about": about(), "paging": beside, "elections": page}


@router.get("/elections/{slug}", response={200: OneElection, **MISSING}, url_name="election")
@opened(None, by_content=True)
def election(request: HttpRequest, slug: Slug) -> dict[str, Any]:
    """One election with its ballots, and the hour at which the answers of each are shown."""
    return {"about": about(), "election": told.one_election(slug, clock.now())}


@router.get("/answers", response={200: Answers, **MISSING}, url_name="answers")
@opened(None, by_content=True)
def answers(
    request: HttpRequest,
    asked: Query[AskedPage],
    election: Annotated[
        str, Query(pattern=r"^[-a-zA-Z0-9_]{1,80}$", description="Of which election: its slug.")
    ],
    ballot: Annotated[str, Query(max_length=150, description="Only of this ballot's code.")] = "",
) -> dict[str, Any]:
    """What candidates said to each ask, word for word; none of a ballot before its hour."""
    one, start = told.found_election(election), (asked.page - 1) * asked.limit
    total, rows = page_of_answers(one, clock.now(), ballot, start, asked.limit)
    beside = paging(request, asked.page, asked.limit, total)
    return {"about": about(), "paging": beside, "answers": rows}
