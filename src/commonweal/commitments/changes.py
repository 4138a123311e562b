"""What differs between two versions of a document, part by part. Pure."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from typing import Any

from commonweal.commitments.reading import title_of
from commonweal.commitments.reports.whole import Doing, Part, Promise, Whole
from commonweal.ui.differing import Piece, pieces
from commonweal.ui.words import long_day

ADDED, GONE, CHANGED, MOVED = "added", "gone", "changed", "moved"
IN_WORDS = {ADDED: "Added", GONE: "Taken out", CHANGED: "Changed", MOVED: "Moved or renumbered"}


@dataclass(frozen=True)
class Change:
    """One thing that differs: what it is called, what became of it, its words run into one.

    ``key`` is the part's, blank where it is none.
    """

    title: str
    what: str
    pieces: tuple[Piece, ...]
    key: str = ""

    @property
    def in_words(self) -> str:
        """What became of it."""
        return IN_WORDS[self.what]


def changes(before: Whole, after: Whole) -> tuple[Change, ...]:
    """What differs, in the order of the later one; what was taken out at the end of its kind."""
    return (
        *_plain("Title", before.title, after.title),
        *_plain("Summary", before.summary, after.summary),
        *_plain("Foreword", before.foreword, after.foreword),
        *_plain("Parties", _parties(before), _parties(after)),
        *_parts(before, after),
        *_each(_promises(before), _promises(after), _promise_words, "Promise"),
        *_each(_doings(before), _doings(after), _doing_words, "Action"),
    )


def part_words(part: Part) -> str:
    """All that a part says, its heading first."""
    return "\n\n".join(filter(None, [part.heading, part.text]))


def _plain(title: str, before: str, after: str) -> Iterator[Change]:
    if before != after:
        what = CHANGED if before and after else ADDED if after else GONE
        yield Change(title, what, pieces(before, after))


def _parties(whole: Whole) -> str:
    signed = (f"{p.name}, signed {p.signed_on}" if p.signed_on else p.name for p in whole.parties)
    return "\n".join(signed)


def _placed(whole: Whole) -> dict[str, tuple[Part, str]]:
    """Each part by its key, with the key of the part it lies in."""
    found: dict[str, tuple[Part, str]] = {}

    def note(parts: Sequence[Part], within: str) -> None:
        for part in parts:
            found[part.key] = (part, within)
            note(part.parts, part.key)

    note(whole.parts, "")
    return found


def _parts(before: Whole, after: Whole) -> Iterator[Change]:
    was, now = _placed(before), _placed(after)
    for key, (part, within) in now.items():
        if key not in was:
            yield Change(title_of(part), ADDED, pieces("", part_words(part)), key)
            continue
        old, old_within = was[key]
        if part_words(old) != part_words(part):
            words = pieces(part_words(old), part_words(part))
            yield Change(title_of(part), CHANGED, words, key)
        elif (within, part.code) != (old_within, old.code):
            yield Change(title_of(part), MOVED, pieces(old.code, part.code), key)
    for key, (part, _) in was.items():
        if key not in now:
            yield Change(title_of(part), GONE, pieces(part_words(part), ""), key)


def _each(
    before: dict[str, Any], after: dict[str, Any], words: Callable[[Any], str], noun: str
) -> Iterator[Change]:
    for key, newest in (before | after).items():
        old, new = (words(side[key]) if key in side else "" for side in (before, after))
        name = newest.code or (new or old).partition("\n")[0]
        yield from _plain(f"{noun} {name}" if newest.code else f"{noun}: {name}", old, new)


def _promises(whole: Whole) -> dict[str, Promise]:
    every = [*whole.promises, *(p for part in whole.all() for p in part.promises)]
    return {p.key: p for p in every}


def _doings(whole: Whole) -> dict[str, Doing]:
    every = [*whole.doings, *(d for part in whole.all() for d in part.doings)]
    return {d.key: d for d in every}


def _due(on: str) -> str:
    return f"By {long_day(dt.date.fromisoformat(on))}" if on else ""


def _promise_words(promise: Promise) -> str:
    due = _due(promise.due_on)
    return "\n".join(filter(None, [promise.words, f"Promised by {promise.promiser}", due]))


def _doing_words(doing: Doing) -> str:
    who = f"Owner: {doing.owner}" if doing.owner else ""
    due = _due(doing.due_on)
    return "\n".join(filter(None, [doing.title, doing.text, who, due]))
