"""How fresh entries are: how many stand where, for staff; and the public score, by theme."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from django.db.models import Count, Exists, OuterRef, Q, QuerySet

from commonweal.sector.asking import (
    Rules,
    asked_after,
    rules_on,
    services_asked_after,
    told_here_only,
)
from commonweal.sector.choices import Kind, ServiceStatus, Side
from commonweal.sector.freshness import SORTS, STAGES, Sort, Stage, latest_due
from commonweal.sector.models import (
    Answer,
    Classification,
    Confirmation,
    Organisation,
    Reminder,
    ServiceTerm,
    Term,
)
from commonweal.ui.words import day

CAUSE, NEED = "what", "need"


@dataclass(frozen=True)
class Standing:
    """How many entries of each sort are at one stage."""

    stage: Stage
    counts: tuple[int, ...]

    @property
    def total(self) -> int:
        """All of them."""
        return sum(self.counts)

    @property
    def words(self) -> str:
        """The stage as people read it."""
        return STAGES[self.stage]


def standings() -> list[Standing]:
    """How many entries of each sort, in the order of ``SORTS``, are at each stage."""
    is_group = Q(kind=Kind.GROUP, side=Side.SECTOR)
    found = {
        Sort.GROUP: by_stage(asked_after().filter(is_group)),
        Sort.ORGANISATION: by_stage(asked_after().exclude(is_group)),
        Sort.SERVICE: by_stage(services_asked_after()),
    }
    return [Standing(s, tuple(found[sort].get(s.value, 0) for sort in SORTS)) for s in Stage]


def by_stage(rows: QuerySet[Any]) -> Mapping[str, int]:
    """How many are at each stage."""
    counted = rows.order_by().values("stage").annotate(n=Count("pk"))
    return {row["stage"]: row["n"] for row in counted}


@dataclass(frozen=True)
class Share:
    """Of so many entries, how many were confirmed within their term.

    ``title`` is a theme's, and ``code`` the code of its cause or need.
    """

    title: str
    entries: int
    fresh: int
    code: str = ""

    @property
    def percent(self) -> int | None:
        """The share, in whole per cent, rounded down; none where there is no entry."""
        return self.fresh * 100 // self.entries if self.entries else None


@dataclass(frozen=True)
class Score:
    """How fresh the register is on a day: all of it, by sort, by cause and by need."""

    on: dt.date
    rules: Rules
    whole: Share
    sorts: tuple[Share, ...]
    causes: tuple[Share, ...]
    needs: tuple[Share, ...]


def score(today: dt.date) -> Score:
    """How many entries that anyone can see were confirmed within their term. Nine queries.

    Registered organisations count when they, or staff who asked them, said so; what was told to us
    here counts from the day it was told. What a feed keeps is not counted: it is fresh as its owner
    keeps it. An organisation without a cause, or a service without a need, is in no theme.
    """
    rules = rules_on(today)
    shown, running = asked_after().published(), services_asked_after().shown()
    running = running.filter(status=ServiceStatus.ACTIVE)
    is_group = Q(kind=Kind.GROUP, side=Side.SECTOR)
    fresh, fresh_service = fresh_organisation(rules, today), fresh_offer(rules, today)
    rows = shown.aggregate(
        groups=Count("pk", filter=is_group), others=Count("pk", filter=~is_group),
        fresh_groups=Count("pk", filter=is_group & fresh),
        fresh_others=Count("pk", filter=~is_group & fresh),
    )  # fmt: skip
    offered = running.aggregate(all=Count("pk"), fresh=Count("pk", filter=fresh_service))
    sorts = (
        Share(SORTS[Sort.GROUP], rows["groups"], rows["fresh_groups"]),
        Share(SORTS[Sort.ORGANISATION], rows["others"], rows["fresh_others"]),
        Share(SORTS[Sort.SERVICE], offered["all"], offered["fresh"]),
    )
    whole = Share("All entries", sum(s.entries for s in sorts), sum(s.fresh for s in sorts))
    causes = Classification.objects.filter(scheme=CAUSE, suggested=False)
    needs = ServiceTerm.objects.filter(scheme=NEED)
    return Score(
        today, rules, whole, sorts,
        by_theme(CAUSE, causes, "organisation", shown, shown.filter(fresh)),
        by_theme(NEED, needs, "service", running, running.filter(fresh_service)),
    )  # fmt: skip


def fresh_organisation(rules: Rules, today: dt.date) -> Q:
    """Confirmed within its term, or told to us here within it."""
    is_group = Q(kind=Kind.GROUP, side=Side.SECTOR)
    groups, others = (latest_due(rules[s], today) for s in (Sort.GROUP, Sort.ORGANISATION))
    told = Q(confirmed_on=None, added_at__date__gt=groups) & told_here_only()
    return (is_group & Q(confirmed_on__gt=groups)) | (~is_group & Q(confirmed_on__gt=others)) | told


def fresh_offer(rules: Rules, today: dt.date) -> Q:
    """Said to be right within its term."""
    last = latest_due(rules[Sort.SERVICE], today)
    return Q(assured_on__gt=last) | Q(assured_on=None, added_at__date__gt=last)


def by_theme(
    scheme: str, given: QuerySet[Any], owner: str, every: QuerySet[Any], fresh: QuerySet[Any]
) -> tuple[Share, ...]:
    """For each code that is given to any: how many have it, and how many of them are fresh."""

    def counted(rows: QuerySet[Any]) -> dict[str, int]:
        of_these = given.filter(**{f"{owner}__in": rows.order_by().values("pk")})
        found = of_these.order_by().values("code").annotate(n=Count(owner, distinct=True))
        return {row["code"]: row["n"] for row in found}

    entries, right = counted(every), counted(fresh)
    titles = Term.objects.filter(scheme=scheme, code__in=entries).values_list("code", "title")
    shares = [
        Share(title, entries[code], right.get(code, 0), code) for code, title in titles
    ]  # fmt: skip
    return tuple(sorted(shares, key=lambda s: (s.title.lower(), s.code)))


@dataclass(frozen=True)
class Told:
    """One thing in an entry's history: that it was confirmed, asked after, or answered for."""

    at: dt.datetime
    words: str


