"""Who offered to help and waits for somebody to speak with them: jobs for the board."""

from __future__ import annotations

import datetime as dt

from commonweal.core import clock
from commonweal.help.choices import HelperStanding
from commonweal.help.models import Helper, Scheme
from commonweal.help.reports.board import SOURCES, Act, Job, since_words

ONE_BY_ONE = 5  # of so many the board tells each; the rest are one job
BEHIND = 5  # behind people who ask for help themselves
KEEP = "help.keep_helpers"


def waiting_helpers(scheme: Scheme, at: dt.datetime) -> tuple[list[Job], list[Job]]:
    """A job for each who offered to help, the longest wait first; of very many, one for the rest.

    Only those who decide about helpers are told. Two questions at most.
    """
    asked = Helper.objects.of(scheme).filter(standing=HelperStanding.APPLIED, forgotten_on=None)
    first = list(asked.order_by("joined_at", "pk")[: ONE_BY_ONE + 1])
    jobs = [job_of(helper, scheme, at) for helper in first[:ONE_BY_ONE]]
    if len(first) > ONE_BY_ONE:
        jobs.append(the_rest(asked.count() - ONE_BY_ONE, first[-1], scheme, at))
    return jobs, []


def job_of(helper: Helper, scheme: Scheme, at: dt.datetime) -> Job:
    """Somebody is to be rung, and then it is said whether they may begin."""
    came, args = clock.here(helper.joined_at), (scheme.slug, str(helper.uuid))
    return Job(
        who=helper.name or "Somebody", where="", what="Offered to help",
        why=f"They came on {came:%A %-d %B} and wait for somebody to ring them.",
        since=since_words(at - helper.joined_at), number=helper.phone,
        act=Act("Say whether they may begin", "helper_standing", args, needs=KEEP),
        more=Act("What they said", "helper", args), order=(BEHIND, helper.joined_at),
    )  # fmt: skip


def the_rest(many: int, first: Helper, scheme: Scheme, at: dt.datetime) -> Job:
    """One job for all others who wait."""
    act = Act(
        "See who waits", "helpers", (scheme.slug,), needs=KEEP,
        query=(("standing", HelperStanding.APPLIED.value),),
    )  # fmt: skip
    return Job(
        who=f"{many} more", where="", what="Offered to help",
        why="They wait for somebody to ring them.", since=since_words(at - first.joined_at),
        act=act, more=act, order=(BEHIND, first.joined_at),
    )  # fmt: skip


SOURCES.append(waiting_helpers)
