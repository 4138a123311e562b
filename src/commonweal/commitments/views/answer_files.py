"""What candidates said, as files: nothing in them before its hour."""

from __future__ import annotations

import json
from typing import Any

from django.http import HttpRequest, HttpResponse

from commonweal.commitments.reports.published_answers import answers_as_data, answers_as_rows
from commonweal.commitments.views.calls import OfACall, hours_of, unless_an_hour_comes
from commonweal.core import clock
from commonweal.ui.downloads import csv_response

HEADER = (
    "ballot", "ward", "number", "candidate", "party", "ask", "says", "words", "how it came",
)  # fmt: skip


class AnswersJson(OfACall):
    """The whole call as JSON, from which the digests can be recomputed."""

    permission = None

    def get(self, request: HttpRequest, slug: str) -> HttpResponse:
        """Send it."""
        body = json.dumps(answers_as_data(self.call, self.now), ensure_ascii=False, indent=1)
        response = HttpResponse(body, content_type="application/json; charset=utf-8")
        late = self.thing.ballots.values_list("reveal_at", "closes_at")
        hours = [*hours_of(self.call), *(hour for pair in late for hour in pair)]
        return unless_an_hour_comes(response, hours, self.now)


class AnswersCsv(OfACall):
    """The answers as a table."""

    permission = None

    def get(self, request: HttpRequest, slug: str) -> Any:
        """Send it."""
        rows = list(answers_as_rows(self.call, self.now))
        return csv_response(
            f"{self.thing.name} answers", HEADER, rows, notes=[self.call.imprint], on=clock.today()
        )
