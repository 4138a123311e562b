"""The same promises as tables (CSV), safe to open in a spreadsheet."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from typing import Any, ClassVar

from django.http import HttpRequest
from django.http.response import HttpResponseBase

from commonweal.api import promises as told
from commonweal.api.answers import every_answer
from commonweal.core import clock
from commonweal.core.gates import GatedView
from commonweal.core.limits import Limit, knock_in_passing
from commonweal.places.reports import the_place
from commonweal.ui.downloads import csv_response

TABLES = Limit("api.tables", 60, 60)
TERMS = "Free to copy with its source (CC BY 4.0)."
A_BATCH = 500


class Table(GatedView):
    """One table, whole. Its columns are those of the JSON; a code stands beside its words."""

    permission: ClassVar[str | None] = None
    name = ""
    columns: tuple[str, ...] = ()

    def rows(self, request: HttpRequest) -> Iterable[dict[str, Any]]:
        """What stands in it."""
        raise NotImplementedError

    def get(self, request: HttpRequest) -> HttpResponseBase:
        """The file."""
        knock_in_passing(request, TABLES)
        place = the_place()
        terms = f"{place.keeper or place.name}. {TERMS}"
        rows = ([flat(row.get(name)) for name in self.columns] for row in self.rows(request))
        return csv_response(
            f"{place.name} {self.name}", self.columns, rows, notes=[terms], on=clock.today()
        )


def flat(value: Any) -> Any:
    """A value for one cell."""
    return value["title"] if isinstance(value, dict) and "title" in value else value


def in_batches(rows: Any, tell: Callable[[Any], dict[str, Any]]) -> Iterator[dict[str, Any]]:
    """Rows told one after the other, some hundreds held at once."""
    for row in rows.iterator(chunk_size=A_BATCH):
        yield tell(row)


class Promises(Table):
    """Strategies, Compacts, Covenants and calls, as last published."""

    permission = None
    name = "promises"
    columns = (
        "id", "slug", "title", "summary", "face", "status", "starts_on", "ends_on", "adopted_on",
        "version", "digest", "changed_at", "url",
    )  # fmt: skip

    def rows(self, request: HttpRequest) -> Iterable[dict[str, Any]]:
        """The newest first."""
        return in_batches(told.documents().order_by("-at", "-pk"), told.document_row)


class Commitments(Table):
    """Single promises in their exact words."""

    permission = None
    name = "commitments"
    columns = (
        "id", "promises", "code", "words", "digest", "promised_by", "promiser", "promised_to",
        "starts_on", "due_on", "reviewed_by", "threshold", "owner", "ended_on", "ended_because",
        "published_at", "changed_at", "url",
    )  # fmt: skip

    def rows(self, request: HttpRequest) -> Iterable[dict[str, Any]]:
        """As they stand in what they belong to."""
        found = told.commitments().order_by("document__slug", "code", "pk")
        return in_batches(found, told.commitment_row)


class Evidence(Table):
    """Evidence that was published."""

    permission = None
    name = "evidence"
    columns = (
        "id", "commitment", "promises", "on", "says", "source", "source_url", "published_at",
        "withdrawn_at", "withdrawn_because",
    )  # fmt: skip

    def rows(self, request: HttpRequest) -> Iterable[dict[str, Any]]:
        """The newest first."""
        return in_batches(told.evidence().order_by("-on", "-pk"), told.evidence_row)


class Events(Table):
    """What bodies did that an agreement bears on."""

    permission = None
    name = "events"
    columns = (
        "id", "promises", "organisation", "organisation_name", "kind", "title", "on", "opened_on",
        "closes_on", "notice_on", "ends_on", "months", "pounds", "rationale", "reason", "reply",
        "replied_by", "source", "source_url", "withdrawn", "withdrawn_because", "published_at",
    )  # fmt: skip

    def rows(self, request: HttpRequest) -> Iterable[dict[str, Any]]:
        """The newest first."""
        return in_batches(told.events().order_by("-on", "-pk"), told.event_row)


class Answers(Table):
    """What candidates said, of every election, on ballots whose hour has come."""

    permission = None
    name = "answers"
    columns = (
        "election", "ballot", "candidate", "name", "party", "ask", "ask_heading", "stance", "says",
        "words", "withheld", "after_deadline", "at",
    )  # fmt: skip

    def rows(self, request: HttpRequest) -> Iterable[dict[str, Any]]:
        """By election, the newest first."""
        now = clock.now()
        for one in told.elections().order_by("-on", "pk"):
            yield from every_answer(one, now)
