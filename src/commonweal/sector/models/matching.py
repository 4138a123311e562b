"""Lists of names that somebody gave to be matched: kept for a day behind a private address."""

from __future__ import annotations

from django.db import models
from django.db.models import Q

from commonweal.sector.choices import MatchAnswer, Matching


class MatchList(models.Model):
    """A list that somebody gave to be matched against the register.

    ``digest`` is that of the secret in its address, ``folder`` names the file as it was given, and
    ``columns`` says which of its columns hold what. ``done`` of ``total`` rows have been matched.
    """

    personal_data = "whatever the giver's list holds, which may be of people"
    retention = "a day"

    digest = models.CharField(max_length=64, unique=True)
    folder = models.CharField(max_length=32)
    name = models.CharField(max_length=120)
    standing = models.CharField(max_length=8, choices=Matching.choices, default=Matching.GIVEN)
    columns = models.JSONField(default=dict)
    total = models.PositiveIntegerField()
    done = models.PositiveIntegerField(default=0)
    why = models.CharField(max_length=250, blank=True)
    given_at = models.DateTimeField(db_index=True)

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(done__lte=models.F("total")), name="no_more_rows_are_done_than_given"
            ),
        ]

    def __str__(self) -> str:
        return self.name


class MatchRow(models.Model):
    """One row of such a list: whom it may mean, and what was decided.

    ``number`` is the row's in the file. ``found`` holds the likeliest, each with reference, score
    and evidence in words. ``chosen`` is the reference that was settled on, blank if none.
    """

    personal_data = "the name in a giver's list, which may be a person's"
    retention = "a day"

    matched = models.ForeignKey(MatchList, models.CASCADE, related_name="rows", db_index=False)
    number = models.PositiveIntegerField()
    said = models.CharField(max_length=300)
    answer = models.CharField(max_length=8, choices=MatchAnswer.choices)
    chosen = models.CharField(max_length=80, blank=True)
    found = models.JSONField(default=list)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["matched", "number"], name="a_row_of_a_list_is_matched_once"
            ),
        ]
        indexes = [models.Index(fields=["matched", "answer"], name="rows_of_a_list_by_answer")]

    def __str__(self) -> str:
        return self.said
