"""What a helper may read of a task now: before their yes, after it, and when its time is over."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass, field
from typing import Any

from commonweal.core import clock
from commonweal.core.actors import Actor
from commonweal.core.permissions import allowed
from commonweal.help.actions.ending import AFTERWARDS
from commonweal.help.choices import LookKind, VisitStanding
from commonweal.help.models import Apart, Client, Look, Match, Request
from commonweal.help.reports.candidates import minutes_for
from commonweal.help.weekly import DAYS, day_of, planned_end
from commonweal.places.models import Area

DAY_NAMES = (
    "Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday",
)  # fmt: skip


@dataclass(frozen=True)
class TaskSeen:
    """What anybody who is asked may read: a first name, an area, a task, when and how long."""

    called: str
    area: str
    task: str
    when: str
    minutes: int


@dataclass(frozen=True)
class MayRead:
    """What the helper of a match may read now. While it is not ``open``, nothing but the task."""

    task: TaskSeen
    open: bool = False
    name: str = ""
    address: str = ""
    postcode: str = ""
    phone: str = ""
    safe: dict[str, Any] = field(default_factory=dict)
    access: str = ""
    details: str = ""
    until: dt.datetime | None = None


def area_name(code: str) -> str:
    """The name of a ward; nothing of one that is not known."""
    return Area.objects.filter(code=code).values_list("name", flat=True).first() or ""


def when_of(wanted: Any) -> str:
    """When something is wanted, as it is said; nothing where any time will do."""
    told = wanted if isinstance(wanted, dict) else {}
    day = day_of(told.get("on", ""))
    parts = [f"{day:%A %-d %B}"] if day else []
    for stretch in told.get("windows") or ():
        if isinstance(stretch, list | tuple) and len(stretch) == 3 and stretch[0] in DAYS:
            weekday = "" if day else f"{DAY_NAMES[DAYS.index(stretch[0])]} "
            if day is None or DAYS[day.weekday()] == stretch[0]:
                parts.append(f"{weekday}{stretch[1]} to {stretch[2]}")
    return ", ".join(parts)


def task_seen(request: Request) -> TaskSeen:
    """What a helper may read before they say yes. Of somebody in danger neither name nor area."""
    client, wanted = request.client, request.wanted if isinstance(request.wanted, dict) else {}
    return TaskSeen(
        called="Somebody" if client.abuse else client.called or "Somebody",
        area="" if client.abuse else area_name(request.area), task=str(request.need),
        when=when_of(wanted), minutes=minutes_for(wanted),
    )  # fmt: skip


def is_open(match: Match, at: dt.datetime) -> bool:
    """Whether the helper of a match may read the address at that moment.

    Not after they gave it back, it went to another, it was put on hold or they were suspended;
    nor 24 hours after it was done or was planned to end, whichever was first.
    """
    standing = Match.objects.filter(pk=match.pk).may_read_address(at)
    if not standing.filter(request__client__forgotten_on=None).exists():
        return False
    if Apart.objects.filter(client=match.request.client_id, helper=match.helper_id).exists():
        return False
    last = planned_until(match, at)
    return last is None or at < last + AFTERWARDS


def planned_until(match: Match, at: dt.datetime) -> dt.datetime | None:
    """When a task was planned to end: with its last visit, else with the day that was named.

    Nothing where neither is known, or where it comes again and no last day was named.
    """
    zone, request = clock.here(at).tzinfo or dt.UTC, match.request
    if request.rule:
        return planned_end({"on": str(request.until)}, zone) if request.until else None
    planned = match.visits.exclude(standing=VisitStanding.CALLED_OFF).order_by("-expected_end")
    last = planned.values_list("expected_end", flat=True).first()
    return last or planned_end(request.wanted, zone)


def shuts_at(match: Match, at: dt.datetime) -> dt.datetime | None:
    """When an address that is open shuts by itself, where that is known."""
    planned = planned_until(match, at)
    known = [match.see_until, planned and planned + AFTERWARDS]
    return min((moment for moment in known if moment), default=None)


def address_for(actor: Actor, match: Match, at: dt.datetime) -> MayRead:
    """What somebody may read of a match now; for nobody but its own helper is it ever open.

    Whoever shows it notes the look first.
    """
    rows = Match.objects.select_related("request__client", "request__need", "helper__scheme")
    now = rows.get(pk=match.pk)
    task, client = task_seen(now.request), now.request.client
    if not allowed(actor, "help.read_task", now) or not is_open(now, at):
        return MayRead(task)
    has_safe_way = client.abuse or bool(client.safe.get("number"))
    return MayRead(
        task=task, open=True, name=client.called if client.abuse else client.name,
        address=client.address, postcode=client.postcode,
        phone="" if has_safe_way else client.phone, safe=client.safe if has_safe_way else {},
        access=client.access, details=now.request.details, until=shuts_at(now, at),
    )  # fmt: skip


@dataclass(frozen=True)
class Looked:
    """Somebody looked at a person's record: when, as what, and for what. Never who by name."""

    at: dt.datetime
    role: str
    what: str


ROLES = {
    "helper": "the helper who had the task", "lead": "the lead of the scheme",
    "coordinator": "a coordinator", "phone": "somebody on duty",
}  # fmt: skip


def who_looked(client: Client, most: int = 200) -> tuple[Looked, ...]:
    """Who looked at a person's record, by role, the last first: for that person to read."""
    rows = Look.objects.at_record(client.uuid).filter(scheme=client.scheme_id)[:most]
    return tuple(
        Looked(
            row.at,
            " and ".join(ROLES.get(r, r) for r in row.role.split(", ")) or "somebody of the scheme",
            str(LookKind(row.kind).label) if row.kind in LookKind.values else row.kind,
        )
        for row in rows
    )  # fmt: skip
