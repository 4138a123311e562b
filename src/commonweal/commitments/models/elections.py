"""Elections, their ballots, and who stands."""

from __future__ import annotations

from django.db import models
from django.db.models import F, Q

from commonweal.commitments.choices import BallotStanding, CandidateStanding


class Election(models.Model):
    """Polls on one day. ``notice_on`` is when notice of election was or will be given.

    From then to the close of poll is the pre-election period.
    """

    personal_data = "none"
    retention = "kept"

    slug = models.SlugField(max_length=80, unique=True)
    name = models.CharField(max_length=200)
    on = models.DateField()
    notice_on = models.DateField(null=True)

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(notice_on__isnull=True) | Q(notice_on__lte=F("on")),
                name="notice_of_an_election_comes_before_it",
            ),
        ]

    def __str__(self) -> str:
        return self.name


class Ballot(models.Model):
    """One paper that voters of one area fill in: a ward, a division, a constituency.

    ``code`` is the Democracy Club ballot paper id, or one of ours. ``area`` is the GSS code. Of a
    poll that was put off, ``poll_on`` is the new day, and its own deadline and hour take the place
    of the call's. Nothing is sent to its candidates before somebody has checked them against the
    Statement of Persons Nominated (``checked_at``).
    """

    personal_data = "the label of staff"
    retention = "kept"

    election = models.ForeignKey(Election, models.CASCADE, related_name="ballots")
    code = models.CharField(max_length=150, unique=True)
    name = models.CharField(max_length=200)
    council = models.CharField(max_length=200, blank=True)
    area = models.CharField(max_length=9, blank=True)
    seats = models.PositiveSmallIntegerField(default=1)
    electors = models.PositiveIntegerField(null=True)
    by_election = models.BooleanField(default=False)
    standing = models.CharField(
        max_length=14, choices=BallotStanding.choices, default=BallotStanding.GOING
    )
    poll_on = models.DateField(null=True)
    closes_at = models.DateTimeField(null=True)
    reveal_at = models.DateTimeField(null=True)
    statement_url = models.URLField(max_length=500, blank=True)
    checked_at = models.DateTimeField(null=True)
    checked_by = models.CharField(max_length=200, blank=True)
    results_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(checked_at__isnull=True) | ~Q(checked_by=""),
                name="a_ballot_is_checked_by_somebody",
            ),
            models.CheckConstraint(condition=Q(seats__gte=1), name="a_ballot_fills_a_seat"),
        ]
        indexes = [models.Index(fields=["area"], name="ballots_by_area")]

    def __str__(self) -> str:
        return self.name


class Candidate(models.Model):
    """Somebody who stands, or stood, on one ballot.

    ``person`` is the source's number of them, the same on other ballots and days. Birth date and
    gender are never kept. E-mail, postal address and telephone are for the call alone and shown to
    nobody else. ``office_from`` and ``office_to`` are of one who was elected.

    ``corrected`` holds, by field, what the source says where staff have put something else, which
    an import leaves alone. ``gone_at`` is since when the source no longer names them; only a person
    says what that means.
    """

    personal_data = "name and party of who seeks a public office; how to reach them"
    retention = (
        "name, party and answers kept; how to reach them until a year after the poll, of those "
        "elected while they hold office"
    )

    ballot = models.ForeignKey(Ballot, models.PROTECT, related_name="candidates")
    person = models.CharField(max_length=40)
    name = models.CharField(max_length=200)
    surname = models.CharField(max_length=100)
    forenames = models.CharField(max_length=150, blank=True)
    party = models.CharField(max_length=200, blank=True)
    party_id = models.CharField(max_length=60, blank=True)
    description = models.CharField(max_length=200, blank=True)
    standing = models.CharField(
        max_length=14, choices=CandidateStanding.choices, default=CandidateStanding.STANDING
    )
    standing_on = models.DateField(null=True)
    email = models.EmailField(blank=True)
    address = models.TextField(blank=True)
    telephone = models.CharField(max_length=60, blank=True)
    elected = models.BooleanField(null=True)
    votes = models.PositiveIntegerField(null=True)
    office_from = models.DateField(null=True)
    office_to = models.DateField(null=True)
    source = models.CharField(max_length=40, blank=True)
    corrected = models.JSONField(default=dict)
    gone_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["ballot", "person"], name="a_person_stands_once_on_a_ballot"
            ),
            models.CheckConstraint(
                condition=~Q(name="") & ~Q(surname=""), name="every_candidate_has_a_name"
            ),
            models.CheckConstraint(
                condition=Q(office_to__isnull=True)
                | Q(office_from__isnull=True)
                | Q(office_to__gte=F("office_from")),
                name="nobody_leaves_an_office_before_they_took_it",
            ),
        ]

    def __str__(self) -> str:
        return self.name


class Affiliation(models.Model):
    """A party that somebody joined after the poll, from a day, by a source."""

    personal_data = "party of who holds a public office"
    retention = "kept"

    candidate = models.ForeignKey(Candidate, models.CASCADE, related_name="affiliations")
    party = models.CharField(max_length=200)
    since = models.DateField()
    source = models.CharField(max_length=300)

    def __str__(self) -> str:
        return f"{self.candidate}: {self.party}"
