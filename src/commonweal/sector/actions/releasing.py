"""Publishing, as figures, what people say of how services treated them."""

from __future__ import annotations

import datetime as dt

from django.db.models import Count, Max

from commonweal.core import clock
from commonweal.core.actions import action
from commonweal.core.actors import Actor
from commonweal.core.suppression import LEAST_BASE, SMALL
from commonweal.sector.models import Feedback, FeedbackRelease
from commonweal.sector.querysets_feedback import FeedbackQuerySet
from commonweal.sector.reports.feedback import COUNTED, QUESTIONS, figures_of

TIME_TO_READ = dt.timedelta(days=14)


@action(permission="sector.keep_register")
def release_feedback(*, by: Actor) -> int:
    """Publish anew what people said, of every service that ten more have answered for.

    Counts what was said in the last two years and the organisation has read, or has had two weeks
    to read. Returns how many services have a new release.
    """
    today = clock.today()
    made = []
    fit = Feedback.objects.fit_to_count(today, TIME_TO_READ).filter(on__gt=today - COUNTED)
    enough = fit.values("service").annotate(people=Count("pk")).filter(people__gte=LEAST_BASE)
    before = dict(
        FeedbackRelease.objects.values_list("service").annotate(last=Max("on")).order_by("service")
    )
    for service, people in enough.values_list("service", "people"):
        since, rows = before.get(service), fit.filter(service=service).order_by("pk")
        if since is not None and not _enough_changed(service, since, rows, people):
            continue
        figures = figures_of(rows.values_list(*QUESTIONS))
        rows.filter(counted_on=None).update(counted_on=today)
        made.append(FeedbackRelease(service_id=service, on=today, people=people, figures=figures))
    FeedbackRelease.objects.bulk_create(made)
    return len(made)


def _enough_changed(service: int, since: dt.date, rows: FeedbackQuerySet, people: int) -> bool:
    """Whether so much lies between the last release and this one that the two tell of nobody.

    Ten people came or went, and of each question either nobody's answer is new or five people's
    are: the difference of two releases is a figure too.
    """
    if since >= clock.today():
        return False
    last = FeedbackRelease.objects.get(service=service, on=since)
    new = rows.filter(counted_on=None)
    came = new.count()
    went = max(0, last.people - (people - came))
    answers = [new.exclude(**{name: ""}).count() for name in QUESTIONS]
    return came + went >= LEAST_BASE and all(n == 0 or n > SMALL for n in answers)
