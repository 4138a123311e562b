"""Which of many comments likely say the same, and by which words. Pure; people decide.

A text is the words and the pairs of neighbouring words in it, each weighed by how often it stands
there and how few texts have it (TF-IDF, Spärck Jones 1972); two are as alike as the cosine of their
weights, from 0 to 1. The same texts in the same order always give the same groups.
"""

from __future__ import annotations

import re
import unicodedata
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise

import numpy as np
import numpy.typing as npt

ALIKE = 0.26  # from here on two texts are put before a person; see the benchmark for what it finds
NEAR = 0.30  # from here on a text joins the middle of a group
MOST_WORDS = 1_500  # of one text; what comes later is not compared
SHOWN_WORDS = 4
_WORD = re.compile(r"[^\W_]+(?:['’][^\W_]+)?")
STOP = frozenset(
    [
        "a",
        "about",
        "above",
        "after",
        "again",
        "against",
        "all",
        "also",
        "am",
        "an",
        "and",
        "any",
        "are",
        "aren't",
        "as",
        "at",
        "be",
        "because",
        "been",
        "before",
        "being",
        "below",
        "between",
        "both",
        "but",
        "by",
        "can",
        "can't",
        "cannot",
        "could",
        "couldn't",
        "did",
        "didn't",
        "do",
        "does",
        "doesn't",
        "doing",
        "don't",
        "down",
        "during",
        "each",
        "even",
        "ever",
        "every",
        "few",
        "for",
        "from",
        "further",
        "get",
        "had",
        "hadn't",
        "has",
        "hasn't",
        "have",
        "haven't",
        "having",
        "he",
        "her",
        "here",
        "hers",
        "him",
        "his",
        "how",
        "however",
        "i",
        "i'd",
        "i'll",
        "i'm",
        "i've",
        "if",
        "in",
        "into",
        "is",
        "isn't",
        "it",
        "it's",
        "its",
        "just",
        "let",
        "like",
        "made",
        "make",
        "many",
        "may",
        "me",
        "might",
        "more",
        "most",
        "much",
        "must",
        "my",
        "no",
        "nor",
        "not",
        "now",
        "of",
        "off",
        "on",
        "once",
        "one",
        "only",
        "or",
        "other",
        "ought",
        "our",
        "ours",
        "out",
        "over",
        "own",
        "per",
        "please",
        "really",
        "same",
        "say",
        "she",
        "should",
        "shouldn't",
        "since",
        "so",
        "some",
        "still",
        "such",
        "than",
        "thank",
        "thanks",
        "that",
        "that's",
        "the",
        "their",
        "theirs",
        "them",
        "then",
        "there",
        "there's",
        "these",
        "they",
        "they're",
        "thing",
        "things",
        "think",
        "this",
        "those",
        "through",
        "to",
        "too",
        "under",
        "until",
        "up",
        "upon",
        "us",
        "very",
        "want",
        "was",
        "wasn't",
        "way",
        "we",
        "we'd",
        "we'll",
        "we're",
        "we've",
        "well",
        "were",
        "weren't",
        "what",
        "when",
        "where",
        "which",
        "while",
        "who",
        "whom",
        "why",
        "will",
        "with",
        "won't",
        "would",
        "wouldn't",
        "yes",
        "yet",
        "you",
        "you'd",
        "you'll",
        "you're",
        "your",
        "yours",
        "feel",
        "believe",
        "need",
        "needs",
        "seem",
        "seems",
    ]
)
Numbers = npt.NDArray[np.float64]
Places = npt.NDArray[np.int64]


@dataclass(frozen=True)
class Group:
    """Texts that likely say the same: their places in the list, and words that most of them share.

    The first place is the text in the middle, which is like the most others.
    """

    places: tuple[int, ...]
    words: tuple[str, ...]


@dataclass(frozen=True)
class Likely:
    """A text that may say what others say, how like them it is (0 to 1), and by which words."""

    place: int
    likeness: float
    words: tuple[str, ...]


