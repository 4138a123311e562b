"""What differs between two texts, word by word. Pure."""

from __future__ import annotations

import difflib
import re
from collections import Counter
from dataclasses import dataclass

SAME, GONE, NEW = "same", "gone", "new"
_WORDS = re.compile(r"\n|[^\S\n]*\w+|[^\S\n]*[^\s\w]|[^\S\n]+")
# Beyond this many words, the two are shown whole: comparing texts made to be slow to compare would
# take longer than anybody waits.
MOST_WORDS = 2_000
# Nor are those compared in which one word is another's so often: "a a a" against "a a a" is slow.
MOST_PAIRS = 200_000


@dataclass(frozen=True)
class Piece:
    """A stretch of text: in both, only in the one before, or only in the one after."""

    kind: str
    text: str

    @property
    def lead(self) -> str:
        """The spaces before its first word, which are not worth marking."""
        return self.text[: len(self.text) - len(self.text.lstrip())]

    @property
    def words(self) -> str:
        """The rest."""
        return self.text[len(self.lead) :]


def pieces(before: str, after: str) -> tuple[Piece, ...]:
    """The text as it was and as it is, run into one: every word of both, in order.

    The pieces that are ``same`` or ``gone`` make the first text, those ``same`` or ``new`` the
    second.
    """
    if before == after:
        return (Piece(SAME, before),) if before else ()
    one, other = _WORDS.findall(before), _WORDS.findall(after)
    if max(len(one), len(other)) > MOST_WORDS or _pairs(one, other) > MOST_PAIRS:
        return tuple(p for p in (Piece(GONE, before), Piece(NEW, after)) if p.text)
    found: list[Piece] = []
    matcher = difflib.SequenceMatcher(None, one, other, autojunk=False)
    for what, a, b, c, d in matcher.get_opcodes():
        if what == "equal":
            found.append(Piece(SAME, "".join(one[a:b])))
            continue
        found.append(Piece(GONE, "".join(one[a:b])))
        found.append(Piece(NEW, "".join(other[c:d])))
    return _readable(tuple(p for p in found if p.text))


def _pairs(one: list[str], other: list[str]) -> int:
    """How often a word of the one text is a word of the other: what comparing them costs."""
    counted = Counter(other)
    return sum(times * counted[word] for word, times in Counter(one).items())


def _readable(found: tuple[Piece, ...]) -> tuple[Piece, ...]:
    """Whole texts where only spaces and stray letters are the same, which nobody could read."""
    same = sum(len(p.text.strip()) for p in found if p.kind == SAME)
    gone = sum(len(p.text.strip()) for p in found if p.kind == GONE)
    new = sum(len(p.text.strip()) for p in found if p.kind == NEW)
    if not (gone and new) or same * 3 >= min(gone, new):
        return found
    before = "".join(p.text for p in found if p.kind != NEW)
    after = "".join(p.text for p in found if p.kind != GONE)
    return (Piece(GONE, before), Piece(NEW, after))
