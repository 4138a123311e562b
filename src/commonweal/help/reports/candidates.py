"""Requests and helpers of one scheme as the optimiser takes them, in a fixed number of questions.

Nothing crosses schemes: who is asked for and who may be asked are of one scheme. Why somebody may
not go (kept apart, the person themselves, said no already) is told to the optimiser as "never".
"""

from __future__ import annotations

import datetime as dt
from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from django.db.models import Count, F, Q

from commonweal.core import clock
from commonweal.help.actions.people import marks_of
from commonweal.help.choices import URGENCY_ORDER, MatchEnd, Means, OfferAnswer
from commonweal.help.matching.terms import Helper as Able
from commonweal.help.matching.terms import Span, Task
from commonweal.help.models import (
    Apart,
    Check,
    ClientMark,
    Helper,
    Match,
    Offer,
    Request,
    Scheme,
    SchemeNeed,
    TaskRule,
)
from commonweal.help.querysets import HelperQuerySet, RequestQuerySet
from commonweal.help.reports.may_do import weigh
from commonweal.help.weekly import day_of, on_day, spans_of

WEEK = dt.timedelta(days=7)
AT_ONCE = 1_000
OF_HELPERS = (
    "scheme_id", "name", "phone", "email", "postcode", "spot", "reach", "means", "needs", "skills",
    "languages", "times", "weekly_limit", "insured_until", "last_asked_at", "standing",
)  # fmt: skip
OF_REQUESTS = (
    "uuid", "scheme_id", "need__code", "need__title", "wanted", "urgency",
    "asked_at", "area", "client__spot", "client__language",
)  # fmt: skip


@dataclass
class Facts:
    """What is known of a scheme's helpers beside their own records, by their keys, on a day."""

    on: dt.date
    checks: Mapping[int, Sequence[Check]] = field(default_factory=dict)
    rules: Mapping[tuple[int, str], TaskRule] = field(default_factory=dict)
    needs: Mapping[str, SchemeNeed] = field(default_factory=dict)
    load: Mapping[int, int] = field(default_factory=dict)
    asks: Mapping[int, int] = field(default_factory=dict)

    def offers(self, helper: Helper, need: str) -> bool:
        """Whether a helper offers to do a task, or a person decided that they may."""
        rule = self.rules.get((helper.pk, need))
        return need in (helper.needs or []) or (rule is not None and rule.allowed)

    def may_do(self, helper: Helper, need: str) -> tuple[bool, str]:
        """Whether a helper may do a task, and why in a sentence.

        A need that the scheme does not list asks for no check; a person's rule still counts.
        """
        rule, listed = self.rules.get((helper.pk, need)), self.needs.get(need)
        if listed is None:
            may = rule is None or rule.allowed
            return may, "" if may else f"Not for this task, as {rule.by if rule else ''} decided."
        return weigh(helper, listed, self.on, checks=self.checks.get(helper.pk, ()), rule=rule)


@dataclass
class Candidates:
    """Tasks and those who may be asked; ``lost`` and ``nowhere`` are those that lie nowhere."""

    tasks: list[Task] = field(default_factory=list)
    helpers: list[Able] = field(default_factory=list)
    requests: dict[str, Request] = field(default_factory=dict)
    people: dict[str, Helper] = field(default_factory=dict)
    facts: Facts | None = None
    lost: list[Request] = field(default_factory=list)
    nowhere: list[Helper] = field(default_factory=list)


def spot_of(thing: Any) -> tuple[float, float] | None:
    """Where a record says that somebody is, in metres; nothing where it does not."""
    spot = thing.spot if isinstance(thing.spot, dict) else {}
    east, north = spot.get("easting"), spot.get("northing")
    if isinstance(east, int | float) and isinstance(north, int | float):
        return float(east), float(north)
    return None


