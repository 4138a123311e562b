"""A helper is told of a visit that somebody else planned, moved or called off. Inner steps."""

from __future__ import annotations

from commonweal.comms.letters import write_letter
from commonweal.comms.outbox import POSTMASTER
from commonweal.core import clock
from commonweal.core.actors import Actor
from commonweal.help.models import Visit
from commonweal.help.permissions import is_the_helper


def tell_helper(visit: Visit, *, by: Actor, off: bool = False) -> None:
    """Write to the helper when they are expected; nothing of whom or where.

    Not to a helper who planned it themselves. One without an e-mail address is to be rung.
    """
    helper = visit.match.helper
    if not helper.email or is_the_helper(by, visit):
        return
    write_letter(
        "help/letters/visit.txt", by=POSTMASTER, to=helper.email, secret=True,
        reply_to=helper.scheme.email, scheme=helper.scheme, name=helper.name,
        when=f"{clock.here(visit.starts_at):%A %-d %B, %H:%M}", minutes=visit.minutes, off=off,
        about="" if off else f"help.scheme:{helper.scheme_id}/visit:{visit.pk}/helper",
    )  # fmt: skip
