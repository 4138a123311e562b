"""Reading what people give: zips, folders, broken lines. Nothing is believed unchecked."""

from commonweal.intake.reading.finding import choose, each_once, find, find_all, need
from commonweal.intake.reading.repairing import Repaired, first_day, header_of, repair
from commonweal.intake.reading.unpacking import unpack

__all__ = [
    "Repaired",
    "choose",
    "each_once",
    "find",
    "find_all",
    "first_day",
    "header_of",
    "need",
    "repair",
    "unpack",
]
