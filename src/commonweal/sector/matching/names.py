"""How names are compared: words without case, legal form or the ways of shortening them. Pure.

Builds on ``likeness.plain_name``, which says when two names are the same to a reader.
"""

from __future__ import annotations

from typing import NamedTuple

from commonweal.sector.likeness import plain_name

# Words that people leave out and put in.
PASSING = frozenset({"and", "of", "for", "in", "at", "the", "a", "to", "s"})
SHORT = {
    "assoc": "association", "assn": "association",
    "soc": "society", "grp": "group", "gp": "group", "ctr": "centre", "center": "centre",
    "comm": "community", "org": "organisation", "organization": "organisation",
    "cttee": "committee", "ctte": "committee", "dist": "district", "utd": "united",
    "natl": "national", "intl": "international", "saint": "st", "mt": "mount",
    "mens": "men", "womens": "women", "childrens": "children", "peoples": "people",
    "parents": "parent", "teachers": "teacher", "scouts": "scout", "guides": "guide",
    "wi": "women institute", "cab": "citizens advice bureau", "fc": "football club",
    "afc": "football club", "cc": "cricket club", "rfc": "rugby football club",
    "rufc": "rugby union football club", "ymca": "young men christian association",
    "yfc": "young farmers club", "svc": "service", "svcs": "services", "hse": "house",
    "rd": "road", "nr": "near", "ch": "church", "cofe": "church england",
    "preschool": "pre school", "playgroup": "play group",
    "foodbank": "food bank",
}  # fmt: skip


class Spelt(NamedTuple):
    """A name ready to be compared.

    ``plain`` is the name to a reader; ``key`` the same for names that differ only in passing words,
    spaces and shortenings; ``sorted`` its words in the order of the alphabet.
    """

    plain: str
    key: str
    words: tuple[str, ...]
    sorted: str


def spell(name: str) -> Spelt:
    """A name ready to be compared."""
    plain = plain_name(name)
    words: list[str] = []
    for word in plain.split():
        if word not in PASSING:
            words += SHORT[word].split() if word in SHORT else (word,)
    if not words:
        words = plain.split()
    return Spelt(plain, "".join(words), tuple(dict.fromkeys(words)), " ".join(sorted(words)))