def root(word: str) -> str:
    """A word without the s of its plural (Harman 1991, the S-stemmer), nor an e at its end.

    So that ``bus`` and ``buses`` are one, as are ``house`` and ``houses``.
    """
    if word.endswith("ies") and not word.endswith(("eies", "aies")) and len(word) > 4:
        return word[:-3] + "y"
    if word.endswith("s") and not word.endswith(("us", "ss")) and len(word) > 3:
        word = word[:-1]
    return word[:-1] if word.endswith("e") and len(word) > 3 else word


def words_of(text: str) -> list[str]:
    """The words that carry meaning, in order, in small letters."""
    plain = unicodedata.normalize("NFKC", text).lower().replace("’", "'")
    found = (m.group().removesuffix("'s") for m in _WORD.finditer(plain))
    return [w for w in found if w not in STOP and len(w) > 1][:MOST_WORDS]


class Texts:
    """Many texts, read once, so that they can be compared."""

    def __init__(self, texts: Sequence[str]) -> None:
        said = [words_of(text) for text in texts]
        self.size = len(said)
        self.forms = _forms(said)
        counted = [_features(words) for words in said]
        held = Counter(f for row in counted for f in row)
        # What stands in one text alone can be shared by none: it only makes that text longer.
        self.names = sorted(f for f, texts_with in held.items() if texts_with > 1)
        number = {name: n for n, name in enumerate(self.names)}
        rows = [_weighed(row, held, number, self.size) for row in counted]
        self.starts: Places = np.cumsum([0, *(len(r[0]) for r in rows)])
        self.features: Places = _joined([r[0] for r in rows], np.int64)
        self.weights: Numbers = _joined([r[1] for r in rows], np.float64)
        self.owners: Places = np.repeat(np.arange(self.size), np.diff(self.starts))

    def row(self, place: int) -> slice:
        """Where a text's features and weights lie."""
        return slice(int(self.starts[place]), int(self.starts[place + 1]))

    def middle(self, places: Sequence[int]) -> Numbers:
        """What some texts are on the whole, as weights of length one."""
        total: Numbers = np.zeros(len(self.names))
        for place in places:
            at = self.row(place)
            total[self.features[at]] += self.weights[at]
        length = float(np.linalg.norm(total))
        return total / length if length else total

    def likeness(self, middle: Numbers) -> Numbers:
        """How like this middle each text is."""
        parts = self.weights * middle[self.features]
        return np.bincount(self.owners, weights=parts, minlength=self.size)

    def shared(self, place: int, middle: Numbers) -> tuple[str, ...]:
        """By which words a text is like this middle, the weightiest first."""
        at = self.row(place)
        return self._told(self.features[at], self.weights[at] * middle[self.features[at]])

    def common(self, places: Sequence[int], middle: Numbers) -> tuple[str, ...]:
        """The words that at least half of some texts share, the weightiest first."""
        among = np.concatenate([self.features[self.row(place)] for place in places])
        found, times = np.unique(among, return_counts=True)
        most = found[times * 2 >= len(places)]
        return self._told(most, middle[most])

    def _told(self, features: Places, strength: Numbers) -> tuple[str, ...]:
        """The strongest as people write them; a word in a pair already told is not told again."""
        told: list[str] = []
        for n in np.lexsort((features, -strength)):
            if strength[n] <= 0 or len(told) == SHOWN_WORDS:
                break
            words = " ".join(self.forms[part] for part in self.names[features[n]].split())
            if not any(words in other or other in words for other in told):
                told.append(words)
        return tuple(told)


def _forms(said: list[list[str]]) -> dict[str, str]:
    """Of each root, the form that is written most often."""
    counted = Counter(word for words in said for word in words)
    forms: dict[str, str] = {}
    for word in sorted(counted, key=lambda w: (-counted[w], w)):
        forms.setdefault(root(word), word)
    return forms


def _features(words: list[str]) -> Counter[str]:
    """The roots in a text and the pairs of neighbouring ones, counted."""
    roots = [root(word) for word in words]
    return Counter([*roots, *(f"{a} {b}" for a, b in pairwise(roots))])


