"""What sorts of organisation a county has, how they are named, and what they say they do."""

from commonweal.demo.catalogue.belief import BELIEF
from commonweal.demo.catalogue.care import CARE
from commonweal.demo.catalogue.culture import CULTURE
from commonweal.demo.catalogue.equality import EQUALITY
from commonweal.demo.catalogue.neighbours import NEIGHBOURS
from commonweal.demo.catalogue.sort import Sort
from commonweal.demo.catalogue.young import YOUNG

SORTS: tuple[Sort, ...] = (*NEIGHBOURS, *YOUNG, *CARE, *EQUALITY, *CULTURE, *BELIEF)

__all__ = ["SORTS", "Sort"]
