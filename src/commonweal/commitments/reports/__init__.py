"""Answers that span models."""

from commonweal.commitments.reports.facts import (
    Fact,
    events_under,
    facts_of_event,
)
from commonweal.commitments.reports.left import (
    Left,
    left_of,
)
from commonweal.commitments.reports.news import (
    News,
    news_of,
)
from commonweal.commitments.reports.points import (
    Told,
    told_of,
    what_came_of,
)
from commonweal.commitments.reports.points_news import (
    PointNews,
    news_of_points,
)
from commonweal.commitments.reports.progress import (
    Progress,
    progress_of,
)
from commonweal.commitments.reports.promise import (
    PromiseTold,
    promise_told,
)
from commonweal.commitments.reports.published import (
    last_versions,
    versions_seen,
    whole_as_shown,
)
from commonweal.commitments.reports.said import (
    OneComment,
    said_by,
)
from commonweal.commitments.reports.trace import (
    Change,
    DoingNow,
    PointLine,
    points_behind_actions,
    points_behind_paragraph,
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
    "Change", "Doing", "DoingNow", "Fact", "Left", "News", "OneComment", "Part", "PartyLine",
    "PointLine", "PointNews", "Progress", "Promise", "PromiseTold", "Told", "Whole", "Year",
    "events_under", "facts_of_event", "last_versions", "left_of", "news_of", "news_of_points",
    "points_behind_actions", "points_behind_paragraph", "progress_of", "promise_told",
    "said_by", "told_of", "versions_seen", "what_came_of", "whole_as_shown", "whole_from",
    "whole_of", "year_from", "year_of",
]  # fmt: skip
