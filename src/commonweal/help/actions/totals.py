"""What schemes with a system of their own report of a month: numbers, and no people."""

from __future__ import annotations

import datetime as dt

from commonweal.core import clock
from commonweal.core.actions import action
from commonweal.core.actors import Actor
from commonweal.core.refused import Refused
from commonweal.help.counted import COUNTED
from commonweal.help.models import Scheme, Total

MOST = 1_000_000


@action(permission="help.report_totals", about="scheme", keeps=("month", "what"))
def report_total(*, by: Actor, scheme: Scheme, month: dt.date, what: str, count: int) -> Total:
    """Report one number of a month that is over. Reported again, the new one stands.

    :raises Refused: when the scheme keeps its requests here, the month is not over, nobody counts
        that, or the number cannot be.
    """
    if not scheme.totals_only:
        raise Refused("What this scheme does is counted from its own records here.")
    if what not in COUNTED:
        raise Refused("That is not counted.", field="what")
    if month.day != 1 or month >= clock.today().replace(day=1):
        raise Refused("Choose a month that is over.", field="month")
    if not 0 <= count <= MOST:
        raise Refused(f"A number lies between nought and {MOST:,}.", field="count")
    Scheme.objects.select_for_update().get(pk=scheme.pk)
    stands = Total.objects.filter(scheme=scheme, month=month, what=what, withdrawn_at=None)
    former = stands.first()
    if former is not None and former.count == count:
        return former
    stands.update(withdrawn_at=clock.now())
    return Total.objects.create(
        scheme=scheme, month=month, what=what, count=count, at=clock.now(), by=by.label
    )


@action(permission="help.report_totals", about="total", keeps=("total",))
def withdraw_total(*, by: Actor, total: Total) -> Total:
    """Take back a number that was wrong. It stays to be seen, and counts no more.

    :raises Refused: when it was taken back already.
    """
    held: Total = Total.objects.select_for_update().get(pk=total.pk)
    if held.withdrawn_at is not None:
        raise Refused("This was taken back already.")
    held.withdrawn_at = clock.now()
    held.save()
    return held
