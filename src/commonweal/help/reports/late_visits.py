"""Visits as the board and the page of today show them: late ones first, with what to do."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass

from django.conf import settings

from commonweal.core import clock
from commonweal.help.actions.texting import waiting_texts
from commonweal.help.choices import VisitStanding
from commonweal.help.lone import RUNGS
from commonweal.help.models import Alert, Scheme, Visit
from commonweal.help.reports.board import SOURCES, Act, Job, since_words

NOT_BEGUN = dt.timedelta(minutes=30)
FIRST_OF_ALL = -1


@dataclass(frozen=True)
class VisitRow:
    """One visit on the page of today: how late it is and what is to be done now, if anything."""

    visit: Visit
    late: str
    say: str
    alerts: tuple[Alert, ...]


def what_to_do(visit: Visit, alerts: tuple[Alert, ...], at: dt.datetime) -> str:
    """What whoever is on duty does now about a visit under way; nothing while all is well."""
    passed = (at - visit.expected_end).total_seconds() / 60
    taken = {a.step for a in alerts}
    reached = sum(passed >= minutes for minutes, _, _ in RUNGS)
    reached = max(reached, 3 if "duty" in taken else 0, 2 if "call" in taken else 0)
    if reached == 0:
        return ""
    return RUNGS[reached - 1][2] if reached > 1 else "The helper was sent a text. Ring if you can."


def visits_of_today(scheme: Scheme, at: dt.datetime) -> list[VisitRow]:
    """Under way whatever its day, the latest first, then today's, in the order of their times."""
    here = clock.here(at)
    begins = here.replace(hour=0, minute=0, second=0, microsecond=0)
    ours = Visit.objects.filter(match__request__scheme=scheme)
    todays = ours.filter(starts_at__gte=begins, starts_at__lt=begins + dt.timedelta(days=1))
    rows = (ours.under_way() | todays).select_related(
        "match__helper", "match__request__client", "match__request__need", "watcher"
    )
    found = []
    for visit in rows.prefetch_related("alerts").order_by("expected_end", "pk")[:300]:
        alerts = tuple(sorted(visit.alerts.all(), key=lambda a: a.due_at))
        under_way = visit.standing == VisitStanding.UNDER_WAY
        late = at - visit.expected_end if under_way and visit.expected_end < at else None
        found.append(VisitRow(
            visit, since_words(late) if late else "",
            what_to_do(visit, alerts, at) if late else "", alerts,
        ))  # fmt: skip
    order: dict[str, int] = {VisitStanding.UNDER_WAY: 0, VisitStanding.PLANNED: 1}
    return sorted(found, key=lambda r: (not r.late, order.get(r.visit.standing, 2)))


def late_visits(scheme: Scheme, at: dt.datetime) -> tuple[list[Job], list[Job]]:
    """Jobs about visits: now, who is not back; today, what nobody began."""
    ours = Visit.objects.filter(match__request__scheme=scheme).select_related(
        "match__helper", "match__request__need"
    )
    first = dt.timedelta(minutes=RUNGS[0][0])
    late = (
        ours.under_way()
        .filter(expected_end__lte=at - first)
        .prefetch_related("alerts")
        .order_by("expected_end", "pk")
    )
    now = [_not_back(visit, scheme, at) for visit in late[:100]]
    unbegun = ours.filter(standing=VisitStanding.PLANNED, starts_at__lt=at - NOT_BEGUN)
    today = [_not_begun(visit, scheme, at) for visit in unbegun.order_by("starts_at", "pk")[:100]]
    return now, today


def _not_back(visit: Visit, scheme: Scheme, at: dt.datetime) -> Job:
    act = Act("Ring and answer", "visit", (scheme.slug, str(visit.pk)))
    return Job(
        who=visit.match.helper.name or "A helper", where="", what="Not back from a visit",
        why=what_to_do(visit, tuple(visit.alerts.all()), at),
        since=since_words(at - visit.expected_end), act=act,
        more=Act("All visits", "visits", (scheme.slug,)),
        order=(FIRST_OF_ALL, visit.expected_end), tags=("Alarm",),
    )  # fmt: skip


def _not_begun(visit: Visit, scheme: Scheme, at: dt.datetime) -> Job:
    when = clock.here(visit.starts_at)
    return Job(
        who=visit.match.helper.name or "A helper", where="", what=str(visit.match.request.need),
        why=f"Planned for {when:%-d %B, %H:%M}, and nobody said that it began. Did it happen?",
        since=since_words(at - visit.starts_at),
        act=Act("Say what happened", "visit", (scheme.slug, str(visit.pk))),
        more=Act("All visits", "visits", (scheme.slug,)),
        order=(0, visit.starts_at), tags=("Visit",),
    )  # fmt: skip


def texts_to_send(scheme: Scheme, at: dt.datetime) -> tuple[list[Job], list[Job]]:
    """A job for now while texts wait for somebody to send them."""
    waiting = waiting_texts(scheme, gateway=bool(settings.TEXT_GATEWAY), at=at)
    if not waiting:
        return [], []
    act = Act("Send them", "waiting_texts", (scheme.slug,))
    count = len(waiting)
    job = Job(
        who="Texts", where="", what=f"{count} {'waits' if count == 1 else 'wait'} to be sent",
        why="No gateway sends them, so somebody does by their own telephone.",
        since=since_words(at - waiting[0].written_at), act=act, more=act,
        order=(1, waiting[0].written_at),
    )  # fmt: skip
    return [job], []


SOURCES += [late_visits, texts_to_send]
