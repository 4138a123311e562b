"""How parts of a document are numbered. Pure: no Django.

Priority areas, outcomes and asks count through the document: 1, 2, 3. What lies below one counts
on from its number: 4.1, 4.2. What is done has an A before it, so that action A4.2 is not taken
for objective 4.2. A number that people know stays with its part wherever it is moved to.
"""

from __future__ import annotations

import re
from collections.abc import Iterable

from commonweal.commitments.choices import ParagraphKind as K

NUMBERED = frozenset({K.PRIORITY, K.OBJECTIVE, K.PRINCIPLE, K.UNDERTAKING, K.ASK})
A_CODE = re.compile(r"^[A-Za-z]{0,3}\d{1,3}(\.\d{1,3}){0,2}[a-z]?$")
LONGEST = 12


def is_code(code: str) -> bool:
    """Whether people could call a part so: ``4``, ``4.2``, ``A4.2``, ``4.2b``."""
    return len(code) <= LONGEST and bool(A_CODE.match(code))


def next_code(kind: str, above: str, taken: Iterable[str]) -> str:
    """The number of a new part below the one numbered ``above``; none where its kind has none."""
    return _next(f"{above}." if above else "", taken) if kind in NUMBERED else ""


def next_action_code(above: str, taken: Iterable[str]) -> str:
    """The number of a new action below the part numbered ``above``."""
    return _next(f"A{above}." if above else "A", taken)


def _next(before: str, taken: Iterable[str]) -> str:
    own = re.compile(rf"^{re.escape(before)}(\d+)[a-z]?$")
    used = [int(found[1]) for found in map(own.match, taken) if found]
    return f"{before}{max(used, default=0) + 1}"
