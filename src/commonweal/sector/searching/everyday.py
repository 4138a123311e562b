"""Everyday words and the words that registers have for the same thing. Pure.

The table ``everyday.csv`` is our own, to read and to add to. A row says: whoever types any word of
it, in either column, is also looking for what "registers say". What stands only under "people say"
is itself never looked for: an abbreviation, or a word that means other things too. Words are kept
apart by semicolons; "women + abuse" is both words, anywhere in a text. One and many are the same,
and so are "children's", "childrens" and "children". Where a row says that its words "come first",
what has them comes before what has only the words as typed: somebody who types "refuge" and needs
one must not read past churches of that name.
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

# Words of a sentence that say nothing of what is wanted, besides the small ones.
EMPTY = frozenset(
    """i im ive am me my mine we us someone somebody anyone anybody something anything people who
    what where when how can could do does did has have had got get getting need want wants like
    feel feeling help helping find finding look looking please some any am was so very really
    there about just know go going give""".split()  # noqa: SIM905
)

Key = tuple[str, ...]


@dataclass(frozen=True)
class Widened:
    """A question in other words.

    ``parts`` must all hold, each in any of its ways: the words as typed, or others for them.
    ``also`` are those others. Nothing is widened when there are none. ``first`` are the ways that
    come before the words as typed, ``urgent`` the same without the rest of the question, and
    ``about`` what they are about; mostly there are none.
    """

    parts: tuple[Ways, ...] = ()
    also: tuple[str, ...] = ()
    first: Ways = ()
    urgent: Ways = ()
    about: str = ""

    def __bool__(self) -> bool:
        return bool(self.also)

    @property
    def terms(self) -> tuple[Term, ...]:
        """The other words, to be marked in a text."""
        return tuple(term for ways in self.parts for way in ways[1:] for term in way)


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
def rows() -> list[dict[str, str]]:
    """The rows of the table, as they are written."""
    with TABLE.open(encoding="utf-8", newline="") as handle:
        return list(csv.DictReader(handle))


@cache
def table() -> dict[Key, tuple[str, ...]]:
    """What registers say for each word or phrase that people type, besides itself."""
    found: dict[Key, dict[str, None]] = defaultdict(dict)
    for row in rows():
        registers = cell(row["registers say"])
        for said in [*cell(row["people say"]), *registers]:
            own = key_of(said)
            found[own].update((word, None) for word in registers if key_of(word) != own)
    return {key: tuple(words) for key, words in found.items() if key and words}


@cache
def ways() -> dict[Key, Ways]:
    """The same as what can be asked for."""
    return {key: tuple(map(way, words)) for key, words in table().items()}


def way(words: str) -> tuple[Term, ...]:
    """A word or phrase of the table as what can be asked for."""
    return tuple(Term(fold(part)) for part in words.split("+"))


@cache
def urgent() -> dict[Key, tuple[str, ...]]:
    """All that registers say for each word that people type, in the rows that come first."""
    found: dict[Key, tuple[str, ...]] = {}
    for row in rows():
        if row["come first"]:
            registers = tuple(cell(row["registers say"]))
            found |= {key_of(w): registers for w in (*cell(row["people say"]), *registers)}
    return found


@cache
def longest() -> int:
    """How many words the longest phrase has that people type."""
    return max(map(len, table()))


def is_known(term: Term) -> bool:
    """Whether the table has this word, so that it is not a slip."""
    return one(term.text) in words_known()


@cache
def words_known() -> frozenset[str]:
    """Every single word of the table, as if there were one of each."""
    return frozenset(word for key in table() for word in key)


def widened(typed: tuple[Term, ...]) -> Widened:
    """The same question with the registers' words for what was typed; what is in quotes stays."""
    parts: list[Ways] = []
    also: dict[str, None] = {}
    for run, key in runs(typed):
        parts.append((run, *ways().get(key, ())))
        also.update((word.replace(" + ", " and "), None) for word in table().get(key, ()))
    return Widened(tuple(parts), tuple(also), *coming_first(typed))


def coming_first(typed: tuple[Term, ...]) -> tuple[Ways, Ways, str]:
    """The question in words that come before the typed ones, these alone, and their matter."""
    found = list(runs(typed))
    at = next((i for i, (_, key) in enumerate(found) if key in urgent()), None)
    if at is None:
        return (), (), ""
    before, after = (
        tuple(term for run, _ in some for term in run) for some in (found[:at], found[at + 1 :])
    )
    said = urgent()[found[at][1]]
    alone = tuple(map(way, said))
    return tuple((*before, *words, *after) for words in alone), alone, said[0]


def telling(typed: tuple[Term, ...]) -> tuple[Term, ...]:
    """The typed words without those that say nothing, unless the table knows them in a phrase.

    When that leaves none, all of them.
    """
    kept = tuple(
        term
        for run, _ in runs(typed)
        for term in run
        if len(run) > 1 or term.is_phrase or term.text not in EMPTY
    )
    return kept or typed


def runs(typed: tuple[Term, ...]) -> Iterator[tuple[tuple[Term, ...], Key]]:
    """The typed words in runs, the longest that the table knows first, with its key for each."""
    keys = tuple(term.text if term.is_phrase else one(term.text) for term in typed)
    at = 0
    while at < len(typed):
        sizes = range(min(longest(), len(typed) - at), 1, -1)
        size = next((size for size in sizes if keys[at : at + size] in table()), 1)
        yield typed[at : at + size], keys[at : at + size]
        at += size
