"""Measures and observations, for tests."""

from __future__ import annotations

import datetime as dt

import factory
from factory.django import DjangoModelFactory

from commonweal.impact import models


class MeasureFactory(DjangoModelFactory[models.Measure]):
    class Meta:
        model = models.Measure

    slug = factory.Sequence(lambda n: f"long-grants-{n}")
    name = "Grants of three years or more"
    unit = "share"


class ObservationFactory(DjangoModelFactory[models.Observation]):
    class Meta:
        model = models.Observation

    measure = factory.SubFactory(MeasureFactory)
    starts_on = dt.date(2025, 4, 1)
    ends_on = factory.Sequence(lambda n: dt.date(2026, 3, 31) + dt.timedelta(days=n))
    value = 21
    source = "Grants published by 12 funders"
    at = dt.datetime(2026, 4, 20, 9, 0, tzinfo=dt.UTC)
    by = "Samir Rahman"
