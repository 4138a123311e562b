"""What helpers ask about what is kept of them: a copy, to put it right, to erase it, to stop."""

from __future__ import annotations

from commonweal.comms.letters import write_letter
from commonweal.comms.outbox import POSTMASTER
from commonweal.core import clock
from commonweal.core.actions import action
from commonweal.core.actors import Actor
from commonweal.core.refused import Refused
from commonweal.core.unseen import seen
from commonweal.help.actions.own_helping import held_own
from commonweal.help.actions.ways_in import NOTE, leads_of
from commonweal.help.choices import RightKind
from commonweal.help.models import Helper, RightsRequest
from commonweal.help.rights import access_due


@action(permission="help.keep_own_helping", about="helper", keeps=("kind",))
def ask_own_right(*, by: Actor, helper: Helper, kind: str, words: str = "") -> RightsRequest:
    """A helper asks about what is kept of them; the month begins today, and the lead is told.

    It joins what people who are helped ask, with the same clock. Asked twice while the first is
    open, it is asked once, with the words of both.

    :raises Refused: when nothing is asked, or what must be put right is not said.
    """
    now = held_own(helper)
    if kind not in RightKind.values:
        raise Refused("Choose what you ask.", field="kind")
    said = seen(words).strip()[:NOTE]
    if kind == RightKind.CORRECTION and not said:
        raise Refused("Say what is wrong, and how it should be.", field="words")
    open_now = now.rights.select_for_update().filter(kind=kind, answered_on=None)
    same: RightsRequest | None = open_now.first()
    if same is not None:
        same.words = "\n".join(w for w in (same.words, said) if w)[:NOTE]
        same.save()
        return same
    due = access_due(clock.today()).on
    assert due is not None
    made = RightsRequest.objects.create(
        scheme=now.scheme, helper=now, kind=kind, received_on=clock.today(), words=said, due_on=due
    )
    for lead in leads_of(now.scheme):
        write_letter("help/letters/right.txt", by=POSTMASTER, to=lead.email, secret=True,
                     right=made)  # fmt: skip
    return made
