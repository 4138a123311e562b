"""Characters that nobody sees, but that spoil names, searches and files, or hide what is written.

Controls (NUL is not taken by PostgreSQL, others not by spreadsheets), soft hyphens, zero-width
characters, marks and overrides of the direction of writing, and halves of characters. Tabs and
line breaks are not among them. Bengali and Persian are spelt with two of the zero-width ones
(joiners); they are left out all the same, because a name must be found as it is typed.
"""

from __future__ import annotations

import re

UNSEEN = re.compile(
    "[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\xad\u061c\u180e\u200b-\u200f\u202a-\u202e"
    "\u2060-\u2064\u2066-\u2069\ud800-\udfff\ufeff\ufff9-\ufffb]"
)


def seen(text: str) -> str:
    """The text without characters that nobody sees."""
    return UNSEEN.sub("", text)
