"""Organisations laid out so that a name finds its bearers: arrays, read by ``candidates``. Pure.

A *form* is one name of one entry; an entry has as many forms as it has names.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from functools import cached_property

import numpy as np
from numpy.typing import NDArray

from commonweal.sector.likeness import plain_telephone, plain_website
from commonweal.sector.matching.asking import Asked, Entry
from commonweal.sector.matching.commonplace import shares, weights
from commonweal.sector.matching.names import Spelt, spell
from commonweal.sector.matching.places import spot
from commonweal.sector.matching.postings import Places, Positions, Postings, Signs, signs_of

NONE = 0
REACHES = ("whole", "website", "email", "telephone")
MIX = np.int64(-7046029254386353131)
LONG_ENOUGH = 5


@dataclass(frozen=True)
class Contacts:
    """Signs of where and how to reach each of many: 0 where unknown."""

    whole: Signs
    district: Signs
    area: Signs
    website: Signs
    email: Signs
    telephone: Signs

    @classmethod
    def of(cls, things: Sequence[Entry] | Sequence[Asked]) -> Contacts:
        """Of entries, or of rows that somebody asks about."""
        spots = [spot(t.postcode) for t in things]
        columns = (
            [s.whole for s in spots], [s.district for s in spots], [s.area for s in spots],
            [site(t.website) for t in things], [address(t.email) for t in things],
            [number(t.telephone) for t in things],
        )  # fmt: skip
        return cls(*(marked(column) for column in columns))

    def mixed(self, name: str) -> Signs:
        """These signs, each kind told apart from the others."""
        signs: Signs = getattr(self, name)
        return np.where(signs == NONE, NONE, mix(signs, hash(name)))


def marked(texts: Sequence[str]) -> Signs:
    """A sign for each text, and 0 for a blank."""
    return np.fromiter((hash(t) if t else NONE for t in texts), np.int64, len(texts))


def mix(left: Signs, right: Signs | int) -> Signs:
    """One sign for two."""
    with np.errstate(over="ignore"):
        return (left * MIX) ^ np.asarray(right, dtype=np.int64)


def site(text: str) -> str:
    """A website's host and path, or nothing."""
    return plain_website(text) if text else ""


def address(text: str) -> str:
    """An e-mail address in small letters, or nothing."""
    return text.strip().lower() if "@" in text else ""


def number(text: str) -> str:
    """A whole telephone number, or nothing."""
    figures = plain_telephone(text) if text else ""
    return figures if len(figures) >= 10 else ""


def shortened(word: str) -> Iterator[int]:
    """A sign of the word, and one of it without each of its letters: slips share one of them."""
    yield hash(word)
    for n in range(len(word)):
        yield hash(word[:n] + word[n + 1 :])


