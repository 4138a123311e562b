"""The shape of a postcode: tidied, and explained where it is wrong. Knows no database.

A postcode is an outward part (one or two letters, a digit, perhaps one more digit or letter) and
an inward part (a digit and two letters), written with one space: ``NR1 1AA``. Only the shape is
judged here: whether the postcode exists is a question for ``reports``.
"""

from __future__ import annotations

import re

SHAPE = re.compile(r"(?P<outward>[A-Z]{1,2}[0-9][A-Z0-9]?|GIR)(?P<inward>[0-9][A-Z]{2})")
OUTWARD = re.compile(r"[A-Z]{1,2}[0-9][A-Z0-9]?")
LONGEST = 40
# What fingers and scanners mistake for a digit.
DIGITS_FOR = str.maketrans({"O": "0", "I": "1", "L": "1", "S": "5"})


def squeeze(text: str) -> str:
    """Capitals, without the spaces, dots and dashes that people and spreadsheets add."""
    return re.sub(r"[\s.\-_]+", "", text[:LONGEST]).upper()


def normalise(text: str | None) -> str:
    """The postcode with one space, whatever its spacing and case; ``""`` if it is not whole.

    >>> normalise("nr11aa"), normalise("NR1  1AA"), normalise("NR1")
    ('NR1 1AA', 'NR1 1AA', '')
    """
    match = SHAPE.fullmatch(squeeze(text or ""))
    return f"{match['outward']} {match['inward']}" if match else ""


def outward(text: str | None) -> str:
    """The part before the space of a whole postcode (``NR1``); ``""`` if it is not whole."""
    return normalise(text).partition(" ")[0]


def letters(text: str | None) -> str:
    """The letters that a whole postcode begins with (``NR``): the post town's area."""
    match = re.match(r"[A-Z]+", normalise(text))
    return match[0] if match else ""


def suggest(text: str) -> str:
    """The postcode meant, when a letter stands where only a digit can; else ``""``."""
    squeezed = squeeze(text)
    if len(squeezed) < 5:
        return ""
    tried = squeezed[:-3] + squeezed[-3].translate(DIGITS_FOR) + squeezed[-2:]
    return normalise(tried) or normalise(tried[:1] + tried[1:].translate(DIGITS_FOR))


def explain(text: str | None) -> str:
    """What is wrong with the shape, in a sentence or two; ``""`` for a whole postcode."""
    shown = " ".join((text or "")[:LONGEST].split()).upper()
    squeezed = squeeze(text or "")
    if not squeezed:
        return "No postcode was given. One looks like NR1 1AA."
    if normalise(text):
        return ""
    if meant := suggest(squeezed):
        return f"{shown} is not a postcode. Did you mean {meant}?"
    return f"{shown} {_fault(squeezed)}"


def _fault(squeezed: str) -> str:
    """The rest of the sentence that says what is wrong."""
    if OUTWARD.fullmatch(squeezed):
        return f"is only the first half of a postcode. A whole one looks like {squeezed} 1AA."
    if len(squeezed) > 7:
        return "is too long to be a postcode. A whole one looks like NR1 1AA."
    if not squeezed[0].isalpha():
        return "is not a postcode. It begins with one or two letters, as in NR1 1AA."
    return "is not a whole postcode. It usually ends in a number and two letters."
