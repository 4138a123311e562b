"""Unknown words, corrected from the register's own vocabulary.

The vocabulary is the words of names and descriptions of what is published now, so a word that
only a withheld organisation has is never suggested.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass, field
from itertools import pairwise

from django.db.models import Sum
from rapidfuzz import process
from rapidfuzz.distance import OSA

from commonweal.sector.models import SearchWord
from commonweal.sector.searching.asking import has_hits
from commonweal.sector.searching.everyday import is_known
from commonweal.sector.searching.memory import stamp
from commonweal.sector.searching.remembering import Remembered
from commonweal.sector.searching.words import Term, Ways

SHORTEST = 4
PREFIX_FROM = 5
MOST_JOINED = 5


@dataclass(frozen=True)
class Vocabulary:
    """The words there are, by length, and how many organisations have each."""

    by_length: dict[int, list[str]]
    counts: dict[str, int]

    def closest(self, word: str, distance: int) -> str:
        """The word most likely meant, at most so many slips away; blank when there is none.

        Fewer slips first, then the same first letter, then the commoner word. Two letters that
        changed places are one slip.
        """
        near = [
            w
            for length in range(len(word) - distance, len(word) + distance + 1)
            for w in self.by_length.get(length, ())
        ]
        found = process.extract(
            word, near, scorer=OSA.distance, score_cutoff=distance, limit=None, processor=None
        )
        ranked = sorted((slips, w[0] != word[0], -self.counts[w], w) for w, slips, _ in found)
        return ranked[0][3] if ranked else ""

    def split(self, word: str) -> tuple[str, str] | None:
        """The two known words that were typed as one; the commonest pair."""
        cuts = [(word[:i], word[i:]) for i in range(3, len(word) - 2)]
        pairs = [(a, b) for a, b in cuts if a in self.counts and b in self.counts]
        return max(pairs, key=lambda p: min(self.counts[p[0]], self.counts[p[1]]), default=None)


def read() -> Vocabulary:
    """Read the whole vocabulary."""
    counts = counts_of(None)
    by_length: dict[int, list[str]] = defaultdict(list)
    for word in counts:
        by_length[len(word)].append(word)
    return Vocabulary(dict(by_length), counts)


# Never old: a word that only a withheld organisation has is not to be suggested.
_vocabulary = Remembered(stamp, read, may_wait=False)


def vocabulary() -> Vocabulary:
    """The whole vocabulary, read when first needed and again when the index was written."""
    return _vocabulary.get()


def counts_of(words: Iterable[str] | None) -> dict[str, int]:
    """How many organisations have each of these words (or of all); those that none has left out."""
    rows = SearchWord.objects.all()
    if words is not None:
        rows = rows.filter(word__in=list(words))
    sums = rows.order_by().values_list("word").annotate(n=Sum("change"))
    return {word: n for word, n in sums if n > 0}


@dataclass(frozen=True)
class Spelled:
    """The terms as looked for, and which typed words were taken for which others."""

    terms: tuple[Term, ...]
    corrections: dict[str, str] = field(default_factory=dict)

    @property
    def ways(self) -> Ways:
        """All the terms; or the same with two neighbours written as one word ("foodbank")."""
        if not self.terms:
            return ()
        ways = [self.terms]
        if len(self.terms) <= MOST_JOINED:
            for i, (a, b) in enumerate(pairwise(self.terms)):
                if not (a.is_phrase or b.is_phrase):
                    ways.append((*self.terms[:i], Term(a.text + b.text), *self.terms[i + 2 :]))
        return tuple(ways)


def spell(terms: tuple[Term, ...]) -> Spelled:
    """Put unknown words right. Phrases, numbers, short and everyday words stand as they are.

    A word is known when an organisation has it or another form of it. The last word may be the
    beginning of a longer one.
    """
    known = counts_of([t.text for t in terms])
    unknown = [t for t in terms if t.text not in known and _can_be_corrected(t)]
    changes: dict[str, tuple[Term, ...]] = {
        t.text: better for t in unknown if (better := _better(t, t is terms[-1]))
    }
    fixed = tuple(b for t in terms for b in changes.get(t.text, (t,)))
    said = {
        word: " ".join(b.text for b in better)
        for word, better in changes.items()
        if not any(b.prefix for b in better)
    }
    return Spelled(fixed, said)


def _can_be_corrected(term: Term) -> bool:
    return len(term.text) >= SHORTEST and term.text.isalpha() and not is_known(term)


def _better(term: Term, is_last: bool) -> tuple[Term, ...] | None:
    word = term.text
    if has_hits(((term,),)):
        return None
    longer = Term(word, prefix=True)
    if is_last and len(word) >= PREFIX_FROM and has_hits(((longer,),)):
        return (longer,)
    words = vocabulary()
    if closest := words.closest(word, 1):
        return (Term(closest),)
    if pair := words.split(word):
        return Term(pair[0]), Term(pair[1])
    closest = words.closest(word, 2) if len(word) > PREFIX_FROM else ""
    return (Term(closest),) if closest else None
