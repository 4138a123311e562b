"""What the codes of a source's classifications mean."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True)
class Meaning:
    """One code of a classification that the source uses, and its title."""

    scheme: str
    code: str
    title: str
