"""Shapes to begin a document from, each a Python module of plain data. All can be changed later.

What is written here is our own words: facts and figures of published agreements carry over, their
sentences do not.
"""

from __future__ import annotations

from commonweal.commitments.presets.call import CALL
from commonweal.commitments.presets.shape import Preset

# By name, as the desk and the command line call them.
PRESETS: dict[str, Preset] = {
    "call": CALL,
}
