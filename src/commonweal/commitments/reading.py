"""How a document is laid out to be read: its sections, and what stands below each. Pure."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from commonweal.commitments.choices import ParagraphKind as K
from commonweal.commitments.reports.whole import Part, Whole

# What hangs left as a section of its own, wherever it lies.
HANGS = frozenset({K.VISION, K.AIM, K.PRIORITY, K.PRINCIPLE, K.ASK})
DEEPEST = 5  # of headings


@dataclass(frozen=True)
class Shown:
    """A part as it is shown: its title, the level of its heading, what stands below it."""

    part: Part
    title: str
    level: int
    below: tuple[Shown, ...] = ()

    @property
    def anchor(self) -> str:
        """Where a page leads to it."""
        return f"part-{self.part.key}"


def title_of(part: Part) -> str:
    """What a part is called: ``4. Volunteering``, ``4.2 Early``, ``Undertaking 2.4``."""
    if not part.heading:
        return f"{K(part.kind).label} {part.code}".strip()
    stop = "." if part.code.isdigit() else ""
    return f"{part.code}{stop} {part.heading}".strip()


def sections(whole: Whole) -> tuple[Shown, ...]:
    """The sections of a document, as they are read."""
    return tuple(_sections(whole.parts))


def _sections(parts: Iterable[Part]) -> Iterator[Shown]:
    for part in parts:
        below = tuple(_below(p, 3) for p in part.parts if p.kind not in HANGS)
        yield Shown(part, title_of(part), 2, below)
        yield from _sections(p for p in part.parts if p.kind in HANGS)


def _below(part: Part, level: int) -> Shown:
    deeper = tuple(_below(p, min(level + 1, DEEPEST)) for p in part.parts)
    return Shown(part, title_of(part), level, deeper)