@dataclass(frozen=True)
class Index:
    """What is published of many organisations, laid out for matching.

    ``words`` holds the signs of every form's words, those of form ``f`` at
    ``starts[f]:starts[f + 1]``. ``keys`` finds forms by key, ``bearers`` by word or by two words
    together, ``reaching`` entries by postcode, website, e-mail or telephone.
    """

    entries: Sequence[Entry]
    contacts: Contacts
    forms: Sequence[Spelt]
    owners: Positions
    firsts: Positions
    key_signs: Signs
    words: Signs
    starts: Places
    keys: Postings
    bearers: Postings
    pairs: Postings
    reaching: Postings
    refs: dict[str, int]

    def __len__(self) -> int:
        return len(self.entries)

    @classmethod
    def of(cls, entries: Iterable[Entry]) -> Index:
        """Lay these out."""
        rows = list(entries)
        forms: list[Spelt] = []
        owners: list[int] = []
        firsts: list[int] = []
        for at, row in enumerate(rows):
            firsts.append(len(forms))
            names = [spell(name) for name in dict.fromkeys(row.names)]
            forms += names
            owners += [at] * len(names)
        firsts.append(len(forms))
        sizes = np.fromiter((len(f.words) for f in forms), np.int64, len(forms))
        starts = np.concatenate([[0], np.cumsum(sizes)])
        words = signs_of((w for f in forms for w in f.words), int(starts[-1]))
        belongs = np.repeat(np.arange(len(forms), dtype=np.int32), sizes)
        key_signs = signs_of((f.key for f in forms), len(forms))
        contacts = Contacts.of(rows)
        return cls(
            entries=rows, contacts=contacts, forms=forms,
            owners=np.array(owners, dtype=np.int32), firsts=np.array(firsts, dtype=np.int32),
            key_signs=key_signs, words=words, starts=starts,
            keys=Postings.of(key_signs, np.arange(len(forms), dtype=np.int32)),
            bearers=Postings.of(words, belongs),
            pairs=pairs_of(words, belongs),
            reaching=reaching_of(contacts, len(rows)),
            refs={ref: at for at, row in enumerate(rows) for ref in row.refs},
        )  # fmt: skip

    def ready(self) -> Index:
        """Itself, with all laid out that is otherwise laid out when first asked for."""
        _ = (self.form_weights, self.namesakes, self.vocabulary, self.slips, self.keys_here)
        return self

    @cached_property
    def word_weights(self) -> NDArray[np.float32]:
        """How much each word of ``words`` tells."""
        _, counts = self.bearers.bounds(self.words)
        return self.weigh(self.words, counts).astype(np.float32)

    @cached_property
    def form_weights(self) -> NDArray[np.float64]:
        """How much all the words of each form tell together."""
        if not len(self.forms):
            return np.zeros(0)
        return np.add.reduceat(self.word_weights, self.starts[:-1]).astype(float)

    def weigh(self, signs: Signs, counts: Places | None = None) -> NDArray[np.float64]:
        """How much words with these signs tell."""
        if counts is None:
            _, counts = self.bearers.bounds(signs)
        known, share = _elsewhere()
        at = np.minimum(np.searchsorted(known, signs), len(known) - 1)
        elsewhere = np.where(known[at] == signs, share[at], 0.0)
        return weights(counts.astype(float), elsewhere, len(self.forms))

    @cached_property
    def namesakes(self) -> Places:
        """How many entries bear the name of each form."""
        order = np.lexsort((self.owners, self.key_signs))
        signs, owners = self.key_signs[order], self.owners[order]
        begins = np.concatenate([[True], signs[1:] != signs[:-1]])[: len(signs)]
        fresh = begins | np.concatenate([[True], owners[1:] != owners[:-1]])[: len(signs)]
        group = np.cumsum(begins) - 1
        result = np.empty(len(signs), dtype=np.int64)
        result[order] = np.bincount(group, weights=fresh).astype(np.int64)[group]
        return result

    @cached_property
    def keys_here(self) -> Postings:
        """Forms by key and district together."""
        districts = self.contacts.district[self.owners]
        at = np.flatnonzero(districts != NONE).astype(np.int32)
        return Postings.of(mix(self.key_signs[at], districts[at]), at)

    @cached_property
    def vocabulary(self) -> frozenset[str]:
        """The words that at least two forms bear."""
        seen: set[str] = set()
        again: set[str] = set()
        for form in self.forms:
            words = set(form.words)
            again |= seen & words
            seen |= words
        return frozenset(again)

    @cached_property
    def slips(self) -> tuple[Postings, Signs]:
        """Words by what is left of them when a letter is missing, and the sign of each word."""
        words = sorted({w for f in self.forms for w in f.words if len(w) >= LONG_ENOUGH})
        sizes = np.fromiter((len(w) + 1 for w in words), np.int64, len(words))
        left = np.fromiter((s for w in words for s in shortened(w)), np.int64, int(sizes.sum()))
        at = np.repeat(np.arange(len(words), dtype=np.int32), sizes)
        return Postings.of(left, at), signs_of(words, len(words))


def pairs_of(words: Signs, belongs: Positions) -> Postings:
    """Forms by two words that stand one after the other."""
    together = belongs[1:] == belongs[:-1]
    return Postings.of(mix(words[:-1], words[1:])[together], belongs[1:][together])


def reaching_of(contacts: Contacts, count: int) -> Postings:
    """Entries by postcode, website, e-mail and telephone."""
    everyone = np.arange(count, dtype=np.int32)
    signs, bearers = [], []
    for kind in REACHES:
        marks = contacts.mixed(kind)
        signs.append(marks[marks != NONE])
        bearers.append(everyone[marks != NONE])
    return Postings.of(np.concatenate(signs), np.concatenate(bearers))


_known: list[tuple[Signs, NDArray[np.float64]]] = []


def _elsewhere() -> tuple[Signs, NDArray[np.float64]]:
    if not _known:
        table = shares()
        signs = signs_of(table, len(table))
        order = np.argsort(signs)
        _known.append((signs[order], np.array(list(table.values()))[order]))
    return _known[0]
