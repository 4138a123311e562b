"""Whether a group has been vouched for, and which vouches count. Pure: knows no database.

A group without a number is taken in when two known organisations say that they know it, or one
steward does. What counts as known, and as two, is decided here, so that nobody lets themselves in.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass, field
from itertools import combinations

from commonweal.sector.choices import Answer

NEEDED = 2

NOT_SHOWN = "It is not shown in the register."
ENDED = "It is no longer going."
NOT_VOUCHED_FOR = "Nobody stands for it but the group itself, or groups that stand for each other."
THEIR_OWN = "It is the applicant's own: they share an address, a number or a body."
WITHDRAWN = "It was taken back."
NOT_YES = "It does not say yes."
ALSO_NO = "Somebody else who keeps its page says no."
SAME_PERSON = "The same person speaks for another organisation that is counted."
SAME_BODY = "It is the same body as another that is counted."

# Letters to one of these domains reach the same person with or without dots in the name.
_DOTS_DO_NOT_COUNT = {"gmail.com", "googlemail.com"}


@dataclass(frozen=True, kw_only=True)
class Body:
    """An organisation that may vouch: the one it is now, if it was merged.

    ``vouched_by`` are the bodies whose standing word brought an informal one in; ``by_steward``
    whether a steward stands for it. ``reached_at`` is how it is known to be reached, as
    ``person_of`` and ``number_of`` write it.
    """

    key: int
    shown: bool = True
    going: bool = True
    informal: bool = False
    by_steward: bool = False
    vouched_by: frozenset[int] = frozenset()
    reached_at: frozenset[str] = frozenset()


@dataclass(frozen=True, kw_only=True)
class Applicant:
    """The group that asks: how its people are reached, and which bodies are theirs already."""

    reached_at: frozenset[str] = frozenset()
    bodies: frozenset[int] = frozenset()


@dataclass(frozen=True, kw_only=True)
class Word:
    """What one person said: for a body, or as a steward. ``person`` as ``person_of`` writes it."""

    key: int
    said: str
    person: str = ""
    body: int | None = None
    withdrawn: bool = False

    @property
    def by_steward(self) -> bool:
        """Whether a steward said it."""
        return self.body is None


@dataclass(frozen=True, kw_only=True)
class Standing:
    """How far a group has come: whether it is vouched for, which words count, why others do not.

    ``look`` is set when somebody said no: then words alone take nobody in, a steward decides.
    """

    vouched: bool
    look: bool
    counting: tuple[int, ...] = ()
    why_not: Mapping[int, str] = field(default_factory=dict)

    @property
    def lacking(self) -> int:
        """How many more organisations must vouch."""
        return 0 if self.vouched else max(NEEDED - len(self.counting), 0)


def person_of(address: str) -> str:
    """One key for one person's e-mail address, however it is written; empty for none."""
    name, at, domain = address.strip().casefold().rpartition("@")
    if not at:
        return ""
    name = name.partition("+")[0]
    if domain in _DOTS_DO_NOT_COUNT:
        name, domain = name.replace(".", ""), "gmail.com"
    return f"{name}@{domain}"


def number_of(telephone: str) -> str:
    """One key for one telephone number, however it is written; empty for none."""
    digits = re.sub(r"\D", "", telephone)
    digits = re.sub(r"^(0044|44)0?", "0", digits)
    return f"tel:{digits}" if digits else ""


def resting(known: Mapping[int, Body], aside: Collection[int] = ()) -> frozenset[int]:
    """The bodies that stand by themselves: registered, or with a chain of vouches that ends in one.

    :param aside: bodies that do not count, neither by themselves nor for others.

    Groups that stand only for each other, in a circle of any length, are not among them.
    """
    found = {
        key
        for key, body in known.items()
        if key not in aside and (not body.informal or body.by_steward)
    }
    while True:
        more = {
            key
            for key, body in known.items()
            if key not in aside and key not in found and body.vouched_by & found
        }
        if not more:
            return frozenset(found)
        found |= more


def may_not_vouch(body: int, applicant: Applicant, known: Mapping[int, Body]) -> str:
    """Why a body cannot vouch for this group, as a sentence; empty when it can."""
    about = known.get(body)
    if about is None or not about.shown:
        return NOT_SHOWN
    if not about.going:
        return ENDED
    if body in applicant.bodies or about.reached_at & applicant.reached_at:
        return THEIR_OWN
    return "" if body in resting(known, applicant.bodies) else NOT_VOUCHED_FOR


def standing(words: Iterable[Word], applicant: Applicant, known: Mapping[int, Body]) -> Standing:
    """Whether the group is vouched for by these words."""
    said = [word for word in words if word.said]
    look = any(w.said == Answer.NO and not w.withdrawn for w in said)
    why = {word.key: _why_not(word, said, applicant, known) for word in said}
    able = [word for word in said if not why[word.key]]
    stewards = tuple(w.key for w in able if w.by_steward)
    if stewards:
        return Standing(vouched=True, look=look, counting=stewards, why_not=_told(why))
    counting = _apart([w for w in able if not w.by_steward])
    for word in able:
        if word.key not in {w.key for w in counting}:
            same = any(word.body == w.body for w in counting)
            why[word.key] = SAME_BODY if same else SAME_PERSON
    return Standing(
        vouched=len(counting) >= NEEDED and not look,
        look=look,
        counting=tuple(w.key for w in counting),
        why_not=_told(why),
    )


def _told(why: Mapping[int, str]) -> dict[int, str]:
    return {key: sentence for key, sentence in why.items() if sentence}


def _why_not(
    word: Word, said: Iterable[Word], applicant: Applicant, known: Mapping[int, Body]
) -> str:
    if word.withdrawn:
        return WITHDRAWN
    if word.said != Answer.YES:
        return NOT_YES
    if word.person and word.person in applicant.reached_at:
        return THEIR_OWN
    if word.body is None:
        return ""
    others = (w for w in said if w.body == word.body and not w.withdrawn)
    if any(w.said == Answer.NO for w in others):
        return ALSO_NO
    return may_not_vouch(word.body, applicant, known)


def _apart(words: list[Word]) -> list[Word]:
    """Two words of different bodies and different people, if there are; else one, else none."""
    for one, other in combinations(words, NEEDED):
        if one.body != other.body and one.person != other.person:
            return [one, other]
    return words[:1]
