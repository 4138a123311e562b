"""What somebody typed, taken apart. Pure; whatever comes in, what goes out is safe to ask for.

Folded text has no accents, capitals, apostrophes or punctuation: letters, digits and single
spaces only. Both databases index folded text and are asked for folded words, so they agree.
"""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass, replace

LONGEST_INPUT = 300
MOST_TERMS = 12
LONGEST_WORD = 40
MOST_PLACES = 3

STOP = frozenset(
    """a an and are as at be by for from in is it near of on or our that the their this to we who
    with you your""".split()  # noqa: SIM905
)
_ASCII = bytes(
    ord(chr(b).lower()) if chr(b).isalnum() and b < 128 else 32 for b in range(256)
)  # fmt: skip
_APOSTROPHES = re.compile("['’ʼ`]")
_OTHER = re.compile(r"[\W_]+")
_QUOTED = re.compile(r"[\"“”«»]([^\"“”«»]*)[\"“”«»]")

_POSTCODE = re.compile(r"\b([A-Z]{1,2}[0-9][A-Z0-9]?)\s*([0-9][A-Z]{2})\b", re.IGNORECASE)
_OUTWARD = re.compile(r"^[A-Z]{1,2}[0-9][A-Z0-9]?$", re.IGNORECASE)
_ORG_ID = re.compile(r"^(GB|XX)-[A-Z]+-[A-Z0-9.-]+$", re.IGNORECASE)
_NUMBER = re.compile(
    r"^(?:(?:SC|NI|OC|IP|RS|CE|CS|FC|NP|SO|LP)\s?)?[0-9]{5,8}[RC]?(?:-[0-9]+)?$", re.I
)
_REACH = re.compile(
    r"\bwithin\s+(\d{1,3}(?:\.\d{1,2})?)\s*(miles?|mi|km|kilomet(?:re|er)s?)\s+of\s+", re.IGNORECASE
)
_WHERE = re.compile(r"\b(in|near|around|serving|covering|close to)\s+(?=\S)", re.IGNORECASE)

_NEARBY = re.compile(
    r"\b(?:(?:near|close to|around|(?:closest|nearest)(?: to)?|by|next to|local to) (?:me|us|here)"
    r"|near ?by|close by|where i live|in (?:my|our) (?:own )?(?:area|town|village|street))\b",
    re.IGNORECASE,
)
_PLACE_AT_END = re.compile(
    r"\b(?:in|near|around|close to|serving|covering)\s+((?!the\b)[^\W\d_]{3,}[^\W\d_'’-]*)$",
    re.IGNORECASE,
)


def fold(text: str) -> str:
    """Text as the index holds it.

    >>> fold("St Osyn’s Café & Bar")
    'st osyns cafe bar'
    """
    text = _APOSTROPHES.sub("", text)
    if text.isascii():
        return " ".join(text.encode("ascii").translate(_ASCII).decode("ascii").split())
    plain = "".join(c for c in unicodedata.normalize("NFKD", text) if not unicodedata.combining(c))
    return " ".join(_OTHER.sub(" ", plain.casefold()).split())


@dataclass(frozen=True)
class Term:
    """A word, or several in a row that must stand in a row; ``prefix`` takes longer words too."""

    text: str
    prefix: bool = False

    @property
    def is_phrase(self) -> bool:
        """Whether it is more than one word."""
        return " " in self.text


# Alternatives, any of which will do; all the terms of the one that does must be found.
Ways = tuple[tuple[Term, ...], ...]


def tidy(text: str) -> str:
    """What was typed, without what nobody types: controls, more than 300 characters."""
    kept = "".join(c if c.isprintable() else " " for c in text[: LONGEST_INPUT * 4])
    return " ".join(kept.split())[:LONGEST_INPUT].strip()


def terms(text: str) -> tuple[Term, ...]:
    """What to look for: phrases in quotes, then words; each once, small words left out."""
    phrases = [Term(fold(p)) for p in _QUOTED.findall(text)]
    words = [Term(w) for w in fold(_QUOTED.sub(" ", text)).split()]
    found = [t for t in (*phrases, *words) if t.text and t.text not in STOP]
    cut = [replace(t, text=t.text if t.is_phrase else t.text[:LONGEST_WORD]) for t in found]
    return tuple(dict.fromkeys(cut))[:MOST_TERMS]


def identifier_in(text: str) -> str:
    """The org-id or register number that the whole text is; blank when it is none."""
    whole = text.strip().upper()
    if _ORG_ID.match(whole):
        return whole
    return whole.replace(" ", "") if _NUMBER.match(whole) else ""


