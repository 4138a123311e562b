"""What is spent on a call that favours or opposes candidates, ward by ward."""

from __future__ import annotations

import datetime as dt
from decimal import Decimal

from django.db.models import Sum

from commonweal.commitments.actions.revealing import told
from commonweal.commitments.models import Ballot, Call, Spend
from commonweal.commitments.spending import PENNY, Standing, permitted_sum
from commonweal.core import clock
from commonweal.core.actions import action
from commonweal.core.actors import Actor
from commonweal.core.refused import Refused

MOST = Decimal("99999999.99")


@action(permission="commitments.run_call", about="call")
def log_spend(
    *,
    by: Actor,
    call: Call,
    ballot: Ballot,
    on: dt.date,
    what: str,
    pounds: Decimal,
    paid_by: str,
    authority: str = "",
) -> Spend:
    """Write down money that was spent in one ward.

    Past the permitted sum it says which candidate's agent authorised it and when, or that none did:
    the log never turns away what was truly spent.

    :raises Refused: where the call favours nobody, or when something is not said.
    """
    if not call.favours:
        raise Refused("This call favours and opposes nobody, so no spending is logged.")
    if ballot.election_id != call.election_id:
        raise Refused("This ward is not in this election.", field="ballot")
    if on > clock.today():
        raise Refused("That day is still to come.", field="on")
    if not pounds.is_finite() or not 0 < pounds <= MOST or pounds != pounds.quantize(PENNY):
        raise Refused("Write pounds and pence, such as 12.50.", field="pounds")
    what = told(what, "what", "Say what it was spent on.")[:300]
    paid_by = told(paid_by, "paid_by", "Say who paid.")[:255]
    after = standing_of(call, ballot, more=pounds)
    if after.needs_authority and not authority.strip():
        raise Refused(
            f"This makes £{after.spent:,.2f} in {ballot.name}, and £{after.permitted:,.2f} is the "
            "most without authority. Say which candidate's agent authorised it and when, or write "
            "that none did.",
            field="authority",
        )
    return Spend.objects.create(
        call=call, ballot=ballot, on=on, what=what, pounds=pounds, paid_by=paid_by,
        authority=authority.strip()[:300], at=clock.now(), by=by.label,
    )  # fmt: skip


def standing_of(call: Call, ballot: Ballot, *, more: Decimal = Decimal(0)) -> Standing:
    """How the spending in a ward stands, with so much more."""
    spent = call.spending.filter(ballot=ballot).aggregate(all=Sum("pounds"))["all"] or Decimal(0)
    poll = ballot.poll_on or call.election.on
    permitted = None if ballot.electors is None else permitted_sum(ballot.electors, poll)
    return Standing(spent + more, permitted)
