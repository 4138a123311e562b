"""What waits for a scheme's people besides requests: the board names it, so that it is seen."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from commonweal.help.choices import ExpenseStanding
from commonweal.help.models import Expense, Scheme
from commonweal.ui.words import count


@dataclass(frozen=True)
class Waiting:
    """Something that waits, in words, and the address by name where it is dealt with."""

    words: str
    route: str
    query: str = ""


def also_waiting(scheme: Scheme, may: Callable[[str], bool]) -> list[Waiting]:
    """What waits, of all that whoever looks may deal with; nothing of what waits for nobody."""
    found = []
    if may("help.lead_scheme"):
        many = scheme.complaints.filter(answered_on=None).count()
        found.append((many, Waiting(f"{count(many, 'complaint')} to answer", "rights")))
        many = scheme.rights.filter(answered_on=None).count()
        words = f"{count(many, 'person', 'people')} asked about what is kept of them"
        found.append((many, Waiting(words, "rights")))
    if may("help.keep_money"):
        claims = Expense.objects.filter(helper__scheme=scheme, standing=ExpenseStanding.CLAIMED)
        many = claims.count()
        found.append((many, Waiting(f"{count(many, 'claim')} of helpers to decide", "expenses")))
    return [waiting for many, waiting in found if many]
