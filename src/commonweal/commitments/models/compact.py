"""What happens under an agreement: events, concerns, disclosures, the yearly review."""

from __future__ import annotations

import uuid

from django.db import models
from django.db.models import F, Q

from commonweal.commitments.choices import (
    Disclosed,
    EventKind,
    EventStanding,
    Known,
    Rung,
    ToWhom,
)
from commonweal.commitments.models.documents import Document
from commonweal.commitments.models.promises import Commitment
from commonweal.commitments.querysets import (
    ConcernQuerySet,
    DisclosureQuerySet,
    EventQuerySet,
    YearReviewQuerySet,
)
from commonweal.sector.models import Organisation


class Event(models.Model):
    """Something a body did, on which an undertaking bears: facts with dates, no judgement.

    ``organisation`` is who did it. A consultation has ``opened_on`` and ``closes_on``; funding that
    ended has ``notice_on`` and ``ends_on``; a grant its length in ``months``. ``rationale`` says
    why in the body's own words, and was in writing where ``in_writing`` says so; ``reason`` is the
    reason it gave for falling short of an undertaking. ``key`` is the name another app pushes it
    under. The public sees it once it was published: when the body logged it itself (``by_body``),
    or was asked (``asked_at``) and has replied, or ``reply_by`` has passed. ``reply_digest`` is of
    the private link for a body whose page nobody keeps.
    """

    personal_data = "the label of whoever logged it"
    retention = "kept"

    uuid = models.UUIDField(unique=True, default=uuid.uuid4)
    document = models.ForeignKey(Document, models.PROTECT, null=True, related_name="events")
    organisation = models.ForeignKey(Organisation, models.PROTECT, related_name="events")
    kind = models.CharField(max_length=14, choices=EventKind.choices)
    title = models.CharField(max_length=250)
    on = models.DateField()
    opened_on = models.DateField(null=True)
    closes_on = models.DateField(null=True)
    notice_on = models.DateField(null=True)
    ends_on = models.DateField(null=True)
    months = models.PositiveIntegerField(null=True)
    pounds = models.DecimalField(max_digits=14, decimal_places=2, null=True)
    in_writing = models.CharField(max_length=3, choices=Known.choices, blank=True)
    in_advance = models.CharField(max_length=3, choices=Known.choices, blank=True)
    full_costs = models.CharField(max_length=3, choices=Known.choices, blank=True)
    rationale = models.TextField(blank=True)
    reason = models.TextField(blank=True)
    source = models.CharField(max_length=300)
    source_url = models.URLField(max_length=500, blank=True)
    key = models.CharField(max_length=120, unique=True, null=True)
    standing = models.CharField(
        max_length=10, choices=EventStanding.choices, default=EventStanding.NOTED
    )
    withdrawn_because = models.CharField(max_length=500, blank=True)
    reply = models.TextField(blank=True)
    replied_by = models.CharField(max_length=200, blank=True)
    replied_at = models.DateTimeField(null=True)
    by_body = models.BooleanField(default=False)
    asked_at = models.DateTimeField(null=True)
    reply_by = models.DateField(null=True)
    reply_digest = models.CharField(max_length=64, unique=True, null=True)
    published_at = models.DateTimeField(null=True)
    at = models.DateTimeField()
    by = models.CharField(max_length=200)
    changed_at = models.DateTimeField()

    objects = EventQuerySet.as_manager()

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(closes_on__isnull=True)
                | Q(opened_on__isnull=True)
                | Q(closes_on__gte=F("opened_on")),
                name="what_was_opened_closes_later",
            ),
            models.CheckConstraint(
                condition=~Q(title="") & ~Q(source=""), name="an_event_has_a_title_and_a_source"
            ),
            models.CheckConstraint(
                condition=~Q(standing=EventStanding.WITHDRAWN) | ~Q(withdrawn_because=""),
                name="an_event_is_withdrawn_for_a_reason",
            ),
            models.CheckConstraint(
                condition=Q(ends_on__isnull=True)
                | Q(notice_on__isnull=True)
                | Q(ends_on__gte=F("notice_on")),
                name="what_ends_ends_after_notice",
            ),
            models.CheckConstraint(
                condition=Q(published_at__isnull=True)
                | Q(by_body=True)
                | Q(asked_at__isnull=False),
                name="no_event_is_published_before_its_body_was_asked",
            ),
        ]
        indexes = [models.Index(fields=["organisation", "on"], name="events_of_a_body")]

    def __str__(self) -> str:
        return self.title


