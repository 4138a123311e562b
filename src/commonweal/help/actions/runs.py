"""Matching many at once: worked out by a program, seen by a person, and only then asked.

A run is always of one scheme. In an emergency there is one for every scheme, each for its own
people to look at; whoever began them all sees how many, and nobody's name.
"""

from __future__ import annotations

import datetime as dt
from collections import Counter
from collections.abc import Collection, Mapping
from typing import Any

from django.db import transaction

from commonweal.core import clock
from commonweal.core.actions import action
from commonweal.core.actors import Actor
from commonweal.core.refused import Refused
from commonweal.help.actions.offer_letters import usual_way
from commonweal.help.actions.offers import Asked, make_offers
from commonweal.help.choices import OfferAnswer
from commonweal.help.matching import Plan, best
from commonweal.help.matching.proposing import sentence
from commonweal.help.matching.rules import broken
from commonweal.help.models import MatchRun, Offer, Request, Scheme
from commonweal.help.querysets import RequestQuerySet
from commonweal.help.reports.candidates import Candidates, candidates

FRESH = dt.timedelta(hours=24)
KEPT = dt.timedelta(days=31)
AT_ONCE = 500
NOWHERE = "we do not know where it is: write down a postcode"


def waiting_for_helpers(scheme: Scheme) -> RequestQuerySet:
    """Requests of a scheme for which a helper may be looked for, and nobody has been asked."""
    asked = Offer.objects.filter(answer=OfferAnswer.WAITING, request__scheme=scheme)
    return Request.objects.of(scheme).matchable().exclude(pk__in=asked.values("request"))


def work_out(scheme: Scheme, *, by: Actor) -> MatchRun:
    """Find the best plan for all that wait in one scheme, and keep it to be looked at. Inner step.

    Reading and reckoning hold up nobody; only the writing does, for a moment.
    """
    now = clock.now()
    found = candidates(scheme, waiting_for_helpers(scheme), now)
    plan = best(found.tasks, found.helpers)
    told: Any = {"proposed": proposed(found, plan), "unserved": unserved(found, plan)}
    with transaction.atomic():
        open_ones = MatchRun.objects.filter(scheme=scheme, agreed_at=None, dropped_at=None)
        open_ones.update(dropped_at=now)
        return MatchRun.objects.create(
            scheme=scheme, at=now, by=by.label, metres=plan.metres, optimal=plan.proven, **told
        )


def proposed(found: Candidates, plan: Plan) -> list[dict[str, Any]]:
    """Who is proposed for what and why, those for whom it is most urgent first."""
    tasks, able = {t.key: t for t in found.tasks}, {h.key: h for h in found.helpers}
    rows = sorted(
        plan.matches, key=lambda m: (-tasks[m.task].urgency, -tasks[m.task].waited, m.task)
    )
    return [
        {
            "request": int(m.task), "helper": int(m.helper),
            "why": sentence(tasks[m.task], able[m.helper]),
        }
        for m in rows
    ]  # fmt: skip


def unserved(found: Candidates, plan: Plan) -> list[dict[str, Any]]:
    """Who would go without, and why, by urgency and then by wait."""
    lost = [{"request": r.pk, "why": NOWHERE} for r in found.lost]
    return lost + [
        {"request": int(u.task), "why": "; ".join(str(r.value) for r in u.reasons)}
        for u in plan.unserved
    ]


@action(permission="help.match", about="scheme", whole=False)
def run_matching(*, by: Actor, scheme: Scheme) -> MatchRun:
    """Work out whom to ask for all that wait in one scheme. Nobody is asked by it.

    :returns: the run, to be looked at, agreed or dropped within a day.
    """
    return work_out(scheme, by=by)


@action(permission="help.match_for_all", whole=False)
def run_matching_for_all(*, by: Actor) -> list[MatchRun]:
    """In an emergency: a run for every scheme in which somebody waits, each for its own people."""
    schemes = Scheme.objects.live().filter(totals_only=False).order_by("pk")
    return [work_out(s, by=by) for s in schemes if waiting_for_helpers(s).exists()]


