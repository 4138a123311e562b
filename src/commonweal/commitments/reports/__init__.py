"""Answers that span models."""

from commonweal.commitments.reports.whole import (
    Doing,
    Part,
    PartyLine,
    Promise,
    Whole,
    whole_from,
    whole_of,
)

__all__ = ["Doing", "Part", "PartyLine", "Promise", "Whole", "whole_from", "whole_of"]
