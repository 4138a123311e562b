"""One councillor: what they said, what became of it, their party, and when they are looked at."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass

from django.db.models import Prefetch

from commonweal.commitments.models import (
    Affiliation,
    Call,
    Candidate,
    Commitment,
    CouncillorUpdate,
    ProgressReview,
)
from commonweal.commitments.period import Poll, Review, reviews
from commonweal.commitments.reports.hours import is_shown
from commonweal.commitments.reports.period import polls
from commonweal.commitments.reports.showing import (
    Ask,
    Said,
    answers_of,
    asks_of,
)


@dataclass(frozen=True)
class Promised:
    """One ask: what they said to it, and what named people made of it since."""

    ask: Ask
    said: Said
    promise: Commitment | None
    reviews: tuple[ProgressReview, ...]


@dataclass(frozen=True)
class Councillor:
    """A councillor's page, the same for whoever answered and whoever did not.

    ``party_now`` is none while it is the one they stood for. ``successors`` are those who were
    elected later on a by-election for the same seat.
    """

    candidate: Candidate
    call: Call | None
    shown: bool
    hour: dt.datetime | None
    promised: tuple[Promised, ...]
    updates: tuple[CouncillorUpdate, ...]
    parties: tuple[Affiliation, ...]
    party_now: Affiliation | None
    coming: tuple[Review, ...]
    past: tuple[Review, ...]
    paused: Poll | None
    successors: tuple[Candidate, ...]


def councillor(
    candidate: Candidate, call: Call | None, now: dt.datetime, here: dt.datetime
) -> Councillor:
    """A councillor's page at a moment, with what they said to one call; ``here`` is that moment by
    the clock of the place."""
    today, known = here.date(), polls()
    shown = call is not None and is_shown(call, candidate.ballot, now)
    parties = tuple(candidate.affiliations.filter(since__lte=today).order_by("since", "pk"))
    days = (
        reviews(candidate.office_from, candidate.office_to, polls=known)
        if candidate.office_from
        else ()
    )
    updates = candidate.updates.order_by("-at", "-pk")
    return Councillor(
        candidate=candidate, call=call, shown=shown,
        hour=(candidate.ballot.reveal_at or call.reveal_at) if call else None,
        promised=promised_by(candidate, call, now) if shown else (),
        updates=tuple(updates), parties=parties, party_now=parties[-1] if parties else None,
        coming=tuple(r for r in days if r.on > today), past=tuple(r for r in days if r.on <= today),
        paused=next((p for p in known if p.holds(here)), None),
        successors=successors_of(candidate),
    )  # fmt: skip


def promised_by(candidate: Candidate, call: Call | None, now: dt.datetime) -> tuple[Promised, ...]:
    """Ask by ask, what they said and the reviews of it that are published."""
    asks, said = asks_of(call), answers_of(call, [candidate.pk], now)
    published = ProgressReview.objects.exclude(published_at=None).order_by("-on", "-pk")
    rows = candidate.commitments.published().prefetch_related(
        Prefetch("reviews", queryset=published, to_attr="shown_reviews")
    )
    promises = {c.paragraph_id: c for c in rows.order_by("pk")}
    return tuple(
        Promised(
            ask, said.get((candidate.pk, ask.pk), Said()), promise,
            tuple(getattr(promise, "shown_reviews", ())),
        )
        for ask in asks
        for promise in [promises.get(ask.pk)]
    )  # fmt: skip


def successors_of(candidate: Candidate) -> tuple[Candidate, ...]:
    """Who was elected later at a by-election to a seat of the same area, once they had left."""
    ballot = candidate.ballot
    if candidate.office_to is None or not ballot.area:
        return ()
    later = Candidate.objects.filter(
        ballot__area=ballot.area, ballot__council=ballot.council, ballot__by_election=True,
        elected=True, ballot__election__on__gte=candidate.office_to,
    )  # fmt: skip
    return tuple(later.exclude(pk=candidate.pk).order_by("office_from", "pk")[:5])
