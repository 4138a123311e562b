"""An entry of the register, a row that somebody asks about, and what was found for it. Pure."""

from __future__ import annotations

from dataclasses import dataclass
from typing import NamedTuple


class Entry(NamedTuple):
    """What is published of one organisation. The first of ``names`` is its own."""

    id: int
    names: tuple[str, ...]
    postcode: str = ""
    website: str = ""
    email: str = ""
    telephone: str = ""
    refs: tuple[str, ...] = ()


class Asked(NamedTuple):
    """What somebody knows of a body: a name, perhaps more. ``refs`` are org-ids."""

    name: str = ""
    postcode: str = ""
    website: str = ""
    email: str = ""
    telephone: str = ""
    refs: tuple[str, ...] = ()


@dataclass(frozen=True)
class Piece:
    """One piece of evidence: what of, in words, and how far it speaks for (above 0) or against.

    ``weight`` is in the natural logarithm of odds: 0.7 doubles them, 2.3 makes them ten times.
    """

    about: str
    words: str
    weight: float

    @property
    def strength(self) -> str:
        """How strong it is, in words."""
        size, side = abs(self.weight), "against" if self.weight < 0 else "for"
        if size < 0.4:
            return "says little"
        grade = "weak" if size < 1.2 else "fair" if size < 2.5 else "strong"
        return f"{grade} evidence {side}"


@dataclass(frozen=True)
class Found:
    """One organisation that may be meant: how likely out of 100, whether that is sure, and why."""

    id: int
    score: float
    sure: bool
    evidence: tuple[Piece, ...] = ()
    unsure_because: str = ""
