"""Who may be meant: the forms worth comparing with each asked name. Pure.

Forms that share a rare word, two words in a row, a word but for one letter, a postcode or an
address with what is asked. So the work grows with the register, not with its square.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from commonweal.sector.matching.asking import Asked
from commonweal.sector.matching.index import (
    LONG_ENOUGH,
    NONE,
    REACHES,
    Contacts,
    Index,
    marked,
    mix,
    shortened,
)
from commonweal.sector.matching.names import Spelt, spell
from commonweal.sector.matching.postings import Places, Positions, Signs, signs_of, spread

Figures = NDArray[np.float64]

# A sign that more bear than this says too little to compare each of them.
CROWD_OF_WORD, CROWD_OF_PAIR, CROWD_OF_KEY, CROWD_OF_PLACE, CROWD_OF_SLIP = 200, 200, 60, 60, 30
RAREST, LIKELIEST = 3, 10
FINE, STEPS = 1_000_000, 8_000_000
# How much a sign tells of who is meant, beside the words.
SAME_NAME, SAME_REACH, SLIP = 60.0, 15.0, 0.8


@dataclass(frozen=True)
class Questions:
    """Rows that somebody asks about, laid out as the index is."""

    asked: Sequence[Asked]
    names: Sequence[Spelt]
    contacts: Contacts
    key_signs: Signs
    words: Signs
    starts: Places
    bearers: Places
    weights: Figures

    @classmethod
    def of(cls, index: Index, asked: Sequence[Asked]) -> Questions:
        """Lay these out."""
        names = [spell(row.name) for row in asked]
        sizes = np.fromiter((len(n.words) for n in names), np.int64, len(names))
        starts = np.concatenate([[0], np.cumsum(sizes)])
        words = signs_of((w for n in names for w in n.words), int(starts[-1]))
        keys = marked([n.key for n in names])
        _, bearers = index.bearers.bounds(words)
        weights = index.weigh(words, bearers)
        return cls(asked, names, Contacts.of(asked), keys, words, starts, bearers, weights)

    @cached_property
    def belongs(self) -> Places:
        """Which question each word is of."""
        return np.repeat(np.arange(len(self.names)), np.diff(self.starts))

    @cached_property
    def numbered(self) -> NDArray[np.bool_]:
        """Which name a number."""
        return np.array([bool(row.refs) for row in self.asked], dtype=bool)

    @cached_property
    def reached(self) -> NDArray[np.bool_]:
        """Which name a website, an e-mail address, a telephone or a number."""
        contacts = self.contacts
        marks = contacts.website | contacts.email | contacts.telephone
        return (marks != NONE) | self.numbered

    @cached_property
    def told(self) -> Figures:
        """How much all the words of each name tell."""
        ends = np.concatenate([[0.0], np.cumsum(self.weights)])
        result: Figures = ends[self.starts[1:]] - ends[self.starts[:-1]]
        return result

    def only(self, at: Places) -> Questions:
        """Some of them."""
        sizes = np.diff(self.starts)[at]
        words = spread(self.starts[:-1][at], sizes)
        contacts = Contacts(
            *(getattr(self.contacts, name)[at] for name in Contacts.__dataclass_fields__)
        )
        return Questions(
            [self.asked[i] for i in at], [self.names[i] for i in at], contacts,
            self.key_signs[at], self.words[words], np.concatenate([[0], np.cumsum(sizes)]),
            self.bearers[words], self.weights[words],
        )  # fmt: skip


def candidates(index: Index, questions: Questions) -> tuple[Places, Positions]:
    """Pairs of a question (by place) and a form (by position), each once, in order.

    Of those of one question only the likeliest are kept: those that share most of what their words
    tell, as far as the signs that brought them together say.
    """
    found = [way(index, questions) for way in (by_key, by_reach, by_words, by_pairs, by_slips)]
    size = max(len(index.forms), 1)
    both = np.concatenate([f.asked.astype(np.int64) * size + f.forms for f in found])
    both, shared = summed(both, np.concatenate([f.weights for f in found]))
    asked, forms = np.divmod(both, size)
    told = questions.told[asked] + index.form_weights[forms]
    keep = best_of(asked, shared / np.maximum(told, 1e-9), LIKELIEST)
    return asked[keep], forms[keep].astype(np.int32)


def summed(keys: Signs, weights: Figures) -> tuple[Signs, Figures]:
    """Each key once, in order, and the sum of its weights."""
    if not len(keys):
        return keys, weights
    order = np.argsort(keys, kind="stable")
    keys = keys[order]
    begins = np.flatnonzero(np.concatenate([[True], keys[1:] != keys[:-1]]))
    return keys[begins], np.add.reduceat(weights[order], begins)


def best_of(groups: Places, worth: Figures, most: int) -> Places:
    """The places of the ``most`` worthiest of each group, in the order of the groups.

    Worth is told apart to a millionth of the greatest.
    """
    if not len(groups):
        return groups
    top = max(float(worth.max()), 1e-9)
    order = np.argsort(
        groups.astype(np.int64) * STEPS + ((1 - worth / top) * FINE).astype(np.int64)
    )
    return order[ranks(groups[order]) < most]


def ranks(groups: Places) -> Places:
    """How manieth of its group each is, from 0, where the groups stand one after another."""
    begins = np.flatnonzero(np.concatenate([[True], groups[1:] != groups[:-1]]))
    return np.arange(len(groups)) - np.repeat(begins, np.diff([*begins, len(groups)]))


class Hits(NamedTuple):
    """Pairs that some sign brought together, and how much that sign tells."""

    asked: Places
    forms: Positions
    weights: Figures

    @classmethod
    def equal(cls, asked: Places, forms: Positions, weight: float) -> Hits:
        """All of the same weight."""
        return cls(asked, forms, np.full(len(asked), weight))


def by_key(index: Index, questions: Questions) -> Hits:
    """The same name, spaces and shortenings apart; where many have it, only in the same place."""
    marks, districts = questions.key_signs, questions.contacts.district
    asked, forms = index.keys.bearing(marks, CROWD_OF_KEY)
    _, crowd = index.keys.bounds(marks)
    at = np.flatnonzero((crowd > CROWD_OF_KEY) & (districts != NONE))
    places, near = index.keys_here.bearing(mix(marks[at], districts[at]), CROWD_OF_KEY)
    return Hits.equal(np.concatenate([asked, at[places]]), np.concatenate([forms, near]), SAME_NAME)


def by_reach(index: Index, questions: Questions) -> Hits:
    """The same postcode, website, e-mail or telephone: all names of whoever has it."""
    asked, entries = [], []
    for kind in REACHES:
        marks = questions.contacts.mixed(kind)
        at = np.flatnonzero(marks != NONE)
        places, bearers = index.reaching.bearing(marks[at], CROWD_OF_PLACE)
        asked.append(at[places])
        entries.append(bearers)
    who = np.concatenate(entries)
    first = index.firsts[:-1][who].astype(np.int64)
    sizes = index.firsts[1:][who] - first
    forms = spread(first, sizes).astype(np.int32)
    return Hits.equal(np.repeat(np.concatenate(asked), sizes), forms, SAME_REACH)


def by_words(index: Index, questions: Questions) -> Hits:
    """One of the rarest words of the name, where it is rare enough."""
    belongs = questions.belongs
    counts = questions.bearers
    usable = np.flatnonzero((counts > 0) & (counts <= CROWD_OF_WORD))
    chosen = usable[best_of(belongs[usable], -counts[usable].astype(float), RAREST)]
    places, forms = index.bearers.bearing(questions.words[chosen], CROWD_OF_WORD)
    return Hits(belongs[chosen][places], forms, questions.weights[chosen][places])


def by_pairs(index: Index, questions: Questions) -> Hits:
    """Two words of the name that stand one after the other."""
    belongs = questions.belongs
    if len(belongs) < 2:
        return Hits.equal(np.zeros(0, np.int64), np.zeros(0, np.int32), 0.0)
    together = np.flatnonzero(belongs[1:] == belongs[:-1])
    signs = mix(questions.words[together], questions.words[together + 1])
    places, forms = index.pairs.bearing(signs, CROWD_OF_PAIR)
    told = questions.weights
    weight = (told[together] + told[together + 1]) / 2
    return Hits(belongs[together][places], forms, weight[places])


def by_slips(index: Index, questions: Questions) -> Hits:
    """A word that nobody bears, but somebody does when a letter is changed."""
    every = [w for n in questions.names for w in n.words]
    unknown = [i for i in np.flatnonzero(questions.bearers == 0) if len(every[i]) >= LONG_ENOUGH]
    if not unknown:
        return Hits.equal(np.zeros(0, np.int64), np.zeros(0, np.int32), 0.0)
    slips, signs = index.slips
    sizes = np.fromiter((len(every[i]) + 1 for i in unknown), np.int64, len(unknown))
    tried = np.fromiter((s for i in unknown for s in shortened(every[i])), np.int64, sizes.sum())
    places, words = slips.bearing(tried, CROWD_OF_SLIP)
    asked = np.repeat(np.array(unknown), sizes)[places]
    both, _ = summed(asked * len(signs) + words, np.zeros(len(asked)))
    asked, words = np.divmod(both, max(len(signs), 1))
    hits, forms = index.bearers.bearing(signs[words], CROWD_OF_WORD)
    return Hits(questions.belongs[asked[hits]], forms, SLIP * index.weigh(signs[words])[hits])
