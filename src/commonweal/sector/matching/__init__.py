"""Finds which organisation somebody means, by name and what else they know. Pure: no database.

``match(Index.of(entries), rows)`` answers each row with the likeliest organisations, a score out of
100, whether the best is sure, and the evidence in words.
"""

from commonweal.sector.matching.asking import Asked, Entry, Found, Piece
from commonweal.sector.matching.cascade import AHEAD, SURE, match
from commonweal.sector.matching.index import Index

__all__ = ["AHEAD", "SURE", "Asked", "Entry", "Found", "Index", "Piece", "match"]