class Concern(models.Model):
    """What a group says went wrong between it and a partner. Confidential.

    Nothing of it is told to the partner or the public but what the group has agreed to
    (``Disclosure``), not even that there is one. ``decision_on`` is the day of what it is about,
    from which the time limits of the law run; ``known_on`` when the group came to know of it.
    ``digest`` is of the group's private link.
    """

    personal_data = "who raised it and how to reach them"
    retention = "contact two years after it is closed; what was learnt is kept"

    uuid = models.UUIDField(unique=True, default=uuid.uuid4)
    document = models.ForeignKey(Document, models.PROTECT, related_name="concerns")
    commitment = models.ForeignKey(Commitment, models.PROTECT, null=True, related_name="concerns")
    partner = models.ForeignKey(Organisation, models.PROTECT, related_name="concerns_about")
    group = models.ForeignKey(
        Organisation, models.PROTECT, null=True, related_name="concerns_raised"
    )
    group_name = models.CharField(max_length=255, blank=True)
    contact = models.CharField(max_length=200, blank=True)
    email = models.EmailField(blank=True)
    telephone = models.CharField(max_length=60, blank=True)
    words = models.TextField()
    wanted = models.TextField(blank=True)
    procurement = models.BooleanField(default=False)
    decision_on = models.DateField(null=True)
    known_on = models.DateField(null=True)
    digest = models.CharField(max_length=64, unique=True, null=True)
    raised_at = models.DateTimeField()
    entered_by = models.CharField(max_length=200, blank=True)
    closed_at = models.DateTimeField(null=True)
    outcome = models.TextField(blank=True)
    learning = models.TextField(blank=True)

    objects = ConcernQuerySet.as_manager()

    class Meta:
        constraints = [
            models.CheckConstraint(condition=~Q(words=""), name="a_concern_says_what_went_wrong"),
            models.CheckConstraint(
                condition=Q(closed_at__isnull=True) | ~Q(outcome=""),
                name="a_concern_is_closed_with_its_outcome",
            ),
        ]

    def __str__(self) -> str:
        return f"concern {self.pk}"


class ConcernStage(models.Model):
    """A concern came to a step of the ladder. ``due_on`` is when an answer is owed. Only added."""

    personal_data = "the label of staff"
    retention = "kept with the concern"

    concern = models.ForeignKey(Concern, models.CASCADE, related_name="stages")
    rung = models.PositiveSmallIntegerField(choices=Rung.choices)
    on = models.DateField()
    due_on = models.DateField(null=True)
    note = models.TextField(blank=True)
    at = models.DateTimeField()
    by = models.CharField(max_length=200)

    def __str__(self) -> str:
        return f"{self.concern}: {self.get_rung_display()}"


class Disclosure(models.Model):
    """Exactly what of a concern may be told, to whom, and whether the group agreed to just that.

    ``uuid`` is its address, which counts nothing. ``decided_by`` says how the group agreed: by its
    link, or as staff noted it. The partner sees it from ``put_at`` on and has until ``reply_by``;
    the public from ``published_at``.
    """

    personal_data = "what the group agreed to tell"
    retention = "kept with the concern"

    uuid = models.UUIDField(unique=True, default=uuid.uuid4)
    concern = models.ForeignKey(Concern, models.CASCADE, related_name="disclosures")
    to = models.CharField(max_length=8, choices=ToWhom.choices)
    words = models.TextField()
    standing = models.CharField(max_length=10, choices=Disclosed.choices, default=Disclosed.ASKED)
    asked_at = models.DateTimeField()
    asked_by = models.CharField(max_length=200)
    decided_at = models.DateTimeField(null=True)
    decided_by = models.CharField(max_length=300, blank=True)
    put_at = models.DateTimeField(null=True)
    reply_by = models.DateField(null=True)
    reply = models.TextField(blank=True)
    replied_by = models.CharField(max_length=200, blank=True)
    replied_at = models.DateTimeField(null=True)
    published_at = models.DateTimeField(null=True)

    objects = DisclosureQuerySet.as_manager()

    class Meta:
        constraints = [
            models.CheckConstraint(condition=~Q(words=""), name="a_disclosure_has_its_words"),
            models.CheckConstraint(
                condition=Q(published_at__isnull=True) | Q(standing=Disclosed.AGREED),
                name="nothing_of_a_concern_is_published_without_leave",
            ),
            models.CheckConstraint(
                condition=Q(published_at__isnull=True) | Q(put_at__isnull=False),
                name="nothing_of_a_concern_is_published_before_the_partner_was_asked",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.concern}: {self.get_to_display().lower()}"

    @property
    def organisation(self) -> Organisation:
        """The partner, whose people may reply."""
        return self.concern.partner


class YearReview(models.Model):
    """How both sides kept an agreement in a year: made from records, then published with both
    voices.

    ``body`` is what ``reports.yearly`` counted, frozen when it was published.
    """

    personal_data = "the names of who speaks for each side"
    retention = "kept"

    document = models.ForeignKey(Document, models.PROTECT, related_name="year_reviews")
    starts_on = models.DateField()
    ends_on = models.DateField()
    body = models.JSONField(default=dict)
    sector_words = models.TextField(blank=True)
    sector_by = models.CharField(max_length=200, blank=True)
    partner_words = models.TextField(blank=True)
    partner_by = models.CharField(max_length=200, blank=True)
    asked_at = models.DateTimeField(null=True)
    reply_by = models.DateField(null=True)
    published_at = models.DateTimeField(null=True)
    begun_at = models.DateTimeField()

    objects = YearReviewQuerySet.as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["document", "starts_on"], name="a_year_is_reviewed_once"
            ),
            models.CheckConstraint(
                condition=Q(ends_on__gt=F("starts_on")), name="a_year_ends_after_it_begins"
            ),
            models.CheckConstraint(
                condition=Q(published_at__isnull=True) | Q(asked_at__isnull=False),
                name="no_year_is_published_before_a_reply_was_asked_for",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.document}, to {self.ends_on:%d.%m.%Y}"
