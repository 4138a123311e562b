"""Whether one criminal record check shows all that another does. Pure."""

from __future__ import annotations

from commonweal.help.eligibility import Outcome, policy_allows

STANDARD = "standard"


def covers(has: str, wanted: str) -> bool:
    """Whether a check of the level ``has`` shows all that one of ``wanted`` does.

    A standard check lies between a basic and an enhanced one; no check shows nothing.
    """
    if wanted in (Outcome.NONE, has):
        return True
    if has == Outcome.NONE:
        return False
    if has == STANDARD:
        return wanted == Outcome.BASIC
    if wanted == STANDARD:
        return has != Outcome.BASIC
    return policy_allows(Outcome(has), Outcome(wanted))
