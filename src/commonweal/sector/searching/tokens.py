"""The filter tokens that stand in the index beside the text. Pure.

A token is a letter for what it says, the code in small letters and digits, and a closing 9,
which keeps the stemmer from touching it.
"""

from __future__ import annotations

from collections.abc import Iterable

BASED, SERVING, KIND, STATUS, SIDE, SIZE = "b", "s", "k", "t", "d", "z"
# One letter for each classification scheme that a filter knows.
SCHEMES = {"what": "w", "who": "o", "how": "h", "ukcat": "u", "icnptso": "i"}

Groups = tuple[tuple[str, ...], ...]


def token(sort: str, code: str) -> str:
    """The token that says this: ``token("b", "E07000148")`` is ``be070001489``."""
    return f"{sort}{''.join(c for c in code.lower() if c.isascii() and c.isalnum())}9"


def tokens(sort: str, codes: Iterable[str]) -> tuple[str, ...]:
    """One token for each code that there is."""
    return tuple(token(sort, code) for code in codes if code)
