"""Answers that span models."""

from commonweal.commitments.reports.progress import Progress, progress_of
from commonweal.commitments.reports.promise import PromiseTold, promise_told
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
    "Doing", "Part", "PartyLine", "Progress", "Promise", "PromiseTold", "Whole", "progress_of",
    "promise_told", "whole_from", "whole_of",
]  # fmt: skip
