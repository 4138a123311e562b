"""The full-text tables of the register, as Django sees them."""

from __future__ import annotations

from django.db import models


class SearchRow(models.Model):
    """What can be searched of one published organisation. Only ``sector.searching`` writes it.

    On SQLite the table is an FTS5 index; on PostgreSQL an ordinary table with a generated
    ``tsvector``. The key is the organisation's; the text is folded (no accents, capitals or
    punctuation); ``classes`` are words for the organisation's kind and causes; ``tokens`` are what
    filters ask for. Migrations 0003 and 0006 make the table by hand.
    """

    personal_data = "none"
    retention = "while the organisation is published"

    organisation_id = models.BigIntegerField(primary_key=True, db_column="rowid")
    name = models.TextField()
    also = models.TextField()
    description = models.TextField()
    purposes = models.TextField()
    classes = models.TextField()
    tokens = models.TextField()

    def __str__(self) -> str:
        return self.name


class SearchWord(models.Model):
    """How many more, or fewer, published organisations have a word since an index was written.

    The sum is how many have it. Rows are only added, so that two writers never wait for one
    another over a common word; a full rebuild sums them up.
    """

    personal_data = "none"
    retention = "until the next rebuild"

    word = models.CharField(max_length=40, db_index=True)
    change = models.IntegerField()

    def __str__(self) -> str:
        return f"{self.word} {self.change:+d}"


class SearchChange(models.Model):
    """The index was written. The count and sum of these tell a process that its memory is old.

    ``mark`` is random, so that two histories of equal length are not taken for one another.
    """

    personal_data = "none"
    retention = "until the next rebuild"

    mark = models.BigIntegerField()

    def __str__(self) -> str:
        return str(self.mark)


class ServiceChange(models.Model):
    """A service, or a word for what services are for, was written. Read as ``SearchChange`` is."""

    personal_data = "none"
    retention = "until there are a thousand"

    mark = models.BigIntegerField()

    def __str__(self) -> str:
        return str(self.mark)
