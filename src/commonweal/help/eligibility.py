"""Which criminal record check a task may lawfully have. Pure.

It answers for England and Wales, from what somebody says of a task; a person confirms it. To ask
for more than the law allows is unlawful; to let a barred person do regulated activity is an
offence. Sources: the Safeguarding Vulnerable Groups Act 2006, schedule 4, as amended in 2012; the
Police Act 1997 (Criminal Records) Regulations; guidance of the Disclosure and Barring Service, as
the domain reference, 9.3, has them.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Mapping
from dataclasses import asdict, dataclass
from enum import StrEnum

from commonweal.commitments.dates import months_after
from commonweal.help.eligibility_questions import (
    ADULT,
    ADVISING,
    AFFAIRS,
    ANIMALS,
    CHILD,
    COMPANY,
    HEALTH_CARE,
    LOOKING_AFTER,
    PERSONAL_CARE,
    PRACTICAL,
    QUESTIONS,
    REGULAR,
    SHOPPING,
    SOCIAL_WORK,
    TEACHING,
    TO_CARE,
    TO_NOWHERE,
    Question,
)

# Of the rules below. Whoever changes a rule changes this, so that old answers are looked at again.
RULESET = "england-and-wales-2026-11"
POLICY_YEARS = 3


class Outcome(StrEnum):
    """The most that may be asked for. Every level may be had instead of one above it."""

    NONE = "none"
    BASIC = "basic"
    ENHANCED = "enhanced"
    ENHANCED_ADULTS = "enhanced_adults"
    ENHANCED_CHILDREN = "enhanced_children"
    ENHANCED_BOTH = "enhanced_both"


SAYS = {
    Outcome.NONE: "no check",
    Outcome.BASIC: "a basic check",
    Outcome.ENHANCED: "an enhanced check without a barred list",
    Outcome.ENHANCED_ADULTS: "an enhanced check with the adults' barred list",
    Outcome.ENHANCED_CHILDREN: "an enhanced check with the children's barred list",
    Outcome.ENHANCED_BOTH: "an enhanced check with both barred lists",
}
# What each level looks at. A level is within another when all it looks at is.
_LOOKS_AT: dict[Outcome, frozenset[str]] = {
    Outcome.NONE: frozenset(),
    Outcome.BASIC: frozenset({"unspent"}),
    Outcome.ENHANCED: frozenset({"unspent", "spent"}),
    Outcome.ENHANCED_ADULTS: frozenset({"unspent", "spent", ADULT}),
    Outcome.ENHANCED_CHILDREN: frozenset({"unspent", "spent", CHILD}),
    Outcome.ENHANCED_BOTH: frozenset({"unspent", "spent", ADULT, CHILD}),
}


@dataclass(frozen=True)
class Answers:
    """What somebody says of a task, one field for each of ``QUESTIONS``.

    ``because`` is whether the person cannot do it because of age, illness or disability.
    """

    whom: tuple[str, ...]
    done: tuple[str, ...]
    because: bool
    money: bool
    takes_them: str
    supervised: bool
    how_often: str
    overnight: bool


@dataclass(frozen=True)
class Decision:
    """The most that a task may have, and why, in sentences."""

    outcome: Outcome
    reasons: tuple[str, ...]

    @property
    def regulated(self) -> bool:
        """Whether it is regulated activity, which is an offence for a barred person."""
        return bool(_LOOKS_AT[self.outcome] & {ADULT, CHILD})


def answers(given: Mapping[str, object]) -> Answers:
    """Answers as a form or a file has them: choices by their value, yes and no as truth.

    :raises ValueError: when a question is not answered, or with something it does not offer; also
        when something is done that needs a person, and nobody is named.
    """
    told = {question.name: _answer(question, given) for question in QUESTIONS}
    task = Answers(**told)  # type: ignore[arg-type]
    if not task.whom and (_with_people(task) or task.takes_them != TO_NOWHERE or task.money):
        raise ValueError(f"Not answered: {QUESTIONS[0].asks}")
    return task


def _answer(question: Question, given: Mapping[str, object]) -> object:
    said = given.get(question.name)
    if question.many:
        chosen = tuple(said) if isinstance(said, Iterable) and not isinstance(said, str) else ()
        if not chosen and question.needed:
            raise ValueError(f"Not answered: {question.asks}")
        unknown = [str(one) for one in chosen if one not in question.values]
        if unknown:
            raise ValueError(f"{', '.join(unknown)} is not an answer to: {question.asks}")
        return tuple(value for value in question.values if value in chosen)
    if said is None or said == "":
        raise ValueError(f"Not answered: {question.asks}")
    if not any(
        said == v and isinstance(said, bool) == isinstance(v, bool) for v in question.values
    ):
        raise ValueError(f"{said} is not an answer to: {question.asks}")
    return said


def decide(task: Answers) -> Decision:
    """The most that a task may have, with the reasons.

    Regulated activity with adults needs to happen once only; with children it depends, except for
    care of the body, on how often and whether anybody supervises.
    """
    adults = _regulated_with_adults(task) if ADULT in task.whom else ()
    children = _regulated_with_children(task) if CHILD in task.whom else ()
    if adults and children:
        return Decision(Outcome.ENHANCED_BOTH, adults + children)
    if adults:
        return Decision(Outcome.ENHANCED_ADULTS, adults)
    if children:
        return Decision(Outcome.ENHANCED_CHILDREN, children)
    near = _near_to_regulated(task)
    if near:
        return Decision(Outcome.ENHANCED, near)
    if (task.whom and set(task.done) - {ANIMALS}) or task.takes_them != TO_NOWHERE or task.money:
        return Decision(Outcome.BASIC, (_BASIC,))
    return Decision(Outcome.NONE, (_NONE,))


_BASIC = (
    "It is not regulated activity. A basic check may be asked for, as for any role, "
    "and need not be."
)
_NONE = "Nobody is cared for, advised, driven or looked after in it, so no check is called for."
_ONCE = "is regulated activity with adults, even once."


def _regulated_with_adults(task: Answers) -> tuple[str, ...]:
    """Which parts of a task a person on the adults' barred list must not do."""
    always = {
        HEALTH_CARE: f"Health care by a professional, or as one directs it, {_ONCE}",
        SOCIAL_WORK: f"Social work {_ONCE}",
        AFFAIRS: f"Acting for somebody in their affairs, as by a power of attorney, {_ONCE}",
    }
    found = [says for done, says in always.items() if done in task.done]
    if not task.because:
        return tuple(found)
    reason = "because of age, illness or disability"
    if PERSONAL_CARE in task.done:
        found.append(f"Help with eating, washing, dressing or the toilet {reason} {_ONCE}")
    if SHOPPING in task.done:
        found.append(f"Shopping for somebody who cannot {reason} {_ONCE}")
    if task.money:
        found.append(
            f"Handling the cash or paying the bills of somebody who cannot {reason} {_ONCE}"
        )
    if task.takes_them == TO_CARE:
        found.append(f"Taking somebody to or from health or social care {reason} {_ONCE}")
    return tuple(found)


