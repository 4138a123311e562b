"""A few good names for one request with a sentence why each, and everybody else with why not."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass, replace

from commonweal.help.actions.offer_letters import is_texted
from commonweal.help.choices import Means, OfferAnswer, OfferWay
from commonweal.help.matching import propose
from commonweal.help.matching.proposing import distance, sentence
from commonweal.help.matching.rules import broken, metres
from commonweal.help.matching.terms import Helper as Able
from commonweal.help.matching.terms import Reason, Task
from commonweal.help.models import Helper, Request
from commonweal.help.reports.candidates import Candidates, candidates, day_for

NAMES = 3
SHOWN = 200
WORDS = {
    Reason.SKILL: "Does not offer this.",
    Reason.LANGUAGE: "Does not speak the language.",
    Reason.MEANS: "Cannot come as this needs, or their insurance has run out.",
    Reason.TIME: "Not free then.",
    Reason.FULL: "Has as many tasks as they take in a week.",
}
SAID = {
    OfferAnswer.WAITING: "Has been asked.",
    OfferAnswer.DECLINED: "Said no to this.",
    OfferAnswer.LAPSED: "Did not answer in time.",
}


@dataclass(frozen=True)
class Named:
    """A helper who could go: why them, and how they may be asked."""

    helper: Helper
    why: str
    ways: tuple[tuple[str, str], ...]


@dataclass(frozen=True)
class Other:
    """A helper who is not among the good names, and why."""

    helper: Helper
    why: str
    ways: tuple[tuple[str, str], ...] = ()


@dataclass(frozen=True)
class Proposals:
    """Who could go to one request. ``nowhere`` says that nobody knows where it is."""

    named: tuple[Named, ...] = ()
    others: tuple[Other, ...] = ()
    left: int = 0
    nowhere: bool = False


def ways_of(helper: Helper) -> tuple[tuple[str, str], ...]:
    """How a helper can be asked, the usual way first."""
    ways = [OfferWay.EMAIL] if helper.email else []
    ways += [OfferWay.TEXT] if is_texted(helper) else []
    ways += [OfferWay.PHONE] if helper.phone else []
    return tuple((str(way), str(way.label)) for way in ways)


def propose_for(request: Request, at: dt.datetime, n: int = NAMES) -> Proposals:
    """Who could go to one request, from the database in a fixed number of questions.

    Whoever is not to be brought together with the person is not listed at all: why is told to
    nobody.
    """
    one = Request.objects.filter(pk=request.pk)
    found = candidates(request.scheme, one, at, day_for(request))
    if not found.tasks:
        return Proposals(nowhere=True)
    task = found.tasks[0]
    able = reaching(task, found.helpers)
    best = propose(task, able, n)
    named = [found.people[p.helper] for p in best]
    said = dict(request.offers.order_by("at").values_list("helper", "answer"))
    chosen = {p.helper for p in best}
    untold = {key for key in task.never if said.get(int(key)) not in SAID}
    rest = sorted(
        (h for h in able if h.key not in chosen | untold),
        key=lambda h: (bool(broken(task, h)), metres(task, h), h.key),
    )
    others = [other(found, task, h, said.get(int(h.key), "")) for h in rest[:SHOWN]]
    others += [Other(h, "We do not know where they start from.") for h in found.nowhere]
    return Proposals(
        tuple(Named(h, f"{p.why}.", ways_of(h)) for h, p in zip(named, best, strict=True)),
        tuple(others), max(len(rest) - SHOWN, 0),
    )  # fmt: skip


def reaching(task: Task, helpers: list[Able]) -> list[Able]:
    """The helpers as they are for this task: for a telephone call everybody is near enough."""
    if task.means != {Means.PHONE}:
        return helpers
    return [replace(h, reach=1e7) for h in helpers]


def other(found: Candidates, task: Task, able: Able, said: str) -> Other:
    """Why a helper is not among the good names; one who could go may be asked all the same."""
    why, helper = broken(task, able), found.people[able.key]
    if not why:
        return Other(helper, f"{sentence(task, able)}.", ways_of(helper))
    if said in SAID:
        return Other(helper, SAID[OfferAnswer(said)])
    if why[0] == Reason.FAR:
        away, reach = distance(metres(task, able)), distance(int(able.reach))
        return Other(helper, f"{away} away, and goes up to {reach}.")
    if why[0] == Reason.CHECK and found.facts is not None:
        need = found.requests[task.key].need.code
        return Other(helper, found.facts.may_do(helper, need)[1])
    return Other(helper, WORDS[why[0]])