def history_of(organisation: Organisation) -> list[Told]:
    """Confirmations, letters and answers about one organisation, newest first. Three queries."""
    found = [
        Told(c.at, confirmed_words(c))
        for c in organisation.confirmations.select_related("service").order_by("pk")
    ]
    found += [Told(r.written_at, letter_words(r)) for r in organisation.reminders.order_by("pk")]
    found += [Told(a.at, answer_words(a)) for a in organisation.answers.order_by("pk")]
    return sorted(found, key=lambda told: told.at, reverse=True)


def confirmed_words(c: Confirmation) -> str:
    """A confirmation as a sentence."""
    what = f"{c.service.name} was" if c.service else "Its entry was"
    reason = f": {c.reason}" if c.reason else ""
    return f"{what} said to be right on {day(c.on)}, {how_words(c)}, by {c.by}{reason}"


def how_words(c: Confirmation) -> str:
    """By what way."""
    return str(c.get_how_display()).lower()


def letter_words(r: Reminder) -> str:
    """A letter as a sentence."""
    if r.used_at is not None:
        return f"A letter went to {r.to}, and was answered on {day(r.used_at)}"
    return f"A letter went to {r.to}"


def answer_words(a: Answer) -> str:
    """An answer as a sentence."""
    again = f" To be rung again on {day(a.again_on)}." if a.again_on else ""
    settled = f" Dealt with by {a.settled_by}: {a.settled_why}" if a.settled_at else ""
    return f"{a.get_said_display()} ({a.by}): {a.words or 'no words'}.{again}{settled}"


def has_service_at(*stages: Stage) -> Exists:
    """Whether one of an organisation's services kept here has come to one of these stages."""
    rows = services_asked_after().filter(organisation=OuterRef("pk"), stage__in=stages)
    return Exists(rows)
