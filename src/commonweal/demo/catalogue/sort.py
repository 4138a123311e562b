"""One sort of organisation."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, kw_only=True)
class Sort:
    """How organisations of one sort are named, what they do, and how large they are.

    ``registered`` and ``informal`` are its weights among registered organisations and among
    informal groups. ``median`` is the yearly income in pounds that half of them stay under, and
    ``spread`` the standard deviation of its natural logarithm. ``codes`` are the Charity
    Commission's, for what, whom and how. In texts ``{p}`` is a village or quarter, ``{c}`` the
    county, ``{n}`` a surname, ``{s}`` a saint, ``{t}`` a street, ``{o}`` an ordinal. A name that
    ends in ``|1`` goes with the second of the things done, and so on.
    """

    key: str
    registered: float
    informal: float
    names: tuple[str, ...]
    does: tuple[str, ...]
    objects: tuple[str, ...]
    codes: tuple[int, ...]
    median: int
    spread: float = 1.1
    company: float = 0.1
    cio: float = 0.3
    volunteers: int = 12
