"""By when somebody must be reached, from how soon a person said it must be. Pure."""

from __future__ import annotations

import datetime as dt

FOUR_HOURS = dt.timedelta(hours=4)
THREE_DAYS = dt.timedelta(days=3)
END_OF_DAY = dt.time(18, 0)


def due_at(urgency: str, now: dt.datetime, planned: dt.datetime | None) -> dt.datetime:
    """By when somebody must be reached: now, in four hours, today by six, in three days, or then.

    ``now`` carries the place's own zone, so that a day ends when it does there. What comes in
    after six in the evening and must be reached the same day has four hours.
    """
    if urgency == "emergency":
        return now
    if urgency == "hours":
        return now + FOUR_HOURS
    if urgency == "today":
        evening = now.replace(hour=END_OF_DAY.hour, minute=0, second=0, microsecond=0)
        return evening if evening > now else now + FOUR_HOURS
    if urgency == "planned" and planned is not None:
        return planned
    return now + THREE_DAYS
