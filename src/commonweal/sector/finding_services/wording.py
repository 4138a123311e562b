"""Which services have what somebody typed: the words themselves, or others for the same. Pure."""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray
from rapidfuzz import process
from rapidfuzz.distance import OSA

from commonweal.sector.searching.everyday import is_known, telling, widened
from commonweal.sector.searching.words import Term, Ways, terms

Mask = NDArray[np.bool_]
Positions = NDArray[np.int64]
Ints = NDArray[np.int32]
SHORTEST_BEGINNING, SHORTEST_PART, LONG = 3, 4, 6


def read(text: str) -> tuple[tuple[Ways, ...], tuple[str, ...]]:
    """What must all be found, each in any of its ways, and the words added to those typed.

    Words that only make a sentence ("I need help with") are left out.
    """
    found = widened(telling(terms(text)))
    return found.parts, found.also


@dataclass(frozen=True)
class Words:
    """Which services have which word, and which have it in their names."""

    anywhere: Mapping[str, Positions]
    in_names: Mapping[str, Positions]
    ordered: Sequence[str]
    size: int

    def begun_by(self, word: str) -> list[str]:
        """The words known that are this one or begin with it; a plural is its singular too."""
        stem = word[:-1] if len(word) > 4 and word.endswith("s") else word
        if len(stem) < SHORTEST_BEGINNING:
            return [stem] if stem in self.anywhere else []
        at = bisect_left(self.ordered, stem)
        found = []
        while at < len(self.ordered) and self.ordered[at].startswith(stem):
            found.append(self.ordered[at])
            at += 1
        return found

    def forms_of(self, word: str) -> list[str]:
        """The words known that a typed one stands for: begun by it; if there are none, those that
        have it as a part; if none, the likeliest that it is a slip of.
        """
        found = self.begun_by(word)
        if found or len(word) < SHORTEST_PART or not word.isalpha():
            return found
        if parts := [known for known in self.ordered if word in known]:
            return parts
        slips = 2 if len(word) >= LONG else 1
        meant = process.extractOne(word, self.ordered, scorer=OSA.distance, score_cutoff=slips)
        return [meant[0]] if meant and not is_known(Term(word)) else []

    def having(self, text: str) -> tuple[Mask, Ints]:
        """The services that have all of a text, and how well: words in a name, then as typed."""
        fit, score = np.ones(self.size, dtype=bool), np.zeros(self.size, dtype=np.int32)
        for typed, *others in read(text)[0]:
            here, named = self.all_of(typed, self.forms_of)
            score += here.astype(np.int32) + named
            for other in others:
                here = here | self.all_of(other, self.begun_by)[0]
            fit &= here
        return fit, score

    def all_of(self, way: Iterable[Term], forms: Callable[[str], list[str]]) -> tuple[Mask, Ints]:
        """The services that have each word of this, and how many of them in their names."""
        fit, score = np.ones(self.size, dtype=bool), np.zeros(self.size, dtype=np.int32)
        for word in (w for term in way for w in term.text.split()):
            here, named = np.zeros(self.size, dtype=bool), np.zeros(self.size, dtype=bool)
            for form in forms(word):
                here[self.anywhere[form]] = True
                named[self.in_names.get(form, [])] = True
            fit &= here
            score += named
        return fit, score
