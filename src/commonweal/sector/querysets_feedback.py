"""Questions about what people said of services, as words that chain."""

from __future__ import annotations

import datetime as dt
from typing import TYPE_CHECKING

from django.db import models
from django.db.models import Q

if TYPE_CHECKING:
    from commonweal.sector.models import Feedback, Organisation  # noqa: F401


class FeedbackQuerySet(models.QuerySet["Feedback"]):
    """The words of feedback."""

    def about(self, organisation: Organisation) -> FeedbackQuerySet:
        """Of the services of one organisation."""
        return self.filter(service__organisation=organisation)

    def standing(self) -> FeedbackQuerySet:
        """What nobody set aside."""
        return self.filter(set_aside="")

    def unseen(self) -> FeedbackQuerySet:
        """What the organisation has not read yet."""
        return self.filter(seen_on=None)

    def to_judge(self) -> FeedbackQuerySet:
        """What an organisation asked a steward to look at, and nobody has yet."""
        return self.standing().filter(let_stand="").exclude(questioned="")

    def fit_to_count(self, today: dt.date, wait: dt.timedelta) -> FeedbackQuerySet:
        """What the organisation has read, or has had time to read, and answers a question."""
        answers = ~(Q(respect="") & Q(reached="") & Q(helped=""))
        read = Q(seen_on__lt=today) | Q(on__lte=today - wait)
        return self.standing().filter(answers, read)

    def newest_first(self) -> FeedbackQuerySet:
        """The last said first."""
        return self.order_by("-on", "-pk")
