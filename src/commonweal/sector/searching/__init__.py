"""Search of the register: ``index`` and ``reindex_all`` write, ``search`` and ``suggest`` answer.

Both databases hold text and filter tokens in one full-text table of their own kind; only
published organisations are ever in it.
"""

from commonweal.sector.searching.finding import Matching, matching, search
from commonweal.sector.searching.query import Query, from_address, from_lists
from commonweal.sector.searching.results import Found, Results
from commonweal.sector.searching.suggesting import Suggestion, suggest
from commonweal.sector.searching.writing import index, reindex_all

__all__ = [
    "Found",
    "Matching",
    "Query",
    "Results",
    "Suggestion",
    "from_address",
    "from_lists",
    "index",
    "matching",
    "reindex_all",
    "search",
    "suggest",
]