def facts_of(
    scheme: Scheme, at: dt.datetime, on: dt.date | None = None,
    among: Collection[int] | None = None,
) -> Facts:  # fmt: skip
    """Checks, rules, and what helpers have and were asked of late, of one scheme or of some."""
    ours = {"helper__scheme": scheme} if among is None else {"helper__in": among}
    since = at - WEEK
    checks: dict[int, list[Check]] = defaultdict(list)
    for check in Check.objects.filter(**ours, ended_at=None):
        checks[check.helper_id].append(check)
    rules = TaskRule.objects.filter(**ours).select_related("term").defer("reason")
    needs = SchemeNeed.objects.filter(scheme=scheme).select_related("term")
    taken = Q(ended_at=None) | Q(at__gte=since, end=MatchEnd.COMPLETED)
    matches = Match.objects.filter(taken, **ours)
    load: dict[int, int] = defaultdict(int, _counted(matches))
    waiting, lately = Q(answer=OfferAnswer.WAITING, expires_at__gt=at), Q(at__gte=since)
    offers = Offer.objects.filter(waiting | lately, **ours).order_by().values("helper")
    asked = offers.annotate(
        waiting=Count("pk", filter=waiting), lately=Count("pk", filter=lately)
    )  # fmt: skip
    asks: dict[int, int] = {}
    for row in asked:
        load[row["helper"]] += row["waiting"]
        asks[row["helper"]] = row["lately"]
    return Facts(
        on or clock.day_of(at), checks, {(r.helper_id, r.term.code): r for r in rules},
        {n.term.code: n for n in needs}, load, asks,
    )  # fmt: skip


def _counted(rows: Any) -> Iterable[tuple[int, int]]:
    found: Iterable[tuple[int, int]] = (
        rows.order_by().values("helper").annotate(n=Count("pk")).values_list("helper", "n")
    )
    return found


def means_of(helper: Helper, day: dt.date) -> frozenset[str]:
    """By what means a helper can go: by car not once their insurance is known to have run out."""
    told = set(helper.means or [])
    if told != {Means.PHONE}:
        told.add("door")
    if Means.VAN in told:
        told.add(Means.CAR)
    if helper.insured_until is not None and helper.insured_until < day:
        told -= {Means.CAR, Means.VAN}
    return frozenset({*told, Means.PHONE})


def able(helper: Helper, facts: Facts, needs: Iterable[str], at: dt.datetime, place: Any) -> Able:
    """A helper as the optimiser takes them."""
    does = {need for need in needs if facts.offers(helper, need)}
    may = {need for need in does if facts.may_do(helper, need)[0]}
    last = helper.last_asked_at
    return Able(
        key=str(helper.pk), easting=place[0], northing=place[1], reach=float(helper.reach),
        skills=frozenset({*(helper.skills or []), *(f"need:{c}" for c in does)}),
        languages=frozenset(helper.languages or []), means=means_of(helper, facts.on),
        checks=frozenset(f"may:{c}" for c in may), times=spans_of(helper.times),
        capacity=max(helper.weekly_limit - facts.load.get(helper.pk, 0), 0),
        rested=max((at - last).days, 0) if last else None, asks=facts.asks.get(helper.pk, 0),
    )  # fmt: skip


def day_for(request: Request) -> dt.date | None:
    """The one day on which something is wanted, if one was named."""
    wanted = request.wanted if isinstance(request.wanted, dict) else {}
    return day_of(wanted.get("on", ""))


def windows_of(wanted: Mapping[str, Any]) -> tuple[Span, ...]:
    """When a task can be done, in minutes of a week; nothing where any time will do."""
    spans, day = spans_of(wanted.get("windows")), day_of(wanted.get("on", ""))
    return spans if day is None else on_day(spans, day)


def minutes_for(wanted: Mapping[str, Any]) -> int:
    """How long a task takes; an hour where nobody said."""
    told = wanted.get("minutes")
    return told if isinstance(told, int) and 0 < told <= 24 * 60 else 60


def task_of(request: Request, at: dt.datetime, place: Any, never: Any, known: Any) -> Task:
    """A request as the optimiser takes it."""
    wanted = request.wanted if isinstance(request.wanted, dict) else {}
    language = wanted.get("language") or request.client.language or "en"
    asked = wanted.get("means") or "door"
    order = URGENCY_ORDER.get(request.urgency, 9)
    return Task(
        key=str(request.pk), easting=place[0], northing=place[1], person=str(request.client_id),
        skills=frozenset({*(wanted.get("skills") or []), f"need:{request.need.code}"}),
        languages=frozenset() if language == "en" else frozenset({language}),
        means=frozenset({asked} if asked in (*Means.values, "door") else {"door"}),
        checks=frozenset({f"may:{request.need.code}"}), windows=windows_of(wanted),
        minutes=minutes_for(wanted), never=frozenset(never), known=known,
        urgency=len(URGENCY_ORDER) - order,
        waited=(at - request.asked_at).total_seconds() / 3600,
    )  # fmt: skip


