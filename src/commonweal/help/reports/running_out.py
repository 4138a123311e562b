"""What of a scheme's helpers runs out soon: checks, a driver's insurance, training."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass

from commonweal.help.choices import HelperStanding
from commonweal.help.models import Check, Helper, Scheme, Training

SOON = dt.timedelta(days=60)
HERE = (HelperStanding.READY, HelperStanding.PAUSED)


@dataclass(frozen=True)
class RunsOut:
    """Something of a helper's that ends on a day, which may be past."""

    helper: Helper
    what: str
    on: dt.date
    is_past: bool


def running_out(scheme: Scheme, on: dt.date) -> tuple[RunsOut, ...]:
    """What ran out or will within sixty days, the first to end first, in three questions."""
    until = on + SOON
    ours = {"helper__scheme": scheme, "helper__standing__in": HERE}
    checks = Check.objects.filter(**ours, ended_at=None, renew_on__lte=until)
    trainings = Training.objects.filter(**ours, until__lte=until)
    insured = Helper.objects.of(scheme).filter(standing__in=HERE, insured_until__lte=until)
    found = [
        (c.helper, f"Check: {c.get_level_display().lower()}", c.renew_on)
        for c in checks.select_related("helper")
    ]
    found += [(t.helper, t.title, t.until) for t in trainings.select_related("helper") if t.until]
    found += [(h, "Insurance as a driver", h.insured_until) for h in insured if h.insured_until]
    rows = [RunsOut(helper, what, day, day < on) for helper, what, day in found]
    return tuple(sorted(rows, key=lambda r: (r.on, r.helper.pk, r.what)))
