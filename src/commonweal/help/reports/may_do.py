"""Whether a helper may do a task, in a sentence for whoever decides."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable

from commonweal.help.choices import HelperStanding, Means
from commonweal.help.covering import covers
from commonweal.help.eligibility import RULESET, SAYS, Outcome
from commonweal.help.eligibility_questions import TO_NOWHERE
from commonweal.help.models import Apart, Check, Client, Helper, SchemeNeed, TaskRule
from commonweal.help.same_people import is_like

LISTED = frozenset({Outcome.ENHANCED_ADULTS, Outcome.ENHANCED_CHILDREN, Outcome.ENHANCED_BOTH})
STANDS = {
    HelperStanding.APPLIED: "They have not been let in yet.",
    HelperStanding.PAUSED: "They are taking a break.",
    HelperStanding.SUSPENDED: "They are suspended.",
    HelperStanding.LEFT: "They have left.",
}


def may_do(helper: Helper, scheme_need: SchemeNeed, on: dt.date) -> tuple[bool, str]:
    """Whether a helper may do what a scheme offers, on a day, and why in a sentence.

    :param on: the day of the task; a check or an insurance must last until then.
    """
    checks = list(helper.checks.filter(ended_at=None))
    rule = helper.task_rules.filter(term_id=scheme_need.term_id).first()
    return weigh(helper, scheme_need, on, checks=checks, rule=rule)


def weigh(
    helper: Helper,
    scheme_need: SchemeNeed,
    on: dt.date,
    *,
    checks: Iterable[Check],
    rule: TaskRule | None,
) -> tuple[bool, str]:
    """As ``may_do``, with the helper's standing checks and their rule for this need at hand.

    It asks the database nothing when ``scheme_need`` has its term, so that thousands can be asked.
    """
    if no := why_not_at_all(helper, scheme_need, rule):
        return False, no
    if scheme_need.confirmed_at is None:
        return False, "Nobody has said yet what this task takes; the lead does that once."
    if scheme_need.ruleset != RULESET:
        return False, "The rules for checks changed; the lead must look at this task again."
    if drives(helper) and takes_people(scheme_need) and not is_insured(helper, on):
        return False, "No insurance as a driver is known for that day."
    return has_what_it_takes(scheme_need, on, checks, rule)


def why_not_at_all(helper: Helper, scheme_need: SchemeNeed, rule: TaskRule | None) -> str:
    """Why a helper is not asked to do a task, whatever checks they have; nothing if they may be."""
    if helper.standing != HelperStanding.READY:
        return STANDS[HelperStanding(helper.standing)]
    if helper.scheme_id != scheme_need.scheme_id:
        return "They help in another scheme."
    if rule is not None:
        return "" if rule.allowed else f"Not for this task, as {rule.by} decided."
    return "" if scheme_need.term.code in helper.needs else "They did not offer to do this."


def has_what_it_takes(
    scheme_need: SchemeNeed, on: dt.date, checks: Iterable[Check], rule: TaskRule | None
) -> tuple[bool, str]:
    """Whether one of these checks is enough, or a person decided that it can do without."""
    wanted = Outcome(scheme_need.wanted)
    if wanted == Outcome.NONE:
        return True, "No check is asked for this task."
    enough = [c for c in checks if c.renew_on > on and covers(c.level, wanted)]
    if enough:
        best = max(enough, key=lambda c: (c.renew_on, c.pk))
        return True, (
            f"Has {SAYS[wanted]} or more, of {best.issued_on.day} {best.issued_on:%B %Y}, to be "
            f"renewed by {best.renew_on.day} {best.renew_on:%B %Y}."
        )
    if rule is not None and rule.allowed and Outcome(scheme_need.lawful) not in LISTED:
        return True, f"Without the check this scheme asks for, as {rule.by} decided."
    return False, f"They would need {SAYS[wanted]}, and none that lasts until then was seen."


def takes_people(scheme_need: SchemeNeed) -> bool:
    """Whether somebody is driven or gone with in this task."""
    return bool(scheme_need.answers.get("takes_them", TO_NOWHERE) != TO_NOWHERE)


def drives(helper: Helper) -> bool:
    """Whether a helper gets about by car or van."""
    return bool({Means.CAR, Means.VAN} & set(helper.means))


def is_insured(helper: Helper, on: dt.date) -> bool:
    """Whether a driver's insurance is known to last until a day."""
    return helper.insured_until is not None and helper.insured_until >= on


def may_meet(helper: Helper, client: Client) -> bool:
    """Whether a helper may be brought together with somebody. Why not is said to nobody.

    Not who are kept apart, not who are of different schemes, and nobody with themselves.
    """
    if helper.scheme_id != client.scheme_id or is_like(helper, client):
        return False
    return not Apart.objects.filter(helper=helper, client=client).exists()
