"""Letters to helpers, with the private link to their own page. Inner steps."""

from __future__ import annotations

from django.conf import settings

from commonweal.comms.letters import write_letter
from commonweal.comms.outbox import POSTMASTER
from commonweal.core.tokens import new_token
from commonweal.help.models import Helper


def give_link(helper: Helper) -> str:
    """Give a helper, not saved yet, a new private link; the one before leads nowhere from then."""
    token, helper.digest = new_token()
    return token


def write_to_helper(letter: str, helper: Helper, *, token: str) -> bool:
    """Write to a helper with their private link; not to one without an e-mail address."""
    if not helper.email:
        return False
    write_letter(
        f"help/letters/helper_{letter}.txt", by=POSTMASTER, to=helper.email, secret=True,
        reply_to=helper.scheme.email, scheme=helper.scheme, name=helper.name,
        link=f"{settings.SITE_ADDRESS}/helping/{token}/",
    )  # fmt: skip
    return True
