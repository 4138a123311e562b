"""One request as its scheme's people read it: what was said, tried and done, the last first."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass

from commonweal.help.actions.people import perhaps_the_same
from commonweal.help.actions.repeating import OFTEN
from commonweal.help.choices import State
from commonweal.help.models import (
    Client,
    HandOver,
    Keyholder,
    Match,
    Offer,
    Request,
)
from commonweal.help.reports.board import since_words
from commonweal.help.reports.trying import ANSWERED, OVER, next_try, waited_of


@dataclass(frozen=True)
class Happened:
    """Something in the life of a request."""

    at: dt.datetime
    by: str
    what: str
    words: str = ""
    handover: bool = False


@dataclass(frozen=True)
class OneRequest:
    """All that a page shows of a request."""

    request: Request
    client: Client
    happened: tuple[Happened, ...]
    match: Match | None
    offers: tuple[Offer, ...]
    keyholders: tuple[Keyholder, ...]
    hand_over: HandOver | None
    same: tuple[Client, ...]
    others: tuple[Request, ...]
    grounds: tuple[str, ...]


def life_of(request: Request) -> tuple[Happened, ...]:
    """What happened to it: transitions, owners, tries and notes, the last first."""
    rows = [
        Happened(t.at, t.by, t.get_after_display(), t.reason) for t in request.transitions.all()
    ]
    rows += [
        Happened(o.at, o.by, f"{o.owner.label} answers for it", o.reason)
        for o in request.ownings.select_related("owner")
    ]
    rows += [
        Happened(
            t.at, t.by,
            f"{t.get_way_display()}: {t.get_outcome_display().lower()}"
            + (" (keyholder)" if t.keyholder else ""),
            t.note,
        )
        for t in request.tries.all()
    ]  # fmt: skip
    rows += [
        Happened(n.at, n.by, "Handover note" if n.handover else "Note", n.words, n.handover)
        for n in request.notes.all()
    ]
    return tuple(sorted(rows, key=lambda h: h.at, reverse=True))


def one_request(request: Request, on: dt.date) -> OneRequest:
    """All of a request that its scheme's people may read, in a fixed number of questions."""
    client = request.client
    told = {"name": client.name, "phone": client.phone, "postcode": client.postcode}
    same = [c for c in perhaps_the_same(request.scheme, told) if c.pk != client.pk]
    others = client.requests.exclude(pk=request.pk).select_related("need")
    grounds = [
        f"{g.get_purpose_display()}: {g.get_basis_display().lower()}"
        for g in client.grounds.standing(on)
    ]
    return OneRequest(
        request=request, client=client, happened=life_of(request),
        match=request.matches.standing().select_related("helper").first(),
        offers=tuple(request.offers.select_related("helper").order_by("-at")[:20]),
        keyholders=tuple(client.keyholders.all()),
        hand_over=request.hand_overs.filter(ended_at=None).select_related("to_scheme").first(),
        same=tuple(same[:10]), others=tuple(others.order_by("-asked_at")[:20]),
        grounds=tuple(grounds),
    )  # fmt: skip


def missed_try(request: Request, at: dt.datetime) -> str:
    """What comes next for somebody who did not answer last time; nothing for anybody else."""
    last = request.tries.order_by("-at", "-pk").first()
    if last is None or last.outcome in ANSWERED or request.state == State.CLOSED:
        return ""
    return next_try(request, at).says


def repeats(request: Request) -> str:
    """How often it is wanted, as it is said; nothing where it is wanted once."""
    said = {rule: words for words, rule in OFTEN.values()}
    return said.get(request.rule, request.rule) if request.rule else ""


@dataclass(frozen=True)
class Waits:
    """How long they have waited by each clock, as it is said."""

    published: str
    scheme: str
    paused: bool


def waits_of(request: Request, at: dt.datetime) -> Waits:
    """How long they have waited since they asked, and how long of it the scheme had it."""
    both = waited_of(request, at)
    paused = both.paused > dt.timedelta(minutes=1) and request.state not in OVER
    return Waits(since_words(both.published), since_words(both.scheme), paused)
