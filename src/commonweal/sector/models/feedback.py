"""How people say they were treated."""

from __future__ import annotations

from django.db import models
from django.db.models import Q

from commonweal.sector.choices import Felt, ToldBy
from commonweal.sector.models.organisations import Organisation
from commonweal.sector.models.services import Service
from commonweal.sector.querysets_feedback import FeedbackQuerySet


class Feedback(models.Model):
    """What one person said of how a service treated them. Nobody is asked who they are.

    The organisation reads it first and may reply; only whoever holds the link of ``digest`` reads
    the reply. It is never shown to the public: it counts in a ``FeedbackRelease``. ``questioned``
    is why the organisation asked a steward to look at it; ``set_aside`` why the steward kept it
    from counting, ``let_stand`` why not. ``counted_on`` is the first release it is in. The
    day is kept here, not the hour.
    """

    personal_data = "none is asked for; the words may name somebody; the label of staff"
    retention = "words, reply and reasons two years; the answers while the service is known"

    service = models.ForeignKey(Service, models.CASCADE, related_name="feedback")
    on = models.DateField()
    respect = models.CharField(max_length=6, choices=Felt.choices, blank=True)
    reached = models.CharField(max_length=6, choices=Felt.choices, blank=True)
    helped = models.CharField(max_length=6, choices=Felt.choices, blank=True)
    words = models.TextField(blank=True)
    told_by = models.CharField(max_length=10, choices=ToldBy.choices, default=ToldBy.WEB)
    digest = models.CharField(max_length=64, unique=True, null=True)
    seen_on = models.DateField(null=True)
    counted_on = models.DateField(null=True)
    told_keepers_on = models.DateField(null=True)
    reply = models.TextField(blank=True)
    replied_on = models.DateField(null=True)
    replied_by = models.CharField(max_length=200, blank=True)
    questioned = models.CharField(max_length=500, blank=True)
    set_aside = models.CharField(max_length=500, blank=True)
    let_stand = models.CharField(max_length=500, blank=True)
    judged_by = models.CharField(max_length=200, blank=True)
    judged_on = models.DateField(null=True)

    objects = FeedbackQuerySet.as_manager()

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=~(Q(respect="") & Q(reached="") & Q(helped="") & Q(words="")),
                name="feedback_says_something",
            ),
            models.CheckConstraint(
                condition=Q(replied_on__isnull=True) | ~Q(replied_by=""),
                name="a_reply_is_somebodys",
            ),
            models.CheckConstraint(
                condition=Q(set_aside="") | Q(let_stand=""),
                name="feedback_is_not_set_aside_and_let_stand",
            ),
        ]
        indexes = [models.Index(fields=["service", "on"], name="feedback_by_service")]

    def __str__(self) -> str:
        return f"{self.service}, {self.on:%d.%m.%Y}"

    @property
    def organisation(self) -> Organisation:
        """Whose service it is about."""
        return self.service.organisation


class FeedbackRelease(models.Model):
    """What the public is shown of one service from a day on: counts with the small ones hidden.

    ``figures`` holds for each question the rounded counts and shares that may be shown. A new one
    is made only when ten more people have answered, so that two of them give nobody away.
    """

    personal_data = "none"
    retention = "kept"

    service = models.ForeignKey(Service, models.CASCADE, related_name="feedback_releases")
    on = models.DateField()
    people = models.PositiveIntegerField()
    figures = models.JSONField(default=dict)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["service", "on"], name="feedback_is_released_once_a_day"
            ),
            models.CheckConstraint(
                condition=Q(people__gte=10), name="feedback_of_a_few_is_not_released"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.service}, {self.on:%d.%m.%Y}"


class FeedbackAnswer(models.Model):
    """What an organisation says in public to what it was told: the last row is the one shown."""

    personal_data = "the label of whoever wrote it"
    retention = "while the service is known"

    service = models.ForeignKey(Service, models.CASCADE, related_name="feedback_answers")
    words = models.TextField(blank=True)
    at = models.DateTimeField()
    by = models.CharField(max_length=200)

    def __str__(self) -> str:
        return f"{self.service}, {self.at:%d.%m.%Y}"
