"""The journal is only ever added to, whoever asks and however."""

from __future__ import annotations

import datetime as dt

import pytest
from django.db import DatabaseError, connection, transaction

from commonweal.core.models import JournalEntry
from commonweal.core.tests.factories import JournalEntryFactory

pytestmark = pytest.mark.django_db


def refused_by_the_database():
    return pytest.raises(DatabaseError, match="only ever added to")


class TestTheJournal:
    def test_takes_a_new_entry(self):
        JournalEntryFactory()

        assert JournalEntry.objects.count() == 1

    def test_refuses_a_change_through_a_model(self):
        entry = JournalEntryFactory()

        entry.actor_label = "Somebody else"

        with refused_by_the_database(), transaction.atomic():
            entry.save()

    def test_refuses_a_change_in_bulk(self):
        JournalEntryFactory()

        with refused_by_the_database(), transaction.atomic():
            JournalEntry.objects.update(action="nothing.happened")

    def test_refuses_a_change_in_plain_sql(self):
        JournalEntryFactory()

        with (
            refused_by_the_database(),
            transaction.atomic(),
            connection.cursor() as cursor,
        ):
            cursor.execute("UPDATE core_journalentry SET actor_key = 'nobody'")

    def test_refuses_to_forget(self):
        entry = JournalEntryFactory()

        with refused_by_the_database(), transaction.atomic():
            entry.delete()
        with refused_by_the_database(), transaction.atomic():
            JournalEntry.objects.all().delete()

        assert JournalEntry.objects.filter(pk=entry.pk).exists()

    def test_refuses_to_be_emptied(self):
        JournalEntryFactory()
        word = "TRUNCATE" if connection.vendor == "postgresql" else "DELETE FROM"

        with refused_by_the_database(), transaction.atomic(), connection.cursor() as cursor:
            cursor.execute(f"{word} core_journalentry")

    def test_refuses_to_be_replaced(self):
        entry = JournalEntryFactory()

        with pytest.raises(DatabaseError), transaction.atomic():
            JournalEntryFactory(pk=entry.pk, actor_label="Somebody else")

        assert JournalEntry.objects.get().actor_label == "Ann Steward"

    def test_may_forget_what_is_older_than_its_six_years(self):
        old = JournalEntryFactory(at=dt.datetime.now(dt.UTC) - dt.timedelta(days=6 * 366 + 1))
        nearly = JournalEntryFactory(at=dt.datetime.now(dt.UTC) - dt.timedelta(days=6 * 365 - 9))

        JournalEntry.objects.filter(pk=old.pk).delete()

        assert list(JournalEntry.objects.all()) == [nearly]
