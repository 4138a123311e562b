"""The next visits of requests that repeat, with the helper they are used to."""

from __future__ import annotations

import datetime as dt

import structlog
from django.utils import timezone

from commonweal.core import clock
from commonweal.core.actions import action
from commonweal.core.actors import Actor
from commonweal.core.refused import Refused
from commonweal.help.actions import life
from commonweal.help.actions.visits import LONGEST, checked_start, make_visit
from commonweal.help.choices import HelperStanding, State
from commonweal.help.models import Match, Request, Visit
from commonweal.help.recurring import occurrences
from commonweal.help.reports.may_do import may_do

log = structlog.get_logger("commonweal.help")
HORIZON = dt.timedelta(days=14)
CANNOT_READ = (ValueError, TypeError, IndexError)
UNREADABLE = "How it repeats cannot be read: plan its visits by hand"


def begins_of(request: Request) -> dt.datetime | None:
    """When it comes for the first time, by the place's clock: as was agreed, else as it was."""
    told = request.wanted or {}
    windows = told.get("windows") or []
    zone = timezone.get_current_timezone()
    if told.get("on") and windows:
        day, time = dt.date.fromisoformat(told["on"]), dt.time.fromisoformat(windows[0][1])
        return dt.datetime.combine(day, time, zone)
    first = Visit.objects.filter(match__request=request).order_by("starts_at").first()
    return clock.here(first.starts_at).astimezone(zone) if first else None


def minutes_of(request: Request) -> int:
    """How long it takes: as was told, else as the scheme says of such a need."""
    need = request.scheme.needs.filter(term=request.need).first()
    told = (request.wanted or {}).get("minutes") or (need.minutes if need else 60)
    return max(5, min(int(told), LONGEST))


def missing(match: Match, request: Request, now: dt.datetime) -> list[dt.datetime]:
    """When it comes within a fortnight that is not planned yet.

    :raises ValueError: when how it repeats, or since when, cannot be read.
    """
    begins = begins_of(request)
    if begins is None:
        return []
    near = match.visits.filter(starts_at__lte=now + HORIZON)
    last = near.order_by("-starts_at").values_list("starts_at", flat=True).first()
    # Only later days: a visit that was moved within its day is not planned a second time.
    after = max(now, clock.here(last).replace(hour=23, minute=59)) if last else now
    times = occurrences(
        request.rule, begins=begins, after=after, before=now + HORIZON, until=request.until,
        closed=request.scheme.closed_on,
    )  # fmt: skip
    return [moment.astimezone(dt.UTC) for moment in times]


def plan_on(match: Match, request: Request, now: dt.datetime) -> int:
    """Plan what is missing; how many. Inner step."""
    planned, minutes = 0, minutes_of(request)
    for moment in missing(match, request, now):
        if not lasts_until(match, request, clock.day_of(moment)):
            tell_owner(request, "The helper's check or insurance runs out: see to it")
            break
        try:
            checked_start(match, moment, minutes)
        except Refused:
            tell_owner(request, "A repeated visit falls on another of the helper's")
        else:
            make_visit(match, request, moment, minutes)
            planned += 1
    return planned


def lasts_until(match: Match, request: Request, day: dt.date) -> bool:
    """Whether the helper may still do this on a day; a need that is not listed asks for nothing."""
    listed = request.scheme.needs.select_related("term").filter(term=request.need).first()
    return listed is None or may_do(match.helper, listed, day)[0]


def tell_owner(request: Request, what: str) -> None:
    """Put it before its owner, once. Inner step."""
    if request.next_what != what:
        life.look_again(request, clock.now() + life.SOON, what)


@action(permission="help.keep_house", about="request")
def plan_next(*, by: Actor, request: Request) -> int:
    """Plan the next visits of one request that repeats; how many were planned.

    What cannot be read is put before its owner.
    """
    asked = life.held(request)
    match = asked.matches.standing().select_related("helper__scheme").first()
    if (
        match is None
        or asked.held
        or not asked.may_match
        or match.helper.standing != HelperStanding.READY
    ):
        return 0
    try:
        return plan_on(match, asked, clock.now())
    except CANNOT_READ:
        tell_owner(asked, UNREADABLE)
        return 0


@action(permission="help.keep_house", whole=False)
def next_visits(*, by: Actor) -> int:
    """Plan the next visits of all that repeats and has a helper; how many requests were seen to.

    One that fails hinders no other.
    """
    today = clock.today()
    asked = Request.objects.filter(
        state__in=[State.ASSIGNED, State.IN_PROGRESS], held=False, may_match=True,
        matches__ended_at=None,
        matches__helper__standing=HelperStanding.READY, forgotten_on=None,
    ).exclude(rule="").exclude(until__lt=today).distinct()  # fmt: skip
    worked = 0
    for request in asked.select_related("scheme").order_by("pk").iterator(chunk_size=200):
        if request.next_what == UNREADABLE or not has_missing(request):
            continue
        try:
            plan_next(by=by, request=request)
        except Exception as problem:
            log.warning("repeated visits could not be planned", why=type(problem).__name__)
        worked += 1
    return worked


def has_missing(request: Request) -> bool:
    """Whether there is anything to plan, or to tell its owner of."""
    match = request.matches.standing().first()
    try:
        return match is not None and bool(missing(match, request, clock.now()))
    except CANNOT_READ:
        return True


HOURLY = (next_visits,)
