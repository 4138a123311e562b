"""Which signs can be printed. Pure.

The PDF is set in the three fonts that typst carries (Libertinus Serif, New Computer Modern, DejaVu
Sans Mono), so that it is the same on every machine. They hold the scripts of Europe, and Hebrew and
Arabic as Arabic is spelt. A sign that none of them holds would stop the whole document; it is
printed as ``INSTEAD``, and the document says that it holds some.
"""

from __future__ import annotations

import csv
import unicodedata
from bisect import bisect_right
from pathlib import Path

from commonweal.core.unseen import seen

INSTEAD = "\ufffd"
# Basic Latin to Latin Extended-A: what every cut of the first font holds, alone and together.
PLAIN_LAST = "\u017f"


def _ranges() -> list[tuple[int, int]]:
    path = Path(__file__).with_name("printable.csv")
    with path.open(encoding="ascii", newline="") as file:
        return [(int(row["first"], 16), int(row["last"], 16)) for row in csv.DictReader(file)]


RANGES = _ranges()
_FIRSTS = [first for first, _ in RANGES]


def can_be_printed(sign: str) -> bool:
    """Whether one of the fonts holds this sign, upright, slanted and bold."""
    at = bisect_right(_FIRSTS, ord(sign)) - 1
    return at >= 0 and ord(sign) <= RANGES[at][1]


def printable(text: str, *, plainly: bool = False) -> str:
    """The text as it can be printed: each sign that cannot is shown to be missing.

    :param plainly: print nothing but Latin letters, figures and marks; the last resort where signs
        that can each be printed cannot be printed together.
    """
    written = unicodedata.normalize("NFC", seen(text).replace("\t", " ").replace("\r", ""))
    return "".join(
        sign
        if sign == "\n" or (can_be_printed(sign) and (not plainly or sign <= PLAIN_LAST))
        else " "
        if sign.isspace()
        else INSTEAD
        for sign in written
    )
