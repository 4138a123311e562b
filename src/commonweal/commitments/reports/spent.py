"""What was spent in each ward, beside what may be without an agent's authority."""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal

from commonweal.commitments.models import Call, Spend
from commonweal.commitments.spending import Rate, Standing, permitted_sum, rate_for


@dataclass(frozen=True)
class Ward:
    """One ward's spending, item by item."""

    name: str
    code: str
    electors: int | None
    standing: Standing
    rate: Rate
    items: tuple[Spend, ...]


def spent_by_ward(call: Call) -> list[Ward]:
    """The wards in which anything was spent, in order of name, in one query."""
    rows = Spend.objects.filter(call=call).select_related("ballot__election")
    held: dict[int, list[Spend]] = {}
    for item in rows.order_by("ballot__name", "ballot_id", "on", "pk"):
        held.setdefault(item.ballot_id, []).append(item)
    found = []
    for items in held.values():
        ballot = items[0].ballot
        poll = ballot.poll_on or ballot.election.on
        spent = sum((item.pounds for item in items), Decimal(0))
        permitted = None if ballot.electors is None else permitted_sum(ballot.electors, poll)
        found.append(
            Ward(
                ballot.name, ballot.code, ballot.electors, Standing(spent, permitted),
                rate_for(poll), tuple(items),
            )
        )  # fmt: skip
    return found
