"""What the holder of a list rings next, and the little that whoever began a ring-round learns."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass, field

from commonweal.core.suppression import rounded, suppress
from commonweal.help.choices import RingOutcome, RingStanding
from commonweal.help.models import RingPart, RingRound
from commonweal.help.ringing import STILL_OPEN, Ringing, may_be_rung, ringing

FEW, HIDDEN = "fewer than 5", "not shown"


@dataclass
class ToRing:
    """One holder's calls: those for this hour, later ones, those a person decides, and the rest.

    ``over`` counts those that came to an end; ``not_rung`` those who may be rung no more.
    """

    now: list[Ringing] = field(default_factory=list)
    later: list[Ringing] = field(default_factory=list)
    decide: list[Ringing] = field(default_factory=list)
    over: int = 0
    not_rung: int = 0


def to_ring(part: RingPart, at: dt.datetime) -> ToRing:
    """Whom one scheme rings now, in the order in which they came onto its list."""
    found, most = ToRing(), part.ring_round.most_tries
    calls = part.calls.select_related("client").prefetch_related("client__grounds")
    standing = set(
        part.list.people.filter(left_at=None).values_list("client", flat=True) if part.list else ()
    )
    for call in calls.order_by("pk"):
        if call.outcome not in STILL_OPEN:
            found.over += 1
            continue
        if call.client_id not in standing or not may_be_rung(call.client, at.date()):
            found.not_rung += 1
            continue
        one = ringing(call, most, at)
        where = found.decide if one.decide else found.now if one.now else found.later
        where.append(one)
    return found


@dataclass(frozen=True)
class RingRow:
    """What is told of one scheme's part: its name, how it stands, counts as they may be shown."""

    scheme: str
    says: str
    cells: tuple[str, ...]
    total: str = ""


@dataclass(frozen=True)
class RingTable:
    """What whoever began a ring-round sees. While it is open there is no count at all."""

    closed: bool
    titles: tuple[str, ...]
    rows: tuple[RingRow, ...]


def says_of(part: RingPart) -> str:
    """How a part stands."""
    if part.declined_at:
        return "does not take part"
    return "takes part" if part.joined_at else "has not answered"


def ring_table(ring_round: RingRound) -> RingTable:
    """The counts of a ring-round that is over: each part by itself, suppressed, in steps of five.

    Nothing is added up over the parts, and nothing is told before the end, so that no difference
    between two tables or two moments shows one call.
    """
    closed = ring_round.standing == RingStanding.CLOSED
    parts = ring_round.parts.select_related("scheme").prefetch_related("counts").order_by("pk")
    outcomes = list(RingOutcome)
    rows = []
    for part in parts:
        counts = {c.outcome: c.count for c in part.counts.all()}
        told = closed and part.joined_at is not None
        row = suppress([counts.get(o, 0) for o in outcomes])
        cells = tuple(
            FEW if small else HIDDEN if count is None else str(rounded(count))
            for count, small in zip(row.counts, row.small, strict=True)
        )
        total = HIDDEN if row.total is None or row.hides else str(rounded(row.total))
        rows.append(
            RingRow(part.scheme.name, says_of(part), cells if told else (), total if told else "")
        )
    return RingTable(closed, tuple(str(o.label) for o in outcomes), tuple(rows))
