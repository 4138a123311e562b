"""What keeps entries fresh: who confirmed them, whom we asked, their answers, and the terms."""

from __future__ import annotations

from django.db import models
from django.db.models import Q

from commonweal.comms.models import Message
from commonweal.sector.choices import Said, Told
from commonweal.sector.freshness import SORTS
from commonweal.sector.models.organisations import Organisation
from commonweal.sector.models.services import Service
from commonweal.sector.querysets_confirming import ReminderQuerySet


class Confirmation(models.Model):
    """Somebody said that an organisation's entry, or one of its services, is right.

    Rows are only added. ``on`` is the day it holds for, which may be earlier than it was noted;
    ``how`` is by what way they said so. ``service`` is empty where the organisation itself is
    meant. Changing a fact is saying that the rest is right.
    """

    personal_data = "the name of staff, or of somebody who acts for an organisation"
    retention = "kept"

    organisation = models.ForeignKey(Organisation, models.CASCADE, related_name="confirmations")
    service = models.ForeignKey(Service, models.CASCADE, null=True, related_name="confirmations")
    on = models.DateField()
    at = models.DateTimeField()
    by = models.CharField(max_length=200)
    how = models.CharField(max_length=10, choices=Told.choices)
    reason = models.CharField(max_length=500, blank=True)

    class Meta:
        indexes = [models.Index(fields=["organisation", "on"], name="confirmations_by_day")]

    def __str__(self) -> str:
        return f"{self.service or self.organisation}: {self.on:%d/%m/%Y}"


class Reminder(models.Model):
    """A letter that asked one address whether an entry is still right, with its private link.

    Only the digest of the link's token is kept. ``night`` is the night that wrote it: a night is
    never done twice. A link is over once it was used, once it has expired, or once a newer letter
    went to the same address (``replaced_at``).
    """

    personal_data = "contact of an organisation, which may be a person's"
    retention = "two years"

    organisation = models.ForeignKey(Organisation, models.CASCADE, related_name="reminders")
    message = models.ForeignKey(Message, models.SET_NULL, null=True, related_name="+")
    to = models.CharField(max_length=254)
    digest = models.CharField(max_length=64, unique=True)
    night = models.DateField(db_index=True)
    written_at = models.DateTimeField()
    expires_at = models.DateTimeField()
    used_at = models.DateTimeField(null=True)
    replaced_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["organisation", "to"],
                condition=Q(used_at__isnull=True, replaced_at__isnull=True),
                name="an_address_has_one_open_link_for_an_organisation",
            ),
            models.UniqueConstraint(
                fields=["organisation", "to", "night"], name="a_night_asks_an_address_once"
            ),
        ]

    objects = ReminderQuerySet.as_manager()

    def __str__(self) -> str:
        return f"{self.organisation}: {self.night:%d/%m/%Y}"


class Answer(models.Model):
    """What came of asking, other than that all is right: words for staff, until they settle it.

    From the telephone list, or from somebody with a link who says that this is not them, or that
    they have closed. ``again_on`` is the day on which staff mean to ring again; until it, the entry
    goes no further.
    """

    personal_data = "words of somebody who acts for an organisation"
    retention = "two years after it was settled"

    organisation = models.ForeignKey(Organisation, models.CASCADE, related_name="answers")
    said = models.CharField(max_length=10, choices=Said.choices)
    words = models.TextField(blank=True)
    again_on = models.DateField(null=True)
    at = models.DateTimeField()
    by = models.CharField(max_length=200)
    settled_at = models.DateTimeField(null=True)
    settled_by = models.CharField(max_length=200, blank=True)
    settled_why = models.CharField(max_length=500, blank=True)

    def __str__(self) -> str:
        return f"{self.organisation}: {self.get_said_display()}"


class FreshnessRule(models.Model):
    """From a day on, how long one sort of entry stays fresh, and how many days lie between steps.

    A later row replaces an earlier one from its own day on; where there is none, the usual terms of
    ``freshness.USUAL`` hold. Months and days are whole and at least one.
    """

    personal_data = "staff"
    retention = "kept"

    sort = models.CharField(max_length=12, choices=[(s.value, w) for s, w in SORTS.items()])
    valid_from = models.DateField()
    months = models.PositiveSmallIntegerField()
    nudge_after = models.PositiveSmallIntegerField()
    telephone_after = models.PositiveSmallIntegerField()
    grey_after = models.PositiveSmallIntegerField()
    withdraw_after = models.PositiveSmallIntegerField()
    reason = models.CharField(max_length=500)
    at = models.DateTimeField()
    by = models.CharField(max_length=200)

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(
                    months__gte=1,
                    nudge_after__gte=1,
                    telephone_after__gte=1,
                    grey_after__gte=1,
                    withdraw_after__gte=1,
                ),
                name="no_step_of_the_cycle_is_skipped",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.get_sort_display()} from {self.valid_from:%d/%m/%Y}"
