"""Sources that are known by what is kept here: local lists and neighbours' feeds."""

from __future__ import annotations

from commonweal.intake.source import KNOWERS
from commonweal.sector.sources.open_referral import know_feeds
from commonweal.sector.sources.spreadsheet import know_sheets


def know_named() -> None:
    """Make each of them known by its name, as it is kept now. Two queries."""
    know_sheets()
    know_feeds()


KNOWERS.append(know_named)
