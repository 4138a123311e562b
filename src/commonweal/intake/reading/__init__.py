"""Reading what people give: zips, folders, strange letters, broken lines. All is checked."""

from commonweal.intake.reading.finding import (
    choose,
    choose_tables,
    each_once,
    find,
    find_all,
    need,
)
from commonweal.intake.reading.lettering import plain
from commonweal.intake.reading.repairing import Repaired, first_day, header_of, repair
from commonweal.intake.reading.unpacking import unpack

__all__ = [
    "Repaired",
    "choose",
    "choose_tables",
    "each_once",
    "find",
    "find_all",
    "first_day",
    "header_of",
    "need",
    "plain",
    "repair",
    "unpack",
]
