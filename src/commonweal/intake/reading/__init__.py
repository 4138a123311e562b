"""Reading what people give: zips, folders, broken lines. Nothing is believed unchecked."""

from commonweal.intake.reading.finding import find, find_all, need
from commonweal.intake.reading.repairing import Repaired, is_clean, repair
from commonweal.intake.reading.unpacking import unpack

__all__ = ["Repaired", "find", "find_all", "is_clean", "need", "repair", "unpack"]