def _regulated_with_children(task: Answers) -> tuple[str, ...]:
    """Which parts of a task a person on the children's barred list must not do."""
    found = []
    if HEALTH_CARE in task.done:
        found.append("Health care of a child is regulated activity, even once.")
    if PERSONAL_CARE in task.done:
        found.append(
            "Help to a child with eating, washing, dressing or the toilet is regulated activity, "
            "even once."
        )
    if _is_regular(task) and not task.supervised:
        when = "overnight" if task.overnight else "this often"
        found += [f"{what} {when}, unsupervised, is regulated activity." for what in _with(task)]
    return tuple(found)


def _with(task: Answers) -> list[str]:
    """What of a task counts with children where it is regular."""
    words = {
        TEACHING: "Teaching or training children",
        LOOKING_AFTER: "Looking after children",
        ADVISING: "Advising children on how they are",
    }
    found = [says for done, says in words.items() if done in task.done]
    return found + (["Driving children"] if task.takes_them != TO_NOWHERE else [])


def _with_people(task: Answers) -> bool:
    """Whether anything is done that is not with an animal, nor in a place without anybody."""
    alone = {ANIMALS} if task.whom else {ANIMALS, PRACTICAL}
    return bool(set(task.done) - alone)


def _is_regular(task: Answers) -> bool:
    """At least weekly, on four days or more in thirty, or between 2 and 6 in the morning."""
    return task.how_often in REGULAR or task.overnight


def _near_to_regulated(task: Answers) -> tuple[str, ...]:
    """Regular work with people that falls short of regulated activity: spent convictions count."""
    if not _is_regular(task):
        return ()
    found = []
    if ADULT in task.whom and task.because:
        close = {TEACHING, LOOKING_AFTER, ADVISING, COMPANY} & set(task.done)
        if close or task.takes_them != TO_NOWHERE:
            found.append(
                "It is regular work, in person, with adults who get it because of age, illness or "
                "disability, but not regulated activity: no barred list."
            )
    if CHILD in task.whom and _with(task):
        found.append(
            "It is regular work with children under supervision, which is not regulated activity: "
            "no barred list."
        )
    return tuple(found)


def policy_allows(outcome: Outcome, wanted: Outcome) -> bool:
    """Whether a scheme may lawfully ask for a level in a task that has this outcome.

    A basic check may be asked for in any role, even where none is called for.
    """
    return _LOOKS_AT[wanted] <= _LOOKS_AT[outcome] | _LOOKS_AT[Outcome.BASIC]


def why_not(outcome: Outcome, wanted: Outcome) -> str:
    """Why a scheme may not ask for a level; nothing where it may."""
    if policy_allows(outcome, wanted):
        return ""
    most = outcome if outcome != Outcome.NONE else Outcome.BASIC
    return (
        f"It is unlawful to ask for {SAYS[wanted]} here. The most that this task may have is "
        f"{SAYS[most]}."
    )


def falls_short(outcome: Outcome, wanted: Outcome) -> str:
    """What is dangerous in asking for less than the barred list in regulated activity, if it is."""
    lists = _LOOKS_AT[outcome] & {ADULT, CHILD}
    if lists <= _LOOKS_AT[wanted]:
        return ""
    return (
        "A barred person must not do this, and to let one is an offence. Without "
        f"{SAYS[outcome]} nobody can know."
    )


def result(role: str, task: Answers) -> dict[str, object]:
    """What is kept of a decision: plain values only, with the rules it was made by."""
    return {
        "role": role,
        "test_answers": {
            name: list(said) if isinstance(said, tuple) else said
            for name, said in asdict(task).items()
        },
        "outcome": str(decide(task).outcome),
        "ruleset_version": RULESET,
    }


def is_stale(kept: Mapping[str, object]) -> bool:
    """Whether a kept decision was made by other rules than these, so must be made again."""
    return kept.get("ruleset_version") != RULESET


def renew_on(issued_on: dt.date, years: int = POLICY_YEARS) -> dt.date:
    """The day on which a scheme's policy wants a new check; 29 February becomes the 28th.

    A certificate has no end in law: the term is the scheme's own.

    :raises ValueError: when the term is less than a year.
    """
    if years < 1:
        raise ValueError("A check is renewed after one year at the least.")
    return months_after(issued_on, 12 * years)
