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
from commonweal.sector.reports.relaying import can_be_written_to
from commonweal.sector.reports.sources import TOLD_HERE, is_told_here, keeper_of, title_of
from commonweal.sector.reports.vouching import vouched_on
from commonweal.sector.reports.waiting import waiting_for_staff

__all__ = [
    "TOLD_HERE",
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
    "can_be_written_to",
    "find_by_org_id",
    "is_told_here",
    "keeper_of",
    "language",
    "may_see",
    "profile",
    "title_of",
    "vouched_on",
    "waiting_for_staff",
]