def _weighed(
    row: Counter[str], held: Counter[str], number: dict[str, int], size: int
) -> tuple[Places, Numbers]:
    """A text's features by number, with weights of length one, those it has alone among them."""
    rarity = {f: np.log((1 + size) / (1 + held[f])) + 1.0 for f in row}
    weights = {f: (1.0 + np.log(times)) * rarity[f] for f, times in row.items()}
    # A pair that nobody else has says nothing of how like two are; a word does.
    length = np.sqrt(sum(w * w for f, w in weights.items() if f in number or " " not in f)) or 1.0
    kept = sorted((number[f], w / length) for f, w in weights.items() if f in number)
    return (
        np.array([n for n, _ in kept], dtype=np.int64),
        np.array([w for _, w in kept], dtype=np.float64),
    )


def _joined(parts: list[npt.NDArray[np.generic]], kind: type) -> npt.NDArray[np.generic]:
    return np.concatenate(parts).astype(kind) if parts else np.zeros(0, dtype=kind)


def groups(texts: Sequence[str], *, alike: float = ALIKE, near: float = NEAR) -> list[Group]:
    """Groups of two and more, the largest first; a text is in one of them or in none.

    Each begins with the text that is like the most others not yet in a group and takes those; then
    what is left joins the group whose middle it is nearest to, if it is near enough.
    """
    told = Texts(texts)
    neighbours = _neighbours(told, alike)
    placed: Places = np.full(told.size, -1, dtype=np.int64)
    found: list[list[int]] = []
    for place in sorted(range(told.size), key=lambda p: (-len(neighbours[p]), p)):
        free = [int(other) for other in neighbours[place] if placed[other] < 0 and other != place]
        if placed[place] >= 0 or not free:
            continue
        placed[[place, *free]] = len(found)
        found.append([place, *free])
    middles = [told.middle(places) for places in found]
    _join(told, found, middles, placed, near)
    made = [Group(tuple(p), told.common(p, m)) for p, m in zip(found, middles, strict=True)]
    return sorted(made, key=lambda group: (-len(group.places), group.places))


def _neighbours(told: Texts, alike: float) -> list[Places]:
    """Of each text, those at least so like it, found by the features that they share alone."""
    order = np.argsort(told.features, kind="stable")
    owners, weights = told.owners[order], told.weights[order]
    ends = np.searchsorted(told.features[order], np.arange(len(told.names) + 1))
    found: list[Places] = []
    for place in range(told.size):
        likeness: Numbers = np.zeros(told.size)
        at = told.row(place)
        for feature, weight in zip(told.features[at], told.weights[at], strict=True):
            holding = slice(ends[feature], ends[feature + 1])
            likeness[owners[holding]] += weight * weights[holding]
        found.append(np.flatnonzero(likeness >= alike))
    return found


def _join(
    told: Texts, found: list[list[int]], middles: list[Numbers], placed: Places, near: float
) -> None:
    """What is in no group joins the nearest, if it is near enough."""
    best: Numbers = np.full(told.size, near)
    nearest: Places = np.full(told.size, -1, dtype=np.int64)
    for n, middle in enumerate(middles):
        likeness = told.likeness(middle)
        closer = (likeness > best) & (placed < 0)
        best[closer], nearest[closer] = likeness[closer], n
    for place in np.flatnonzero(nearest >= 0):
        found[nearest[place]].append(int(place))


def likely(
    held: Sequence[str], others: Sequence[str], *, most: int = 20, near: float = NEAR
) -> list[Likely]:
    """Which of the others may say what the held ones say, the likest first; places are theirs."""
    told = Texts([*held, *others])
    middle = told.middle(range(len(held)))
    likeness = told.likeness(middle)[len(held) :]
    order = [int(n) for n in np.argsort(-likeness, kind="stable") if likeness[n] >= near][:most]
    return [
        Likely(n, round(float(likeness[n]), 3), told.shared(len(held) + n, middle)) for n in order
    ]
