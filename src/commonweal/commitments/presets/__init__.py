"""Shapes to begin a document from, each a Python module of plain data. All can be changed later.

What is written here is our own words: facts and figures of published agreements carry over, their
sentences do not.
"""

from __future__ import annotations

from commonweal.commitments.presets.call import CALL
from commonweal.commitments.presets.compact import COMPACT
from commonweal.commitments.presets.covenant import COVENANT
from commonweal.commitments.presets.shape import Preset
from commonweal.commitments.presets.strategy import STRATEGY

# By name, as the desk and the command line call them.
PRESETS: dict[str, Preset] = {
    "strategy": STRATEGY,
    "compact": COMPACT,
    "covenant": COVENANT,
    "call": CALL,
}
