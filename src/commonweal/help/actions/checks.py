"""Which check a task may lawfully have, what a scheme asks for, and what was seen of whom."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from typing import Any

from commonweal.core import clock
from commonweal.core.actions import action
from commonweal.core.actors import Actor
from commonweal.core.refused import Refused
from commonweal.help import eligibility
from commonweal.help.actions.helpers import held_helper, is_theirs
from commonweal.help.choices import HelperStanding, Level
from commonweal.help.covering import covers
from commonweal.help.models import Check, Helper, SchemeNeed


@action(permission="help.confirm_checks", about="scheme_need", keeps=("answers", "wanted"))
def say_what_it_takes(
    *, by: Actor, scheme_need: SchemeNeed, answers: Mapping[str, Any], wanted: str
) -> SchemeNeed:
    """The lead says what a task is; from that follows the most it may have, and they choose.

    :raises Refused: when a question is not answered, or more is wanted than the law allows.
    """
    need = SchemeNeed.objects.select_for_update().select_related("term").get(pk=scheme_need.pk)
    try:
        task = eligibility.answers(answers)
    except ValueError as wrong:
        raise Refused(str(wrong)) from wrong
    outcome = eligibility.decide(task).outcome
    if wanted not in set(eligibility.Outcome):
        raise Refused("Choose a check, or none.", field="wanted")
    if why := eligibility.why_not(outcome, eligibility.Outcome(wanted)):
        raise Refused(why, field="wanted")
    kept = eligibility.result(str(need.term), task)
    need.answers, need.lawful, need.wanted = kept["test_answers"], str(outcome), wanted
    need.ruleset = eligibility.RULESET
    need.confirmed_by, need.confirmed_at = by.label, clock.now()
    need.save()
    return need


@action(permission="help.confirm_checks", about="helper", keeps=("level",))
def see_check(
    *,
    by: Actor,
    helper: Helper,
    level: str,
    issued_on: dt.date,
    last4: str,
    update_service: bool = False,
) -> Check:
    """The lead saw a helper's certificate: level, day and the last four digits are kept, no more.

    An older one that shows no more ends with it. Nobody confirms their own.

    :raises Refused: when it is not one that a task of theirs may lawfully have, was issued in
        future or too long ago, or more than four digits are given.
    """
    now = held_helper(helper)
    if is_theirs(by, now):
        raise Refused("Somebody else looks at your own certificate.")
    if now.standing == HelperStanding.LEFT:
        raise Refused("They have left, so nothing is to be looked at.")
    check_level(now, level)
    if not (last4.isdecimal() and last4.isascii() and len(last4) == 4):
        raise Refused("Only the last four digits of its number are kept.", field="last4")
    today = clock.today()
    if issued_on > today:
        raise Refused("That day is still to come.", field="issued_on")
    renew_on = eligibility.renew_on(issued_on)
    if renew_on <= today:
        raise Refused(
            f"It is older than {eligibility.POLICY_YEARS} years: a new one is needed.",
            field="issued_on",
        )
    for older in now.checks.filter(ended_at=None, renew_on__lte=renew_on):
        if covers(level, older.level):
            older.ended_at = clock.now()
            older.save()
    return Check.objects.create(
        helper=now, level=level, issued_on=issued_on, last4=last4, renew_on=renew_on,
        update_service=update_service, seen_at=clock.now(), seen_by=by.label,
    )  # fmt: skip


def check_level(helper: Helper, level: str) -> None:
    """Refuse a level that no task of this helper's may lawfully have; a basic one always may."""
    if level not in Level.values or level == Level.NONE:
        raise Refused("Choose which check it is.", field="level")
    theirs = helper.scheme.needs.filter(term__code__in=helper.needs, confirmed_at__isnull=False)
    lawful = {Level.BASIC, *theirs.values_list("lawful", flat=True)}
    if not any(covers(most, level) for most in lawful):
        raise Refused(
            "No task that they offer to do may lawfully have that check, so it must not be asked "
            "for or looked at.",
            field="level",
        )


@action(permission="help.confirm_checks", about="check")
def end_check(*, by: Actor, check: Check) -> Check:
    """A check counts no more, for instance because the update service says that it changed."""
    now: Check = Check.objects.select_for_update().get(pk=check.pk)
    if now.ended_at is not None:
        raise Refused("It counts no more already.")
    now.ended_at = clock.now()
    now.save()
    return now
