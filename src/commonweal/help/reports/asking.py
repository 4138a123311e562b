"""What may be asked for, what becomes of it, and how it stands, for whoever asks."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass

from commonweal.core import clock
from commonweal.help import routing
from commonweal.help.actions.taking_in import Going, to_each
from commonweal.help.asked import Ask
from commonweal.help.choices import (
    ENDINGS,
    OPEN_STATES,
    Basis,
    LookKind,
    Part,
    Purpose,
    State,
)
from commonweal.help.models import Asking, Ground, HelpLine, Look, NeedRule, Request, Scheme
from commonweal.help.reports.routing import when_somebody_reads
from commonweal.places.reports import the_place
from commonweal.sector.models import Term

NEED = "need"
MOST_LOOKS = 50
TRUTHS = {
    routing.UNSERVED: "No group here does this yet. A person reads it and looks for who can.",
    routing.ELSEWHERE: "No group does this where you live yet. A person looks for who can.",
    routing.FULL: "The group near you has all it can do this week. A person looks for another.",
    routing.UNKNOWN: "We cannot tell from that who is near, so a person asks first.",
    "outside": "You live outside the place we serve. A person looks whether anybody can help.",
}
# What is said of each state to whoever asked. It names no need, no place and no group.
HOW_IT_STANDS = {
    State.CONSENTED: "It came. Nobody has read it yet.",
    State.TRIAGE: "Somebody is looking at it.",
    State.WAITING: "We wait to hear from you.",
    State.ASSIGNED: "Somebody has said yes.",
    State.IN_PROGRESS: "It has begun.",
    State.DONE: "It is done.",
    State.NOT_POSSIBLE: "It could not be done. Somebody tells you why.",
    State.WITHDRAWN: "It was taken back.",
    State.FOLLOW_UP: "It is over, and we want to ask how it went.",
    State.CLOSED: "It is over.",
}


@dataclass(frozen=True)
class Offered:
    """A group of needs and those in it that may be asked for."""

    code: str
    title: str
    needs: tuple[NeedRule, ...]


@dataclass(frozen=True)
class Ahead:
    """What becomes of one need: when somebody reads it, and the truth where it is another."""

    title: str
    reads: str
    truth: str


@dataclass(frozen=True)
class Looked:
    """Somebody looked, by their role only."""

    at: dt.datetime
    role: str
    what: str


@dataclass(frozen=True)
class Standing:
    """One of the things that were asked, as its asker reads it after the second check."""

    need: str
    says: str
    since: dt.datetime
    reads: str
    open: bool
    pk: int = 0


def offered() -> tuple[Offered, ...]:
    """Everything that may be asked for, by group, in the register's order of groups."""
    rules = NeedRule.objects.filter(offered=True, term__scheme=NEED).select_related("term")
    titles = dict(
        Term.objects.filter(scheme=NEED, parent="").order_by("pk").values_list("code", "title")
    )
    groups: dict[str, list[NeedRule]] = {code: [] for code in titles}
    for rule in rules.order_by("pk"):
        groups.setdefault(rule.term.parent or rule.term.code, []).append(rule)
    return tuple(
        Offered(code, titles.get(code, code.capitalize()), tuple(rows))
        for code, rows in groups.items()
        if rows
    )


def lines() -> list[HelpLine]:
    """The numbers to ring, in the order shown."""
    return list(HelpLine.objects.order_by("position", "pk"))


def telephone() -> str:
    """The number of whoever is at the front door, else of the place."""
    door = Scheme.objects.taking().filter(front_door=True).exclude(phone="").first()
    return door.phone if door else the_place().telephone


def what_happens(ask: Ask, at: dt.datetime) -> list[Ahead]:
    """What becomes of each need if it is sent now."""
    return [ahead_of(going, at) for going in to_each(ask, at)]


def ahead_of(going: Going, at: dt.datetime) -> Ahead:
    """What becomes of one need."""
    if going.rule.warm_only:
        reads = "Somebody rings you as soon as they can, only in the way you said."
    else:
        reads = when_somebody_reads(going.scheme, at)
    return Ahead(going.need.title, reads, TRUTHS.get(going.why, ""))


def has_page(asking: Asking) -> bool:
    """Whether an asking has a page of its own: it was sent, and is of no abuse at home."""
    if asking.sent_at is None:
        return False
    requests = asking.requests.filter(forgotten_on=None)
    return requests.exists() and not requests.filter(client__abuse=True).exists()


def requests_of(asking: Asking) -> list[Request]:
    """What was asked, with all that its page shows."""
    rows = asking.requests.filter(forgotten_on=None).select_related("need", "client", "scheme")
    return list(rows.order_by("pk"))


def standings(requests: Sequence[Request], at: dt.datetime) -> list[Standing]:
    """How each of them stands."""
    return [
        Standing(
            r.need.title, HOW_IT_STANDS.get(State(r.state), ""), r.state_since,
            when_somebody_reads(r.scheme, at) if r.state == State.CONSENTED else "",
            r.state in OPEN_STATES and r.state not in (*ENDINGS, State.FOLLOW_UP), r.pk,
        )
        for r in requests
    ]  # fmt: skip


def looks_at(requests: Sequence[Request]) -> list[Looked]:
    """Who looked at their record, by role, the last first."""
    subjects = {r.client.uuid for r in requests}
    rows = Look.objects.filter(subject__in=subjects).order_by("-number")[:MOST_LOOKS]
    return [Looked(r.at, as_role(r.role), LookKind(r.kind).label) for r in rows]


def as_role(role: str) -> str:
    """As what somebody looked, in words that the person reads."""
    parts = [LOOKERS.get(part, part) for part in role.split(", ") if part]
    return ", ".join(parts) or "somebody of the group"


LOOKERS = {
    Part.LEAD: "the lead of the group", Part.COORDINATOR: "a coordinator of the group",
    Part.PHONE: "whoever takes calls", "helper": "your helper",
}  # fmt: skip
# What details are used for and on which basis, as it is said to the person themselves.
TO_THEM: dict[str, str] = {
    Purpose.HELP: "Finding and giving the help you asked for",
    Purpose.SHARE: "Handing what you asked for to another scheme",
    Purpose.SAFEGUARD: "Keeping you or somebody else safe",
    Basis.CONSENT: "You agreed",
    Basis.EXPLICIT: "You agreed, in so many words, to details of health and the like",
    Basis.LEGITIMATE: "It is in your interest and ours that you get help (legitimate interests)",
    Basis.CONTRACT: "A contract with you",
}


@dataclass(frozen=True)
class Used:
    """For what their details are used, on which basis, since when and until when."""

    pk: int
    purpose: str
    basis: str
    at: dt.datetime
    expires_on: dt.date | None


def used_for(requests: Sequence[Request]) -> list[Used]:
    """For what their details are used now, in words said to the person themselves."""
    return [
        Used(
            g.pk, TO_THEM.get(g.purpose, g.get_purpose_display()),
            TO_THEM.get(g.basis, g.get_basis_display()), g.at, g.expires_on,
        )
        for g in grounds_of(requests)
    ]  # fmt: skip


def grounds_of(requests: Sequence[Request]) -> list[Ground]:
    """For what their details are used now."""
    clients = {r.client_id for r in requests}
    standing = Ground.objects.filter(client__in=clients).standing(clock.today())
    return list(standing.order_by("purpose", "pk"))
