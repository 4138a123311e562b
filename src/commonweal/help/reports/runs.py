"""A run of matching in words: who would go unserved, and who is proposed for what."""

from __future__ import annotations

from dataclasses import dataclass

from commonweal.help.models import Client, Helper, MatchRun, Request

SHOWN = 300


@dataclass(frozen=True)
class Line:
    """One request of a run, with the helper proposed if there is one, and why or why not."""

    request: Request
    why: str
    helper: Helper | None = None


@dataclass(frozen=True)
class RunShown:
    """What a page shows of a run; ``more`` are proposals and ``lacking`` unserved not listed."""

    unserved: tuple[Line, ...]
    proposed: tuple[Line, ...]
    more: int
    lacking: int
    kilometres: float

    @property
    def clients(self) -> list[Client]:
        """Whose records are shown."""
        return [line.request.client for line in (*self.unserved, *self.proposed)]


def run_shown(run: MatchRun) -> RunShown:
    """A run as its scheme's people look at it, in a fixed number of questions."""
    lacking, proposed = run.unserved[:SHOWN], run.proposed[:SHOWN]
    keys = [row["request"] for row in (*lacking, *proposed)]
    ours = Request.objects.filter(scheme=run.scheme_id, forgotten_on__isnull=True)
    requests = ours.select_related("client", "need").in_bulk(keys)
    helpers = Helper.objects.filter(scheme=run.scheme_id)
    people = helpers.only("name", "scheme_id").in_bulk([row["helper"] for row in proposed])
    return RunShown(
        unserved=tuple(
            Line(requests[row["request"]], row["why"])
            for row in lacking
            if row["request"] in requests
        ),
        proposed=tuple(
            Line(requests[row["request"]], row["why"], people[row["helper"]])
            for row in proposed
            if row["request"] in requests and row["helper"] in people
        ),
        more=max(len(run.proposed) - SHOWN, 0), lacking=max(len(run.unserved) - SHOWN, 0),
        kilometres=run.metres / 1000,
    )  # fmt: skip