def known_to(requests: RequestQuerySet) -> dict[int, dict[str, int]]:
    """For each person asked for, which helpers have helped them and how many times."""
    been = Match.objects.filter(request__client__in=requests.order_by().values("client"))
    been = been.filter(Q(ended_at=None) | Q(end=MatchEnd.COMPLETED)).order_by()
    counts = been.values("helper", client=F("request__client")).annotate(n=Count("pk"))
    found: dict[int, dict[str, int]] = defaultdict(dict)
    for row in counts:
        found[row["client"]][str(row["helper"])] = row["n"]
    return found


def kept_from(requests: RequestQuerySet) -> tuple[dict[int, set[str]], dict[int, set[str]]]:
    """Who never goes to a person, by the person; and who has answered or waits, by request."""
    clients = requests.order_by().values("client")
    apart: dict[int, set[str]] = defaultdict(set)
    pairs = Apart.objects.filter(client__in=clients).values_list("client", "helper")
    for client, helper in pairs:
        apart[client].add(str(helper))
    said: dict[int, set[str]] = defaultdict(set)
    asked = Offer.objects.filter(request__in=requests.order_by().values("pk"))
    asked = asked.exclude(answer__in=[OfferAnswer.WITHDRAWN, OfferAnswer.ACCEPTED])
    for request, helper in asked.values_list("request", "helper"):
        said[request].add(str(helper))
    return apart, said


def themselves(requests: RequestQuerySet, helpers: Iterable[Helper]) -> dict[int, set[str]]:
    """Helpers who by their marks are the person asked for, or live with them, by the person."""
    bearers: dict[str, set[int]] = defaultdict(set)
    marks = ClientMark.objects.filter(client__in=requests.order_by().values("client"))
    for mark, client in marks.values_list("mark", "client"):
        bearers[mark].add(client)
    found: dict[int, set[str]] = defaultdict(set)
    for helper in helpers if bearers else ():
        for client in same_as(helper, bearers):
            found[client].add(str(helper.pk))
    return found


def same_as(helper: Helper, bearers: Mapping[str, set[int]]) -> set[int]:
    """People with the helper's number, or with their whole name and postcode."""
    told = {"name": helper.name, "phone": helper.phone, "postcode": helper.postcode}
    marks = marks_of(helper.scheme, told)
    phone = [bearers.get(m, set()) for k, m in marks if k == "phone"]
    home = [bearers.get(m, set()) for k, m in marks if k != "phone"]
    both = {"name", "postcode"} <= {k for k, _ in marks}
    return set().union(*phone) | (set.intersection(*home) if both else set())


def candidates(
    scheme: Scheme, requests: RequestQuerySet, at: dt.datetime, on: dt.date | None = None,
    among: Collection[int] | None = None,
) -> Candidates:  # fmt: skip
    """The requests given, of this scheme, and its helpers who may be asked, for the optimiser.

    :param on: the day for which checks must hold; today where no one day is meant.
    :param among: the keys of helpers, where not all of them are meant.
    """
    requests, found = requests.of(scheme), Candidates()
    rows = requests.select_related("client", "need").only(*OF_REQUESTS).order_by("pk")
    asked = list(rows.iterator(chunk_size=AT_ONCE))
    ready = HelperQuerySet(Helper).of(scheme).ready()
    helpers = _helpers(scheme, ready if among is None else ready.filter(pk__in=among))
    facts, known = facts_of(scheme, at, on, among), known_to(requests)
    found.facts = facts
    (apart, said), same = kept_from(requests), themselves(requests, helpers)
    for request in asked:
        place, person = spot_of(request.client), request.client_id
        if place is None:
            found.lost.append(request)
            continue
        never = apart[person] | said[request.pk] | same[person]
        found.tasks.append(task_of(request, at, place, never, known.get(person, {})))
        found.requests[str(request.pk)] = request
    needs = {r.need.code for r in asked}
    for helper in helpers:
        place = spot_of(helper)
        if place is None:
            found.nowhere.append(helper)
            continue
        found.helpers.append(able(helper, facts, needs, at, place))
        found.people[str(helper.pk)] = helper
    return found


def _helpers(scheme: Scheme, helpers: HelperQuerySet) -> list[Helper]:
    """Each with the scheme at hand, read in pieces so that memory stays small."""
    read = list(helpers.only(*OF_HELPERS).order_by("pk").iterator(chunk_size=AT_ONCE))
    for helper in read:
        helper.scheme = scheme
    return read
