"""Finding services: ``find`` answers a question, ``gaps`` says which wards have nothing.

``asking`` (what is asked) and ``sifting`` (who fits, arithmetic on arrays) are pure; ``memory``
reads the arrays from the database; ``finding`` puts the three together.
"""

from commonweal.sector.finding_services.asking import Question, from_lists
from commonweal.sector.finding_services.finding import (
    PARTS,
    Answer,
    Row,
    find,
    find_all,
    find_keys,
    hours_at,
    local,
)
from commonweal.sector.finding_services.gaps import Gaps, WardRow, gaps

__all__ = [
    "PARTS",
    "Answer",
    "Gaps",
    "Question",
    "Row",
    "WardRow",
    "find",
    "find_all",
    "find_keys",
    "from_lists",
    "gaps",
    "hours_at",
    "local",
]
