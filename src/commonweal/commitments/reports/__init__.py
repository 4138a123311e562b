"""Answers that span models."""

from commonweal.commitments.reports.news import News, news_of
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
    "Doing",
    "News",
    "Part",
    "PartyLine",
    "Promise",
    "Whole",
    "news_of",
    "whole_from",
    "whole_of",
]
