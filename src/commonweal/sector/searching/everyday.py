"""Everyday words and the words that registers have for the same thing. Pure.

The table ``everyday.csv`` is our own, to read and to add to. A row says: whoever types any word of
it, in either column, is also looking for what "registers say". What stands only under "people say"
is itself never looked for: an abbreviation, or a word that means other things too. Words are kept
apart by semicolons. One and many are the same, and so are "children's", "childrens" and
"children".
"""

from __future__ import annotations

import csv
from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from commonweal.sector.searching.words import Term, Ways, fold, terms

TABLE = Path(__file__).with_name("everyday.csv")
ONE_OF_MANY = {"men": "man", "women": "woman", "people": "person"}

Key = tuple[str, ...]


@dataclass(frozen=True)
class Widened:
    """A question in other words.

    ``parts`` must all hold, each in any of its ways: the words as typed, or others for them.
    ``also`` are those others. Nothing is widened when there are none.
    """

    parts: tuple[Ways, ...] = ()
    also: tuple[str, ...] = ()

    def __bool__(self) -> bool:
        return bool(self.also)

    @property
    def terms(self) -> tuple[Term, ...]:
        """The other words, to be marked in a text."""
        return tuple(Term(fold(word)) for word in self.also)


def one(word: str) -> str:
    """A folded word as if there were one of them, near enough to know it again by."""
    if word.endswith("ies") and len(word) > 4:
        return f"{word[:-3]}y"
    if word.endswith("s") and not word.endswith("ss") and len(word) > 3:
        word = word[:-1]
    return ONE_OF_MANY.get(word, word)


def key_of(words: str) -> Key:
    """What a word or phrase of the table is known by: its words but the small ones, each one.

    Nothing when that leaves one word of several: "drop in" is not known by "drop".
    """
    key = tuple(one(term.text) for term in terms(words))
    return key if len(key) > 1 or " " not in fold(words) else ()


def cell(text: str) -> list[str]:
    """The words of one cell."""
    return [word for part in text.split(";") if (word := part.strip())]


@cache
def table() -> dict[Key, tuple[str, ...]]:
    """What registers say for each word or phrase that people type, besides itself."""
    found: dict[Key, dict[str, None]] = defaultdict(dict)
    with TABLE.open(encoding="utf-8", newline="") as handle:
        for row in csv.DictReader(handle):
            registers = cell(row["registers say"])
            for said in [*cell(row["people say"]), *registers]:
                own = key_of(said)
                found[own].update((word, None) for word in registers if key_of(word) != own)
    return {key: tuple(words) for key, words in found.items() if key and words}


@cache
def ways() -> dict[Key, Ways]:
    """The same as what can be asked for."""
    return {key: tuple((Term(fold(w)),) for w in words) for key, words in table().items()}


@cache
def longest() -> int:
    """How many words the longest phrase has that people type."""
    return max(map(len, table()))


def is_known(term: Term) -> bool:
    """Whether the table has this word, so that it is not a slip."""
    return any(one(term.text) in key for key in table())


def widened(typed: tuple[Term, ...]) -> Widened:
    """The same question with the registers' words for what was typed; what is in quotes stays."""
    parts: list[Ways] = []
    also: dict[str, None] = {}
    for run, key in runs(typed):
        parts.append((run, *ways().get(key, ())))
        also.update(dict.fromkeys(table().get(key, ())))
    return Widened(tuple(parts), tuple(also))


def runs(typed: tuple[Term, ...]) -> Iterator[tuple[tuple[Term, ...], Key]]:
    """The typed words in runs, the longest that the table knows first, with its key for each."""
    keys = tuple(term.text if term.is_phrase else one(term.text) for term in typed)
    at = 0
    while at < len(typed):
        sizes = range(min(longest(), len(typed) - at), 1, -1)
        size = next((size for size in sizes if keys[at : at + size] in table()), 1)
        yield typed[at : at + size], keys[at : at + size]
        at += size
