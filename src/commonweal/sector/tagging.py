"""Tags suggested for organisations, by the expressions of a classification over their own words.

Expressions are RE2's, run on the data engine; upper and lower case are the same. A tag applies
where its expression matches and its exclusion does not; the tags above it are implied.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    import ibis.expr.types as ir
    from ibis.backends import BaseBackend

# The share of suggested tags that a person also gave, over the 4,203 charities that the makers of
# UKCAT coded by hand (their sample of 2021), tags implied on both sides. Measured by the test
# ``TestHandCodes``, which fails when this is no longer true.
MEASURED_PRECISION = 0.38
NEEDLESS_ESCAPE = re.compile(r"\\([^\x00-\x7f])")


@dataclass(frozen=True)
class Tag:
    """A code of a classification and how to tell from words that it applies."""

    code: str
    parent: str = ""
    expression: str = ""
    exclusion: str = ""


@dataclass(frozen=True)
class Unreadable:
    """An expression that the engine does not take, and what was done."""

    code: str
    why: str


def translated(expression: str) -> str:
    """The expression with escapes that need none, before a letter that has no other meaning."""
    return NEEDLESS_ESCAPE.sub(r"\1", expression)


def readable(con: BaseBackend, tags: Iterable[Tag]) -> tuple[list[Tag], list[Unreadable]]:
    """The tags as the engine can use them, and a word on each that it could not take as it was.

    An expression is translated where that is safe, and else left out with its tag.
    """
    usable, notes = [], []
    for tag in tags:
        parts = (tag.expression, tag.exclusion)
        if all(works(con, part) for part in parts):
            usable.append(tag)
            continue
        plain = tuple(map(translated, parts))
        if all(works(con, part) for part in plain):
            usable.append(Tag(tag.code, tag.parent, *plain))
            notes.append(Unreadable(tag.code, "not valid as published; an escape was taken away"))
        else:
            notes.append(Unreadable(tag.code, "not valid, so this tag is not suggested"))
    return usable, notes


def works(con: BaseBackend, expression: str) -> bool:
    """Whether the engine can use this expression."""
    if not expression:
        return True
    import ibis  # Only where tags are suggested: it takes a second to load.

    try:
        con.to_pyarrow(ibis.literal("a word").re_search(insensitive(expression)))
    except Exception:
        return False
    return True


def insensitive(expression: str) -> str:
    """The expression, whatever the letter case."""
    return f"(?i){expression}"


def applies(text: ir.StringValue, tag: Tag) -> ir.BooleanValue:
    """Whether the tag's expression matches these words and its exclusion does not."""
    matches = text.re_search(insensitive(tag.expression))
    return matches & ~text.re_search(insensitive(tag.exclusion)) if tag.exclusion else matches


def suggest(con: BaseBackend, texts: ir.Table, tags: Sequence[Tag]) -> set[tuple[int, str]]:
    """The tags that apply to each text, with those they imply.

    :param texts: the columns ``id`` and ``text``.
    :param tags: as ``readable`` gives them; those without an expression are only implied.
    """
    asked = [tag for tag in tags if tag.expression]
    if not asked:
        return set()
    wide = texts.select("id", **{tag.code: applies(texts.text, tag) for tag in asked})
    found: set[tuple[int, str]] = set()
    above = ancestors(tags)
    for batch in con.to_pyarrow_batches(wide):
        ids = batch.column("id").to_pylist()
        for tag in asked:
            hits = [
                pk for pk, hit in zip(ids, batch.column(tag.code).to_pylist(), strict=True) if hit
            ]
            found |= {(pk, code) for pk in hits for code in above[tag.code]}
    return found


def ancestors(tags: Iterable[Tag]) -> dict[str, tuple[str, ...]]:
    """Each code with itself and every code above it."""
    parents = {tag.code: tag.parent for tag in tags}
    lines = {}
    for code in parents:
        line = [code]
        while (above := parents.get(line[-1], "")) and above not in line:
            line.append(above)
        lines[code] = tuple(line)
    return lines
