"""What a preset is made of. Pure data."""

from __future__ import annotations

from dataclasses import dataclass

from commonweal.commitments.choices import Face, ParagraphKind, ReviewedBy


@dataclass(frozen=True)
class PresetPromise:
    """An undertaking's words. ``side`` is who promises: ``partner`` or ``sector``."""

    words: str
    side: str
    reviewed_by: ReviewedBy = ReviewedBy.NARRATIVE
    threshold: int | None = None
    excused: bool = False


@dataclass(frozen=True)
class PresetAction:
    """Something to be done, to begin with."""

    title: str
    text: str = ""


@dataclass(frozen=True)
class PresetPart:
    """A paragraph with what is promised, done and written below it."""

    kind: ParagraphKind
    heading: str
    text: str = ""
    code: str = ""
    promises: tuple[PresetPromise, ...] = ()
    actions: tuple[PresetAction, ...] = ()
    parts: tuple[PresetPart, ...] = ()


@dataclass(frozen=True)
class Preset:
    """A document to begin from: its name in a list, a sentence on when to take it, its parts."""

    name: str
    says: str
    face: Face
    title: str
    summary: str
    parts: tuple[PresetPart, ...]
