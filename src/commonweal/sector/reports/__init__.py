"""Answers about organisations, for pages, commands, exports and the API."""

from commonweal.sector.languages import language
from commonweal.sector.reports.assembling import profile
from commonweal.sector.reports.finding import find_by_org_id, may_see
from commonweal.sector.reports.plain import as_plain
from commonweal.sector.reports.profile import (
    AreaName,
    Class,
    Event,
    Fact,
    Number,
    OtherName,
    Profile,
    Seen,
    Served,
    Tie,
    Where,
    YearRow,
)
from commonweal.sector.reports.sources import is_told_here, title_of

__all__ = [
    "AreaName",
    "Class",
    "Event",
    "Fact",
    "Number",
    "OtherName",
    "Profile",
    "Seen",
    "Served",
    "Tie",
    "Where",
    "YearRow",
    "as_plain",
    "find_by_org_id",
    "is_told_here",
    "language",
    "may_see",
    "profile",
    "title_of",
]
