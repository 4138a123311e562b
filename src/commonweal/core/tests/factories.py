"""Rows of the core, as given."""

import datetime as dt

import factory

from commonweal.core.models import JournalEntry, RateCount


class JournalEntryFactory(factory.django.DjangoModelFactory):
    class Meta:
        model = JournalEntry

    at = factory.LazyFunction(lambda: dt.datetime.now(dt.UTC))
    actor_key = "user:1"
    actor_label = "Ann Steward"
    action = "sector.correct_fact"
    thing = factory.Sequence(lambda n: f"sector.organisation:{n}")


class RateCountFactory(factory.django.DjangoModelFactory):
    class Meta:
        model = RateCount

    key = factory.Sequence(lambda n: f"a-form:{n}")
    opened_at = factory.LazyFunction(lambda: dt.datetime.now(dt.UTC))
    count = 1
