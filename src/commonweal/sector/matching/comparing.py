"""How alike an asked name and a form are, in figures: arithmetic over many pairs at once. Pure."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray
from rapidfuzz.distance import Indel
from rapidfuzz.process import cpdist

from commonweal.sector.matching.candidates import Questions
from commonweal.sector.matching.index import NONE, Index, mix
from commonweal.sector.matching.postings import Places, Positions, spread

Figures = NDArray[np.float64]
SAME = 0.9999
HOPELESS = 0.8


@dataclass(frozen=True)
class Compared:
    """Pairs of a question and a form, and how they compare, from 0 (not at all) to 1.

    ``letters``: how many letters of the two names, words in the order of the alphabet, are the
    same. ``said``: how much of what the asked name tells, the form has too; ``meant``: the other
    way round. ``rest``: how alike the letters are of the words that only one has.
    ``strangers``: both have words of their own which others bear too, so it is no slip.
    ``told`` is how much their common words tell; ``bearers`` how many entries bear the form's name.
    """

    asked: Places
    forms: Positions
    letters: Figures
    said: Figures
    meant: Figures
    rest: Figures
    lacking: Figures
    strangers: Figures
    told: Figures
    same_key: NDArray[np.bool_]
    bearers: Places


def compare(index: Index, questions: Questions, asked: Places, forms: Positions) -> Compared:
    """Compare each pair."""
    letters = letters_alike(index, questions, asked, forms)
    told = common(index, questions, asked, forms)
    own = questions.told[asked]
    theirs = index.form_weights[forms]
    said = np.clip(told / np.maximum(own, 1e-9), 0, 1)
    meant = np.clip(told / np.maximum(theirs, 1e-9), 0, 1)
    rest, lacking, strangers = leftovers(index, questions, asked, forms, (letters, said, meant))
    keys = questions.key_signs[asked]
    return Compared(
        asked=asked, forms=forms, letters=letters,
        said=said, meant=meant,
        rest=rest, lacking=lacking, strangers=strangers, told=told,
        same_key=(index.key_signs[forms] == keys) & (keys != NONE),
        bearers=index.namesakes[forms],
    )  # fmt: skip


def letters_alike(index: Index, questions: Questions, asked: Places, forms: Positions) -> Figures:
    """The share of letters in common, words in the order of the alphabet."""
    if not len(asked):
        return np.zeros(0)
    left = [n.sorted for n in questions.names]
    ours, theirs = [left[i] for i in asked], [index.forms[f].sorted for f in forms]
    score: Figures = cpdist(ours, theirs, scorer=Indel.normalized_similarity, dtype=np.float32)
    return score.astype(float)


def common(index: Index, questions: Questions, asked: Places, forms: Positions) -> Figures:
    """How much the words tell that both have."""
    starts, sizes = index.starts[forms], np.diff(index.starts)[forms]
    at = spread(starts, sizes)
    pair = np.repeat(np.arange(len(forms)), sizes)
    ours = np.sort(mix(questions.words, questions.belongs))
    wanted = mix(index.words[at], asked[pair])
    hit = np.minimum(np.searchsorted(ours, wanted), max(len(ours) - 1, 0))
    both = ours[hit] == wanted if len(ours) else np.zeros(len(wanted), dtype=bool)
    told = np.bincount(pair, weights=index.word_weights[at] * both, minlength=len(forms))
    return told.astype(float)


def leftovers(
    index: Index, questions: Questions, asked: Places, forms: Positions,
    alike: tuple[Figures, Figures, Figures],
) -> tuple[Figures, Figures, Figures]:  # fmt: skip
    """Of the words that only one of a pair has: how alike they are, how far one side has none, and
    whether both have words of their own that others bear.

    ``alike`` are the letters, what was said and what was meant. Of pairs that are hardly alike the
    words are not looked at: they are as unlike as can be.
    """
    letters, said, meant = alike
    rest, lacking, strangers = np.ones(len(asked)), np.zeros(len(asked)), np.zeros(len(asked))
    differ = (said < SAME) | (meant < SAME)
    hopeless = differ & (letters + np.minimum(said, meant) < HOPELESS)
    rest[hopeless] = 0.0
    known = index.vocabulary
    for n in np.flatnonzero(differ & ~hopeless):
        ours, theirs = questions.names[asked[n]].words, index.forms[forms[n]].words
        left = [w for w in ours if w not in theirs]
        right = [w for w in theirs if w not in ours]
        if left and right:
            rest[n] = Indel.normalized_similarity("".join(left), "".join(right))
            strangers[n] = known.issuperset(left) and known.issuperset(right)
        elif left or right:
            lacking[n] = 1.0
    return rest, lacking, strangers