def held_run(run: MatchRun) -> MatchRun:
    """A run as it is now, kept until the action ends.

    :raises Refused: when it was agreed or dropped.
    """
    now: MatchRun = MatchRun.objects.select_for_update().get(pk=run.pk)
    check_still_open(now)
    return now


def check_still_open(now: MatchRun) -> None:
    """Refuse to ask of what was settled.

    :raises Refused: when it was agreed or dropped, or is a day old.
    """
    if now.at < clock.now() - FRESH:
        raise Refused("This is more than a day old. Work it out again.")
    if now.agreed_at is not None:
        raise Refused("These have been asked already.")
    if now.dropped_at is not None:
        raise Refused("This was put aside; there is a newer one, or begin again.")


@action(permission="help.match", about="run")
def agree_run(*, by: Actor, run: MatchRun, without: Collection[int] = ()) -> dict[str, int]:
    """Ask all who are proposed, but for the requests left out. What changed meanwhile is not asked.

    :param without: keys of requests for which nobody is asked now.
    :returns: how many were ``offered`` and how many ``skipped``.
    :raises Refused: when it was agreed or dropped, or is a day old.
    """
    now, kept = clock.now(), held_run(run)
    rows = [row for row in kept.proposed if row["request"] not in set(without)]
    made = ask_all(kept, rows, by=by)
    kept.agreed_at, kept.agreed_by = now, by.label
    kept.save()
    return {"offered": made, "skipped": len(rows) - made}


def ask_all(run: MatchRun, rows: list[dict[str, Any]], *, by: Actor) -> int:
    """Ask those of a run who may still be asked; how many were. Inner step."""
    assert run.scheme is not None
    count, requests = 0, Request.objects.only("urgency", "edition")
    for start in range(0, len(rows), AT_ONCE):
        part = rows[start : start + AT_ONCE]
        keys = [row["request"] for row in part]
        held = {r.pk: r for r in requests.select_for_update().filter(pk__in=keys)}
        waiting = waiting_for_helpers(run.scheme).filter(pk__in=keys)
        helpers = {row["helper"] for row in part}
        found = candidates(run.scheme, waiting, clock.now(), among=helpers)
        asked = [asked_of(row, held, found) for row in still_right(part, found)]
        count += len(make_offers(asked, by=by, run=run))
    return count


def asked_of(row: dict[str, Any], held: Mapping[int, Request], found: Candidates) -> Asked:
    """A proposal as it is asked."""
    helper = found.people[str(row["helper"])]
    return Asked(held[row["request"]], helper, usual_way(helper), row["why"])


def still_right(rows: list[dict[str, Any]], found: Candidates) -> list[dict[str, Any]]:
    """Those of the proposals that no rule forbids now, whatever changed meanwhile."""
    tasks, able = {t.key: t for t in found.tasks}, {h.key: h for h in found.helpers}
    kept, seen = [], Counter[int]()
    for row in rows:
        task, helper = tasks.get(str(row["request"])), able.get(str(row["helper"]))
        if task is None or helper is None or broken(task, helper):
            continue
        if seen[row["helper"]] < helper.capacity:
            seen[row["helper"]] += 1
            kept.append(row)
    return kept


@action(permission="help.match", about="run")
def drop_run(*, by: Actor, run: MatchRun) -> MatchRun:
    """Put proposals aside; nobody is asked."""
    now = held_run(run)
    now.dropped_at = clock.now()
    now.save()
    return now


@action(permission="help.keep_house")
def forget_runs(*, by: Actor) -> int:
    """Forget who was proposed for what more than a month ago; how many runs went."""
    return MatchRun.objects.filter(at__lt=clock.now() - KEPT).delete()[0]


HOURLY = (forget_runs,)
