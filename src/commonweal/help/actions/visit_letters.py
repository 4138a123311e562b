"""A helper is told of a visit that somebody else planned, moved or called off. Inner steps."""

from __future__ import annotations

from commonweal.comms.letters import write_letter
from commonweal.comms.outbox import POSTMASTER
from commonweal.core import clock
from commonweal.core.actors import Actor
from commonweal.help.actions.telling import text_helper
from commonweal.help.models import Visit
from commonweal.help.permissions import is_the_helper


def tell_helper(visit: Visit, *, by: Actor, off: bool = False) -> None:
    """Write to the helper when they come, by e-mail, else by text; nothing of whom or where.

    Not to a helper who planned it themselves.
    """
    helper = visit.match.helper
    if is_the_helper(by, visit):
        return
    when = f"{clock.here(visit.starts_at):%A %-d %B, %H:%M}"
    if helper.email:
        write_letter(
            "help/letters/visit.txt", by=POSTMASTER, to=helper.email, secret=True,
            reply_to=helper.scheme.email, scheme=helper.scheme, name=helper.name, when=when,
            minutes=visit.minutes, off=off,
        )  # fmt: skip
        return
    phone = f" Questions: {helper.scheme.phone}" if helper.scheme.phone else ""
    stands = "was called off" if off else "is planned: look at your own page"
    text_helper(helper, f"Your visit of {when} {stands}.{phone}", about=f"visit:{visit.pk}/")
