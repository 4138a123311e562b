"""How likely it is that two are one, from how they compare: a sum of weights of evidence. Pure.

The weights were learnt by logistic regression (``python -m benchmarks.learning``) on one half of
real and made-up pairs; the benchmark ``linkage`` measures them on the other half. No file gives
enough pairs with the same website, e-mail or telephone to learn from: those weights are set by
hand, to odds of thirty to one and more.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from commonweal.sector.likeness import CROWD
from commonweal.sector.matching.candidates import Questions
from commonweal.sector.matching.comparing import Compared
from commonweal.sector.matching.index import NONE, Index
from commonweal.sector.matching.postings import Places, Positions

Figures = NDArray[np.float64]

BASE = -7.36
NAME = {
    "letters": 2.66, "said": -0.27, "meant": 1.32, "rest": 5.46, "lacking": -3.39,
    "strangers": -1.28, "told": 0.61, "same_key": -0.65, "bearers": -1.87,
}  # fmt: skip
PLACE = {"whole": 5.62, "district": 0.81, "area": -0.53, "elsewhere": -1.82}
REACH = {"website": 3.4, "email": 4.0, "telephone": 4.0}
OTHER_NUMBER = -4.0
PLACES = tuple(PLACE)
# Of the pairs that share a sign one in thirteen is right: a name that says no more than that
# speaks neither for nor against.
USUAL = -2.5
# Where no name was given: little to go by, but not a name that is another.
NAMELESS = -4.0


@dataclass(frozen=True)
class Weighed:
    """Pairs of a question and an entry, each once, with what speaks for and against.

    ``pair`` is the place of its best form in ``compared``; weights are natural logarithms of odds.
    ``step`` is a place in ``PLACES``, or -1 where a postcode is not known.
    """

    compared: Compared
    pair: Places
    asked: Places
    owners: Positions
    name: Figures
    bearers: Figures
    step: NDArray[np.int8]
    reach: dict[str, NDArray[np.bool_]]
    other_number: NDArray[np.bool_]
    total: Figures

    @property
    def near(self) -> NDArray[np.bool_]:
        """Where something beside the name says that it is the same body."""
        here = (self.step == 0) | (self.step == 1)
        return here | np.logical_or.reduce(list(self.reach.values()))


def of_name(compared: Compared) -> dict[str, Figures]:
    """What the names say, as figures to be weighed."""
    return {
        "letters": compared.letters**2,
        "said": compared.said,
        "meant": compared.meant,
        "rest": compared.rest,
        "lacking": compared.lacking,
        "strangers": compared.strangers,
        "told": np.minimum(compared.told, 30.0) / 10,
        "same_key": compared.same_key.astype(float),
        "bearers": np.log(np.maximum(np.minimum(compared.bearers, 1000), 1)),
    }


def steps(index: Index, questions: Questions, asked: Places, owners: Positions) -> NDArray[np.int8]:
    """How near the postcodes are: a place in ``PLACES``, or -1 where one of them is unknown."""
    ours, theirs = questions.contacts, index.contacts
    result = np.full(len(asked), -1, dtype=np.int8)
    known = (ours.area[asked] != NONE) & (theirs.area[owners] != NONE)
    result[known] = PLACES.index("elsewhere")
    for step in ("area", "district", "whole"):
        left, right = getattr(ours, step)[asked], getattr(theirs, step)[owners]
        result[known & (left == right) & (left != NONE)] = PLACES.index(step)
    return result


def same_reach(
    index: Index, questions: Questions, asked: Places, owners: Positions
) -> dict[str, NDArray[np.bool_]]:
    """Whether each pair has the same website, e-mail and telephone, and not with a crowd."""
    found = {}
    for kind in REACH:
        marks = questions.contacts.mixed(kind)
        _, crowd = index.reaching.bounds(marks)
        ours = np.where(crowd <= CROWD, getattr(questions.contacts, kind), NONE)[asked]
        found[kind] = (ours == getattr(index.contacts, kind)[owners]) & (ours != NONE)
    return found


def other_number(
    index: Index, questions: Questions, asked: Places, owners: Positions
) -> NDArray[np.bool_]:
    """Where the number given is not the entry's, which has another of the same register."""
    result = np.zeros(len(asked), dtype=bool)
    for place in np.flatnonzero(questions.numbered[asked]):
        given = set(questions.asked[asked[place]].refs)
        kept = set(index.entries[owners[place]].refs)
        result[place] = not given & kept and bool(schemes(given) & schemes(kept))
    return result


def schemes(refs: set[str]) -> set[str]:
    """The registers that these org-ids are of."""
    return {"-".join(ref.split("-")[:2]) for ref in refs}


def weigh(index: Index, questions: Questions, compared: Compared) -> Weighed:
    """The evidence of each pair of a question and an entry, weighed, by the entry's best form."""
    figures = of_name(compared)
    bearers = NAME["bearers"] * figures.pop("bearers")
    name = BASE + sum(NAME[key] * figure for key, figure in figures.items())
    nameless = questions.key_signs[compared.asked] == NONE
    name, bearers = np.where(nameless, NAMELESS, name), np.where(nameless, 0.0, bearers)
    pair = best_form(index, compared, name + bearers)
    asked, owners = compared.asked[pair], index.owners[compared.forms[pair]]
    step = steps(index, questions, asked, owners)
    reach = same_reach(index, questions, asked, owners)
    other = other_number(index, questions, asked, owners)
    place = np.array([*PLACE.values(), 0.0])[step]
    total = name[pair] + bearers[pair] + place + OTHER_NUMBER * other
    total = total + sum(REACH[kind] * same for kind, same in reach.items())
    return Weighed(
        compared, pair, asked, owners, name[pair], bearers[pair], step, reach, other, total
    )


def best_form(index: Index, compared: Compared, worth: Figures) -> Places:
    """The places of the best form of each entry, for each question."""
    owners = index.owners[compared.forms]
    order = np.lexsort((-worth, owners, compared.asked))
    asked, owners = compared.asked[order], owners[order]
    begins = np.ones(len(order), dtype=bool)
    begins[1:] = (asked[1:] != asked[:-1]) | (owners[1:] != owners[:-1])
    return order[begins]
