"""What has only part of what was typed, for a question that little or nothing answers whole."""

from __future__ import annotations

from dataclasses import replace

import numpy as np

from commonweal.sector.searching.asking import how_many
from commonweal.sector.searching.everyday import widened
from commonweal.sector.searching.ordering import Matches
from commonweal.sector.searching.words import Term, Ways

FEW = 5
# A word says little alone when more organisations than this have it: a tenth, within bounds.
LEAST, MOST = 25, 1000


def are_few(matches: Matches) -> bool:
    """Whether so little matches, or nothing by the typed words, that parts are worth a look."""
    return len(matches.at) < FEW or (matches.other is not None and bool(matches.other.all()))


def parts_of(typed: tuple[Term, ...], register: int, *, any_at_all: bool) -> Ways:
    """Each typed word alone, and what stands for it, without what too many have.

    :param register: how many organisations there are.
    :param any_at_all: with nothing but common words, take those.
    """
    if len(typed) < 2:
        return ()
    parts = list(widened(typed).parts)
    parts += [((term,),) for term in typed if ((term,),) not in parts]
    most = min(max(LEAST, register // 10), MOST)
    counted = zip(parts, how_many(parts, most + 1), strict=True)
    rare = [ways for ways, found in counted if found <= most]
    kept = rare or (parts if any_at_all else [])
    return tuple(dict.fromkeys(way for ways in kept for way in ways))


def joined(whole: Matches, part: Matches) -> Matches:
    """Both, each once; what has only part comes below, unless there is nothing else."""
    part = part.kept(~np.isin(part.at, whole.at))
    if not len(part.at):
        return whole
    if not len(whole.at):
        return replace(part, loosened=True)
    sizes = len(whole.at), len(part.at)
    below = [np.zeros(sizes[0]) if whole.below is None else whole.below, np.full(sizes[1], 2.0)]
    by_other = np.zeros(sizes[0], bool) if whole.other is None else whole.other
    far = None if whole.far is None or part.far is None else [whole.far, part.far]
    return replace(
        whole,
        at=np.concatenate([whole.at, part.at]),
        scores=np.concatenate([whole.scores, part.scores]),
        far=None if far is None else np.concatenate(far),
        other=np.concatenate([by_other, np.zeros(sizes[1], bool)]),
        below=np.concatenate(below),
        partly=whole.partly + sizes[1],
    )
