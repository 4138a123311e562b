"""Answers that span models."""

from commonweal.commitments.reports.published import last_versions, versions_seen, whole_as_shown
from commonweal.commitments.reports.whole import (
    Doing,
    Part,
    PartyLine,
    Promise,
    Whole,
    whole_from,
    whole_of,
)

__all__ = [
    "Doing", "Part", "PartyLine", "Promise", "Whole", "last_versions", "versions_seen",
    "whole_as_shown", "whole_from", "whole_of",
]  # fmt: skip
