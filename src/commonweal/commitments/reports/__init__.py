"""Answers that span models."""

from commonweal.commitments.reports.facts import (
    Fact,
    events_under,
    facts_of_event,
)
from commonweal.commitments.reports.published import (
    last_versions,
    versions_seen,
    whole_as_shown,
)
from commonweal.commitments.reports.whole import (
    Doing,
    Part,
    PartyLine,
    Promise,
    Whole,
    whole_from,
    whole_of,
)
from commonweal.commitments.reports.yearly import (
    Year,
    year_from,
    year_of,
)

__all__ = [
    "Doing",
    "Fact",
    "Part",
    "PartyLine",
    "Promise",
    "Whole",
    "Year",
    "events_under",
    "facts_of_event",
    "last_versions",
    "versions_seen",
    "whole_as_shown",
    "whole_from",
    "whole_of",
    "year_from",
    "year_of",
]
