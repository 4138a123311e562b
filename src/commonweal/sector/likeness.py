"""Which organisations look alike enough to ask a person. Pure: knows no database.

Only organisations that share a block (the same name, website, e-mail or telephone) are compared,
so the work grows with the register, not with its square.
"""

from __future__ import annotations

import re
import unicodedata
from collections import defaultdict
from collections.abc import Collection, Iterable, Iterator, Mapping
from dataclasses import dataclass
from itertools import combinations
from typing import NamedTuple
from urllib.parse import urlsplit

# A block with more members says nothing: one accountant's address on fifty charities.
CROWD = 6
OURS = "XX-VCSE"
_LEGAL = re.compile(
    r"\b(limited|ltd|cic|cio|c i c|community interest company|charitable incorporated organisation"
    r"|plc|llp|incorporated|company|the|charity|charitable trust|registered)\b"
)
# A name without any of these words has nothing of a legal form.
_LEGAL_BEGINS = frozenset({
    "limited", "ltd", "cic", "cio", "c", "community", "charitable", "plc", "llp", "incorporated",
    "company", "the", "charity", "registered",
})  # fmt: skip
_NOT_PLAIN = re.compile(r"[^a-z0-9]+")
_SIMPLE_SITE = re.compile(r"https?://([a-z0-9-]+(?:\.[a-z0-9-]+)+)(/[a-z0-9/._~-]*)?")
_NO_FIGURE = re.compile(r"\D")
_COUNTRY = re.compile(r"^(44|0044)0?")


class Face(NamedTuple):
    """What may be compared of an organisation: only what is published."""

    id: int
    name: str
    postcode: str = ""
    website: str = ""
    email: str = ""
    telephone: str = ""


@dataclass(frozen=True, kw_only=True)
class Likeness:
    """Two organisations, the older first, and what they share."""

    left: int
    right: int
    evidence: dict[str, str]

    @property
    def reason(self) -> str:
        """What they share, as a sentence."""
        shared = list(self.evidence)
        together = ", ".join(shared[:-1]) + " and " if len(shared) > 1 else ""
        return f"The same {together}{shared[-1]}."


def plain_name(name: str) -> str:
    """A name without case, accents, stops and the words of its legal form."""
    text = name.casefold().replace("&", " and ").replace("'", "")
    if not text.isascii():
        letters = unicodedata.normalize("NFKD", text)
        text = "".join(c for c in letters if not unicodedata.combining(c))
        text = text.replace("'", "").replace("’", "")
    words = _NOT_PLAIN.sub(" ", text).split()
    plain = " ".join(words)
    if _LEGAL_BEGINS.isdisjoint(words):
        return plain
    return " ".join(_LEGAL.sub(" ", plain).split()) or plain


def plain_website(address: str) -> str:
    """Host and path, without the parts that differ between two ways of writing one address."""
    text = address.strip().lower()
    if simple := _SIMPLE_SITE.fullmatch(text):
        return f"{simple[1].removeprefix('www.')}{(simple[2] or '').rstrip('/')}"
    try:
        parts = urlsplit(text if "://" in text else f"https://{text}")
        host = parts.hostname or ""
    except ValueError:
        return ""
    return f"{host.removeprefix('www.')}{parts.path.rstrip('/')}" if "." in host else ""


def plain_telephone(number: str) -> str:
    """The figures, with the country's own nought before them."""
    return _COUNTRY.sub("0", _NO_FIGURE.sub("", number))


def alike(faces: Iterable[Face], about: frozenset[int]) -> list[Likeness]:
    """The pairs worth asking about, of which at least one is in ``about``.

    A shared name counts only with the first half of a postcode. ``faces`` is gone through twice:
    once for those asked about, once for those who share something with one of them. Only signs
    that are shared are kept.
    """
    own, shared, sharing = _signs_among(face for face in faces if face.id in about)
    blocks: dict[tuple[str, str], list[int]] = defaultdict(list)
    for face in faces:
        if face.id in about and face.id not in sharing:
            continue  # It joins below, where another shares a sign that only it has here.
        for sign in _signs(face):
            mark = hash(sign)
            if mark in shared or (mark in own and face.id not in about):
                blocks[sign].append(face.id)
    pairs: dict[tuple[int, int], dict[str, str]] = defaultdict(dict)
    for sign, others in blocks.items():
        ids = others if hash(sign) in shared else [*others, own[hash(sign)]]
        for pair in combinations(sorted(ids), 2) if len(ids) <= CROWD else ():
            if not about.isdisjoint(pair):
                pairs[pair][sign[0]] = sign[1]
    return [
        Likeness(left=left, right=right, evidence=evidence)
        for (left, right), evidence in sorted(pairs.items())
    ]


def across_registers(
    pairs: Iterable[Likeness], schemes: Mapping[int, Collection[str]]
) -> list[Likeness]:
    """The pairs that no one register numbers twice: two numbers of one register mean two bodies.

    Numbers given here do not count, because a group may have been added twice.
    """
    return [
        pair
        for pair in pairs
        if not set(schemes.get(pair.left, ())) & set(schemes.get(pair.right, ())) - {OURS}
    ]


def _signs_among(faces: Iterable[Face]) -> tuple[dict[int, int], set[int], set[int]]:
    """Who first has each sign, the signs that several have, and who those are; signs as hashes."""
    first: dict[int, int] = {}
    shared: set[int] = set()
    sharing: set[int] = set()
    for face in faces:
        for mark in map(hash, _signs(face)):
            if (other := first.setdefault(mark, face.id)) != face.id:
                shared.add(mark)
                sharing |= {other, face.id}
    return first, shared, sharing


def _signs(face: Face) -> Iterator[tuple[str, str]]:
    name, outward = plain_name(face.name), face.postcode.partition(" ")[0]
    if name and outward:
        yield "name and first half of the postcode", f"{name}, {outward}"
    if site := plain_website(face.website):
        yield "website", site
    if "@" in face.email:
        yield "e-mail", face.email.strip().lower()
    if len(number := plain_telephone(face.telephone)) >= 10:
        yield "telephone", number
