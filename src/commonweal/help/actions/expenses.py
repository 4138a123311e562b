"""What helpers ask back: what they paid, and miles they drove. Never a flat sum."""

from __future__ import annotations

import datetime as dt
from decimal import Decimal

from django.conf import settings
from django.db.models import Sum

from commonweal.core import clock
from commonweal.core.actions import action
from commonweal.core.actors import Actor
from commonweal.core.refused import Refused
from commonweal.help.actions.requests import words_of
from commonweal.help.choices import ExpenseStanding
from commonweal.help.mileage import BIKE, CAR, RATES, pence_for, read_rates, tax_year
from commonweal.help.models import Expense, Helper, Visit

MOST_PENCE = 50_000
MOST_MILES = Decimal(500)
LATE = dt.timedelta(days=366)


def miles_before(helper: Helper, on: dt.date) -> Decimal:
    """How many miles a helper claimed in the tax year of a day, from this scheme."""
    begins = tax_year(on)
    claimed = helper.expenses.exclude(standing=ExpenseStanding.REFUSED).filter(
        on__gte=begins, on__lt=begins.replace(year=begins.year + 1)
    )
    return claimed.aggregate(n=Sum("miles"))["n"] or Decimal(0)


def checked_day(on: dt.date) -> dt.date:
    """The day, if it may be claimed for."""
    if on > clock.today():
        raise Refused("That day is still to come.", field="on")
    if clock.today() - on > LATE:
        raise Refused("That is more than a year ago. Speak with the scheme.", field="on")
    return on


@action(permission="help.keep_own_helping", about="helper", keeps=("on",))
def claim_expense(
    *,
    by: Actor,
    helper: Helper,
    on: dt.date,
    what: str,
    miles: Decimal | None = None,
    means: str = CAR,
    pence: int = 0,
    receipt: str = "",
    visit: Visit | None = None,
) -> Expense:
    """A helper asks back miles they drove, or something they paid. Asked twice it is one claim.

    What a mile is worth is worked out here. What was paid needs a receipt.

    :raises Refused: when there is nothing, too much, both at once, or no receipt.
    """
    held: Helper = Helper.objects.select_for_update().get(pk=helper.pk)
    checked_day(on)
    words = words_of(what, "what", needed="Say what it was for.", most=200)
    kept = words_of(receipt, "receipt", most=60)
    if visit is not None and visit.match.helper_id != held.pk:
        raise Refused("That visit was another helper's.")
    a_mile = None
    if miles:
        if pence:
            raise Refused("Claim miles and money one after the other.", field="pence")
        pence, a_mile = for_miles(held, miles, means, on)
    elif not 0 < pence <= MOST_PENCE:
        raise Refused("Say how much you paid, or how many miles you drove.", field="pence")
    elif not kept:
        raise Refused("Say which receipt it is. Only what was paid is paid back.", field="receipt")
    told = {"on": on, "what": words, "miles": miles or None, "pence": pence, "receipt": kept}
    same = held.expenses.filter(standing=ExpenseStanding.CLAIMED, visit=visit, **told).first()
    return same or Expense.objects.create(helper=held, visit=visit, pence_a_mile=a_mile, **told)


def for_miles(helper: Helper, miles: Decimal, means: str, on: dt.date) -> tuple[int, int]:
    """What miles are worth, and the mile, in pence; it is what the day's rate says."""
    if not 0 < miles <= MOST_MILES:
        raise Refused("Between 0.1 and 500 miles may be claimed at once.", field="miles")
    if means not in (CAR, BIKE):
        raise Refused("Say whether you drove or cycled.", field="means")
    rates = (*RATES, *read_rates(settings.MILEAGE))
    pence = pence_for(miles, by=means, on=on, before=miles_before(helper, on), rates=rates)
    return pence, round(pence / miles)


@action(permission="help.keep_money", about="expense", keeps=("agreed",))
def decide_expense(*, by: Actor, expense: Expense, agreed: bool, reason: str = "") -> Expense:
    """Agree to a claim or refuse it, with the reason.

    :raises Refused: when it was decided, is one's own, or is refused without a reason.
    """
    held: Expense = Expense.objects.select_for_update().get(pk=expense.pk)
    if held.standing != ExpenseStanding.CLAIMED:
        raise Refused("It was decided already.")
    if held.helper.person_id is not None and by.key == f"user:{held.helper.person_id}":
        raise Refused("Somebody else decides on a claim of your own.")
    words = words_of(reason, "reason", most=300, needed="" if agreed else "Say why not.")
    held.standing = ExpenseStanding.AGREED if agreed else ExpenseStanding.REFUSED
    held.decided_by, held.decided_at, held.reason = by.label, clock.now(), words
    held.save()
    return held


@action(permission="help.keep_money", about="expense")
def mark_paid(*, by: Actor, expense: Expense) -> Expense:
    """It was paid.

    :raises Refused: when nobody agreed to it.
    """
    held: Expense = Expense.objects.select_for_update().get(pk=expense.pk)
    if held.standing == ExpenseStanding.PAID:
        return held
    if held.standing != ExpenseStanding.AGREED:
        raise Refused("Agree to it first.")
    held.standing = ExpenseStanding.PAID
    held.save()
    return held
