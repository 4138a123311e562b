"""Somebody's money that a helper takes along: little, with a receipt, and both sign."""

from __future__ import annotations

from commonweal.core import clock
from commonweal.core.actions import action
from commonweal.core.actors import Actor
from commonweal.core.refused import Refused
from commonweal.help.actions.requests import words_of
from commonweal.help.actions.visits import held_visit
from commonweal.help.choices import VisitStanding
from commonweal.help.models import MoneyHandled, Visit


def pounds(pence: int) -> str:
    """A sum as it is said."""
    return f"£{pence / 100:,.2f}"


def checked_sums(taken: int, spent: int, returned: int, limit: int) -> None:
    """Refuse too much, more spent than taken, and what does not add up."""
    if taken < 1 or spent < 0 or returned < 0:
        raise Refused("Say how much was taken, in pounds and pence.", field="taken")
    if taken > limit:
        raise Refused(
            f"At most {pounds(limit)} may be taken along. Ring the scheme first.", field="taken"
        )
    if spent + returned != taken:
        raise Refused(
            f"{pounds(taken)} less {pounds(spent)} leaves {pounds(taken - spent)}, not "
            f"{pounds(returned)}. Count again with them.", field="returned",
        )  # fmt: skip


@action(permission="help.keep_visit", about="visit", keeps=("taken", "spent", "returned"))
def note_money(
    *,
    by: Actor,
    visit: Visit,
    taken: int,
    spent: int,
    returned: int,
    receipt: str = "",
    signed: bool = False,
) -> MoneyHandled:
    """Write down money handled on a visit, in pence. The same written twice is one.

    :raises Refused: when it is too much, does not add up, has no receipt, or both did not sign.
    """
    held, request = held_visit(visit)
    if held.standing not in (VisitStanding.UNDER_WAY, VisitStanding.OVER):
        raise Refused("Money is written down once the visit has begun.")
    checked_sums(taken, spent, returned, request.scheme.money_limit)
    kept = words_of(receipt, "receipt", most=60)
    if spent and not kept:
        raise Refused("Say which receipt it is: its number, or the shop and time.", field="receipt")
    if not signed:
        raise Refused("Both of you sign the slip: the person and the helper.", field="signed")
    same = held.money.filter(taken=taken, spent=spent, returned=returned, receipt=kept).first()
    return same or MoneyHandled.objects.create(
        visit=held, taken=taken, spent=spent, returned=returned, receipt=kept, signed=True,
        at=clock.now(), by=by.label,
    )  # fmt: skip
