"""What a coordinator must do now, today and later, and why: the order is urgency, then wait."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable
from dataclasses import dataclass, field

from django.db.models import Prefetch
from django.urls import reverse

from commonweal.core import clock
from commonweal.help.choices import URGENCY_ORDER, OfferAnswer, State, Urgency
from commonweal.help.models import Match, Offer, Request, Scheme
from commonweal.ui.words import by_then

MOST = 300  # jobs put together for one board; the rest are counted


@dataclass(frozen=True)
class Act:
    """One thing to do: its words, its address by name with arguments, whether it is one press.

    ``needs`` is the permission it takes where not everybody who sees the board may do it.
    """

    words: str
    route: str
    args: tuple[str, ...] = ()
    press: bool = False
    needs: str = ""
    query: tuple[tuple[str, str], ...] = ()

    @property
    def address(self) -> str:
        """Where it is done."""
        return reverse(self.route, args=self.args, query=dict(self.query) or None)


@dataclass(frozen=True)
class Job:
    """Something that needs a person: whose, what, why now, and what to do. ``number`` is rung."""

    who: str
    where: str
    what: str
    why: str
    since: str
    act: Act
    more: Act
    order: tuple[int, dt.datetime]
    mine: bool = False
    tags: tuple[str, ...] = ()
    number: str = ""


@dataclass
class Board:
    """A scheme's jobs. ``open`` counts every open request; ``left`` those not put together."""

    now: list[Job] = field(default_factory=list)
    today: list[Job] = field(default_factory=list)
    waiting: list[Job] = field(default_factory=list)
    later: list[Job] = field(default_factory=list)
    open: int = 0
    left: int = 0


# What else needs somebody: each gives the jobs for "now" and for "today". Others add theirs.
Source = Callable[[Scheme, dt.datetime], tuple[list[Job], list[Job]]]
SOURCES: list[Source] = []


def since_words(passed: dt.timedelta) -> str:
    """How long somebody has waited, as it is said: 50 min, 3 h, 2 days."""
    minutes = int(passed.total_seconds() // 60)
    if minutes < 60:
        return f"{max(minutes, 0)} min"
    if minutes < 48 * 60:
        return f"{minutes // 60} h"
    return f"{minutes // (24 * 60)} days"


def next_act(request: Request, slug: str) -> Act:
    """The one thing that comes next for a request, where it stands."""
    args = (slug, str(request.uuid))
    if request.state == State.CONSENTED:
        return Act("Begin", "request_begin", args, press=True)
    if request.state == State.WAITING:
        return Act("They answered", "request_back", args, press=True)
    if request.state in (State.DONE, State.NOT_POSSIBLE, State.WITHDRAWN):
        return Act("Ask how it went", "request_ask", args, press=True)
    if request.state == State.FOLLOW_UP:
        return Act("Write down what they said", "request_try", args)
    if request.state == State.TRIAGE and not (request.held and request.may_match):
        agreed = Act("Find a helper", "request_match", args)
        ask = Act("Write down whether they agree", "request_ground_add", args)
        return agreed if request.may_match else ask
    return Act("Write down what was done", "request_try", args)


def why_now(request: Request, at: dt.datetime) -> str:
    """Why it stands where it does on the board, in a sentence."""
    if request.held:
        return "On hold; what is essential is decided today by the scheme itself."
    if request.due_at and request.due_at < at and request.state in (
        State.CONSENTED, State.TRIAGE,
    ):  # fmt: skip
        late = since_words(at - request.due_at)
        return f"Should have been reached {late} ago ({request.get_urgency_display().lower()})."
    if request.urgency_by and request.urgency in (Urgency.EMERGENCY, Urgency.HOURS):
        return f"Marked “{request.get_urgency_display().lower()}” by {request.urgency_by}."
    if request.next_on and request.next_on <= at:
        return f"{request.next_what or 'To be looked at again'}: its time has come."
    when = clock.here(request.next_on) if request.next_on else None
    what = request.next_what or "Look again"
    return f"{what}, by {by_then(when)}." if when else what


def job_of(request: Request, at: dt.datetime, viewer: int | None) -> Job:
    """A request as one job on the board."""
    slug = request.scheme.slug
    helpers = [m.helper.name for m in request.standing_matches]  # type: ignore[attr-defined]
    asked = len(request.waiting_offers)  # type: ignore[attr-defined]
    tags = [request.get_state_display()]
    tags += [f"Helper: {helpers[0]}"] if helpers else []
    tags += [f"{asked} asked"] if asked else []
    tags += ["Essential"] if request.essential else []
    return Job(
        who=request.client.called or "Somebody",
        where=request.client.address.split(",")[0] if not request.client.abuse else "",
        what=str(request.need), why=why_now(request, at),
        since=since_words(at - request.asked_at), act=next_act(request, slug),
        more=Act("Open", "request", (slug, str(request.uuid))),
        order=(URGENCY_ORDER.get(request.urgency, 9), request.asked_at),
        mine=request.owner_id == viewer, tags=tuple(tags),
    )  # fmt: skip


def is_for_now(request: Request, at: dt.datetime) -> bool:
    """Whether it cannot wait: urgent and not begun, past its time, held with an essential."""
    urgent = request.urgency in (Urgency.EMERGENCY, Urgency.HOURS)
    unmet = request.state in (State.CONSENTED, State.TRIAGE)
    late = request.due_at is not None and request.due_at <= at and unmet
    called = request.next_on is not None and request.next_on <= at + dt.timedelta(minutes=15)
    return (urgent and unmet) or late or called or (request.held and request.essential)


def board_of(
    scheme: Scheme,
    at: dt.datetime,
    *,
    viewer: int | None = None,
    may: Callable[[str], bool] = lambda _: True,
) -> Board:
    """What one scheme's people must do, from the database in a fixed number of questions.

    What a permission is needed for is told to those who may do it: ``may`` says of one whether
    whoever looks has it.
    """
    asked = Request.objects.of(scheme).open()
    rows = (
        asked.select_related("client", "need", "owner", "scheme")
        .prefetch_related(
            Prefetch(
                "matches", Match.objects.standing().select_related("helper"), "standing_matches"
            ),
            Prefetch("offers", Offer.objects.filter(answer=OfferAnswer.WAITING), "waiting_offers"),
        )
        .order_by("next_on", "pk")[:MOST]
    )
    board = Board(open=asked.count())
    end_of_day = clock.here(at).replace(hour=23, minute=59)
    for request in rows:
        job = job_of(request, at, viewer)
        if is_for_now(request, at):
            board.now.append(job)
        elif request.state == State.WAITING:
            board.waiting.append(job)
        elif request.next_on and request.next_on <= end_of_day:
            board.today.append(job)
        else:
            board.later.append(job)
    for source in SOURCES:
        now, today = source(scheme, at)
        board.now += [job for job in now if not job.act.needs or may(job.act.needs)]
        board.today += [job for job in today if not job.act.needs or may(job.act.needs)]
    for part in (board.now, board.today, board.waiting, board.later):
        part.sort(key=lambda job: job.order)
    board.left = max(board.open - MOST, 0)
    return board
