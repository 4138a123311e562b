"""Who is meant: by number, else the one bearer of a name, else the likeliest of those alike. Pure.

Only the best is ever sure, and only where the evidence is enough: never by a name that several
bear or that says nothing of its own, and never where the postcodes lie far from each other.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray
from rapidfuzz.distance import Indel

from commonweal.sector.matching.asking import Asked, Entry, Found, Piece
from commonweal.sector.matching.candidates import Questions, best_of, by_key, candidates, ranks
from commonweal.sector.matching.commonplace import is_commonplace
from commonweal.sector.matching.comparing import compare
from commonweal.sector.matching.index import NONE, Index
from commonweal.sector.matching.names import spell
from commonweal.sector.matching.postings import Places, Positions
from commonweal.sector.matching.telling import pieces
from commonweal.sector.matching.weighing import PLACES, Weighed, weigh

Mask = NDArray[np.bool_]
# From this score on, and so far before the next, an answer may be sure.
SURE, AHEAD = 80.0, 10.0
UNLIKE = 0.5
ELSEWHERE = PLACES.index("elsewhere")
BECAUSE = (
    "", "The evidence is not enough.", "Another is nearly as likely.",
    "Several organisations bear this name.", "Many organisations in the country bear such a name.",
    "The postcodes are far apart.", "Its number in that register is another.",
    "No name was given.",
)  # fmt: skip
ENOUGH, LITTLE, CLOSE, SHARED, COMMON, FAR, NUMBERED, UNNAMED = range(len(BECAUSE))


@dataclass(frozen=True)
class Judged:
    """Weighed pairs with a score out of 100, and why each is not sure (0: it is)."""

    weighed: Weighed
    score: NDArray[np.float64]
    doubt: NDArray[np.int8]


def match(
    index: Index, asked: Sequence[Asked], most: int = 5, among: Mask | None = None
) -> list[list[Found]]:
    """For each row the organisations that may be meant, the likeliest first.

    ``among`` says which entries may be.
    """
    answers: list[list[Found]] = [by_number(index, row, among) for row in asked]
    open_ones = np.array([at for at, found in enumerate(answers) if not found], dtype=np.int64)
    if not len(index) or not len(open_ones):
        return answers
    questions = Questions.of(index, [asked[at] for at in open_ones])
    for judged, places in judge(index, questions, among):
        for at in best_of(judged.weighed.asked, judged.score, most):
            place = open_ones[places[judged.weighed.asked[at]]]
            answers[place].append(told(index, asked[place], judged, int(at)))
    return answers


def by_number(index: Index, row: Asked, among: Mask | None) -> list[Found]:
    """The one organisation that the numbers name; not sure where its name is wholly another."""
    named = {index.refs[ref] for ref in row.refs if ref in index.refs}
    if among is not None:
        named = {at for at in named if among[at]}
    answers = []
    for at in sorted(named):
        entry, doubt = index.entries[at], ""
        if len(named) > 1:
            doubt = "The numbers are of different organisations."
        elif row.name and not any(like(row.name, name) for name in entry.names):
            doubt = f"The number is that of {entry.names[0]}, a name unlike the one given."
        number = Piece("number", "The same number", 9.0)
        answers.append(Found(entry.id, 60.0 if doubt else 100.0, not doubt, (number,), doubt))
    return answers


def like(left: str, right: str) -> bool:
    """Whether two names could be one, written badly."""
    one, other = spell(left), spell(right)
    score = Indel.normalized_similarity(one.sorted, other.sorted)
    return score >= UNLIKE or bool(set(one.words) & set(other.words))


def judge(
    index: Index, questions: Questions, among: Mask | None = None
) -> list[tuple[Judged, Places]]:
    """The pairs judged, with the place of each of its questions among all.

    First those whose name one organisation bears, for whom that is sure; then the others, by
    everything that may be meant.
    """
    hits = by_key(index, questions)
    pairs = allowed(index, hits.asked, hits.forms, among)
    weighed = weigh(index, questions, compare(index, questions, *pairs))
    quick = decide(questions, weighed)
    done = np.zeros(len(questions.names), dtype=bool)
    said_where = questions.contacts.area[weighed.asked] != NONE
    enough = (quick.doubt == ENOUGH) & (weighed.near | ~said_where)
    done[weighed.asked[enough]] = True
    done &= ~questions.reached
    kept = done[weighed.asked]
    first = Judged(picked(weighed, kept), quick.score[kept], quick.doubt[kept])
    rest = np.flatnonzero(~done)
    others = questions.only(rest)
    pairs = allowed(index, *candidates(index, others), among)
    second = decide(others, weigh(index, others, compare(index, others, *pairs)))
    return [(first, np.arange(len(done))), (second, rest)]


def allowed(
    index: Index, asked: Places, forms: Positions, among: Mask | None
) -> tuple[Places, Positions]:
    """The pairs whose entry may be answered."""
    if among is None:
        return asked, forms
    kept = among[index.owners[forms]]
    return asked[kept], forms[kept]


def picked(weighed: Weighed, kept: NDArray[np.bool_]) -> Weighed:
    """Some of the pairs."""
    return Weighed(
        weighed.compared, weighed.pair[kept], weighed.asked[kept], weighed.owners[kept],
        weighed.name[kept], weighed.bearers[kept], weighed.step[kept],
        {kind: same[kept] for kind, same in weighed.reach.items()},
        weighed.other_number[kept], weighed.total[kept],
    )  # fmt: skip


def decide(questions: Questions, weighed: Weighed) -> Judged:
    """A score for each pair, and whether it is sure.

    At most one of a question's is right and it may be none, so their chances add up to less than
    one: two that are equally likely have at most 50 each.
    """
    asked, odds = weighed.asked, np.exp(np.clip(weighed.total, -30, 30))
    size = len(questions.names)
    score = 100 * odds / (1 + np.bincount(asked, weights=odds, minlength=size)[asked])
    best, second = first_and_second(asked, score, size)
    doubt = np.full(len(asked), ENOUGH, dtype=np.int8)
    near = weighed.near
    bearers = weighed.compared.bearers[weighed.pair]
    common = np.zeros(len(asked), dtype=bool)
    for at in np.flatnonzero((score >= SURE) & ~near):
        common[at] = is_commonplace(questions.names[asked[at]].words)
    doubt[common] = COMMON
    doubt[(bearers > 1) & ~near] = SHARED
    doubt[score - second[asked] < AHEAD] = CLOSE
    doubt[score < SURE] = LITTLE
    doubt[(score < SURE) & (bearers > 1) & ~near] = SHARED
    doubt[(weighed.step == ELSEWHERE) & ~np.logical_or.reduce(list(weighed.reach.values()))] = FAR
    doubt[weighed.other_number] = NUMBERED
    doubt[questions.key_signs[asked] == NONE] = UNNAMED
    doubt[(score < best[asked]) & (doubt == ENOUGH)] = CLOSE
    return Judged(weighed, score, doubt)


def first_and_second(
    groups: Places, worth: NDArray[np.float64], size: int
) -> tuple[NDArray[np.float64], NDArray[np.float64]]:
    """The best of each group, and the best of the others; 0 where there is none."""
    order = np.lexsort((-worth, groups))
    rank = ranks(groups[order])
    found = []
    for wanted in (0, 1):
        column = np.zeros(size)
        at = order[rank == wanted]
        column[groups[at]] = worth[at]
        found.append(column)
    return found[0], found[1]


def told(index: Index, asked: Asked, judged: Judged, at: int) -> Found:
    """One answer, with its evidence in words."""
    weighed = judged.weighed
    form = int(weighed.compared.forms[weighed.pair[at]])
    owner = int(weighed.owners[at])
    entry = index.entries[owner]
    said = named(entry, form - int(index.firsts[owner]))
    evidence = pieces(weighed, at, asked, entry, said)
    doubt = int(judged.doubt[at])
    return Found(entry.id, float(judged.score[at]), doubt == ENOUGH, evidence, BECAUSE[doubt])


def named(entry: Entry, number: int) -> str:
    """An entry's name by its number among those that differ."""
    return list(dict.fromkeys(entry.names))[number]
