"""Finds who could help whom: near, suitable, known where possible, not overburdened. Pure.

``propose`` names a few for one task, with a sentence why each; ``best`` plans for thousands, and
proves that no other plan helps more people or, helping as many, weighs less. Both keep the same
rules and weigh alike. It ranks helpers, never people in need, and decides nothing: people do.
"""

from commonweal.help.matching.figures import gini, greedy, over_optimum
from commonweal.help.matching.flow import Memory
from commonweal.help.matching.proposing import Proposal, propose
from commonweal.help.matching.solving import best
from commonweal.help.matching.terms import (
    Helper,
    Match,
    Plan,
    Reason,
    Span,
    Task,
    Unserved,
    Weights,
)

__all__ = [
    "Helper", "Match", "Memory", "Plan", "Proposal", "Reason", "Span", "Task", "Unserved",
    "Weights", "best", "gini", "greedy", "over_optimum", "propose",
]  # fmt: skip