def spellings_of(number: str) -> tuple[str, ...]:
    """The ways a register may write a number: as it is, and as an eight-figure company number."""
    bare = number.upper()
    return tuple(dict.fromkeys([bare, bare.zfill(8) if bare.isdigit() else bare, bare.lstrip("0")]))


def postcode_in(text: str) -> tuple[str, str]:
    """The first whole postcode (with one space), and the text without it and its "near"."""
    match = _POSTCODE.search(text)
    if not match:
        return "", text
    before = re.sub(
        r"\b(near|in|around|at|close to|from)\s*$", "", text[: match.start()], flags=re.I
    )
    rest = " ".join((before + " " + text[match.end() :]).split())
    return f"{match[1]} {match[2]}".upper(), rest


def outward_in(text: str) -> str:
    """The outward code (``NR1``) that the text is; blank when it is none."""
    bare = text.strip()
    return bare.upper() if _OUTWARD.match(bare) else ""


def without_nearby(text: str) -> tuple[str, bool]:
    """The text without "near me" or the like, and whether it had that.

    >>> without_nearby("help with debt near me")
    ('help with debt', True)
    """
    left = _NEARBY.sub(" ", text)
    return (" ".join(left.split()), True) if left != text else (text, False)


def place_at_end(text: str) -> str:
    """The one word that the text ends with and calls a place: "scouts in Marlham"."""
    match = _PLACE_AT_END.search(text)
    return match[1] if match else ""


@dataclass(frozen=True)
class Whereabouts:
    """Words that say where: which preposition, the words after it, and what stood before."""

    preposition: str
    place: tuple[str, ...]
    before: str


def where_in(text: str) -> list[Whereabouts]:
    """The places that the words may name: "food bank in Thetford". The last is the likeliest.

    A quoted place is not one, and of many only the last few are looked at.
    """
    found = []
    for match in list(_WHERE.finditer(text))[: -MOST_PLACES - 1 : -1]:
        if text[: match.start()].count('"') % 2:
            continue
        place = tuple(w for w in fold(_QUOTED.sub(" ", text[match.end() :])).split() if w != "the")
        if place:
            found.append(Whereabouts(match[1].lower(), place[:8], text[: match.start()].strip()))
    return found


def outward_at_end(text: str) -> tuple[str, str]:
    """The outward code that the text ends with, and the words before it: "food bank NR1"."""
    before, _, last = text.strip().rpartition(" ")
    return outward_in(last), before.strip()


def distance_in(text: str) -> tuple[float | None, str, str]:
    """The distance in "within 3 miles of ...", its unit, and the text with "near" for it."""
    match = _REACH.search(text)
    if not match:
        return None, "", text
    unit = "miles" if match[2].lower().startswith("mi") else "km"
    return float(match[1]), unit, text[: match.start()] + "near " + text[match.end() :]


def roots(term: str) -> str:
    """The part of a word that its other forms share, for marking words in a text (not search)."""
    for ending in ("ational", "ations", "ation", "ings", "ing", "ies", "es", "ed", "s", "y", "e"):
        if term.endswith(ending) and len(term) - len(ending) >= 3:
            return term[: -len(ending)]
    return term


def marked(text: str, wanted: tuple[Term, ...], length: int = 180) -> tuple[tuple[str, bool], ...]:
    """A piece of the text about the first wanted word: runs of text, and whether each is wanted.

    The words of a phrase are wanted where they stand in a row.
    """
    pieces = re.split(r"(\w+)", text)
    hits = wanted_among([fold(piece) for piece in pieces[1::2]], wanted)
    first = min(hits, default=0) * 2
    before = sum(map(len, pieces[:first]))
    start = 0 if before < length * 2 // 3 else max(0, first - 12)
    kept, used = [], 0
    for at, piece in enumerate(pieces[start:], start):
        if used + len(piece) > length:
            kept.append((" …", False))
            break
        kept.append((piece, at % 2 == 1 and at // 2 in hits))
        used += len(piece)
    return (("… ", False), *kept) if start else tuple(kept)


def wanted_among(plain: list[str], wanted: tuple[Term, ...]) -> set[int]:
    """Which of a text's folded words are wanted, by their places."""
    found: set[int] = set()
    for stems in {tuple(map(roots, term.text.split())) for term in wanted}:
        for at in range(len(plain) - len(stems) + 1):
            if all(map(str.startswith, plain[at : at + len(stems)], stems)):
                found.update(range(at, at + len(stems)))
    return found
