"""Forgetting helpers, and the checks of those who left: what the privacy statement promises."""

from __future__ import annotations

import datetime as dt

from commonweal.commitments.dates import months_after
from commonweal.core import clock
from commonweal.core.actions import action
from commonweal.core.actors import Actor
from commonweal.help.actions.forgetting_due import helpers as due_helpers
from commonweal.help.choices import HelperStanding
from commonweal.help.models import Check, Helper

CHECKS_MONTHS = 6
AT_ONCE = 500
SEALED = ("name", "phone", "email", "postcode", "interests", "limits")
LISTS = ("means", "needs", "skills", "languages", "times")


def wipe_helper(helper: Helper, *, on: dt.date) -> Helper:
    """Forget who a helper was. That somebody had a task stays, without a name. Inner step.

    What was paid to them stays for six years, as the law of accounts has it.
    """
    for name in SEALED:
        setattr(helper, name, "")
    for name in LISTS:
        setattr(helper, name, [])
    helper.spot, helper.area = {}, ""
    helper.person = helper.digest = helper.buddy = helper.insured_until = helper.back_on = None
    helper.forgotten_on = on
    helper.edition += 1
    helper.save()
    Helper.objects.filter(buddy=helper).update(buddy=None)
    for rows in (
        helper.checks, helper.trainings, helper.apart, helper.task_rules, helper.changes,
        helper.thanks,
    ):  # fmt: skip
        rows.all().delete()
    helper.offers.update(why="", no_because="")
    helper.matches.update(ended_why="")
    return helper


@action(permission="help.keep_house")
def forget_checks(*, by: Actor) -> int:
    """Delete what was written down of the checks of whoever left six months ago."""
    day = months_after(clock.today(), -CHECKS_MONTHS)
    gone = Helper.objects.filter(standing=HelperStanding.LEFT, left_on__lte=day)
    return Check.objects.filter(helper__in=gone).delete()[0]


@action(permission="help.keep_house")
def forget_helpers(*, by: Actor) -> int:
    """Forget who left two years ago, unless somebody still looks into a worry or what they ask."""
    gone = due_helpers(clock.today()).filter(standing=HelperStanding.LEFT)
    count = 0
    for helper in gone.order_by("pk")[:AT_ONCE]:
        wipe_helper(helper, on=clock.today())
        count += 1
    return count


HOURLY = (forget_checks, forget_helpers)
