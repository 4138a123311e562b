"""In which order candidates stand: by surname, or drawn by a published seed. Pure.

**By surname**, as a library files names, word by word. Each name is first made plain:

1. Accents and other marks are left off (``Núñez`` as ``nunez``); letters that are no plain letter
   with a mark are spelt out (``ß`` ss, ``æ`` ae, ``ø`` o, ``ł`` l, ``đ`` and ``ð`` d, ``þ`` th).
2. Capitals count as small letters.
3. Apostrophes are left out (``O'Brien`` as ``obrien``), and so is the space in ``O Brien``.
4. ``Mc``, ``M'`` and ``Mac`` at the beginning of a word are one: ``McDonald``, ``M'Donald`` and
   ``MacDonald`` stand together. A space after them is left out.
5. Hyphens and spaces part words; all other signs are left out.

Then surnames are compared word by word, so that ``Smith`` comes before ``Smith-Jones`` and that
before ``Smithers``; where they are the same, forenames in the same way; where those are the same
too, the source's number of the person, by its figures. So the order never depends on who asks.

**Drawn by a seed.** For each candidate, the SHA-256 of the UTF-8 text ``seed:number`` is written in
hexadecimal (``number`` is the source's number of the person, as the published JSON has it), and the
candidates stand in the order of these texts. Anybody can repeat it, for instance with
``printf '%s' 'seed:1234' | sha256sum``.
"""

from __future__ import annotations

import hashlib
import re
import unicodedata
from collections.abc import Iterable
from dataclasses import dataclass

SPELT = str.maketrans(
    {
        "ß": "ss", "æ": "ae", "œ": "oe", "ø": "o", "ł": "l", "đ": "d", "ð": "d", "þ": "th",
        "ı": "i",
    }
)  # fmt: skip
APOSTROPHES = re.compile("['\u2018\u2019\u02bc`\u00b4]")
PARTED = re.compile(r"[\s\-\u2010-\u2015]+")
Key = tuple[tuple[str, ...], tuple[str, ...], int, str]


@dataclass(frozen=True)
class Stands:
    """Somebody who is to be put in order. ``number`` is the source's number of the person."""

    surname: str
    forenames: str
    number: str


def words_of(name: str) -> tuple[str, ...]:
    """A name as it is filed, word by word.

    >>> words_of("McDonald"), words_of("O'Brien"), words_of("Smith-Jones")
    (('macdonald',), ('obrien',), ('smith', 'jones'))
    """
    small = APOSTROPHES.sub("'", name.casefold().translate(SPELT))
    bare = "".join(
        c for c in unicodedata.normalize("NFKD", small) if not unicodedata.combining(c)
    ).translate(SPELT)
    words = [_filed(word) for word in PARTED.split(bare)]
    return tuple(_joined([word for word in words if word]))


def _filed(word: str) -> str:
    """One word without its signs; Mc and M' as Mac."""
    word = re.sub(r"^(mc|m')(?=[a-z]|$)", "mac", word)
    return "".join(c for c in word if c.isalnum())


def _joined(words: list[str]) -> list[str]:
    """A lone O or Mac belongs to what follows it."""
    if len(words) > 1 and words[0] in ("o", "mac"):
        return [words[0] + words[1], *words[2:]]
    return words


def by_surname(one: Stands) -> Key:
    """What candidates are compared by: surname, forenames, then the person's number."""
    figures = int(one.number) if one.number.isascii() and one.number.isdecimal() else 0
    return words_of(one.surname), words_of(one.forenames), figures, one.number


def by_seed(one: Stands, seed: str) -> str:
    """What candidates are compared by when the order is drawn."""
    return hashlib.sha256(f"{seed}:{one.number}".encode()).hexdigest()


def in_order(those: Iterable[Stands], *, seed: str = "") -> list[Stands]:
    """Candidates in the order in which they stand everywhere: drawn if there is a seed."""
    if seed:
        return sorted(those, key=lambda one: (by_seed(one, seed), one.number))
    return sorted(those, key=by_surname)
