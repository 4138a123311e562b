"""Areas, postcodes and what else is kept of places, for tests. All lie in the ZZ99 country."""

from __future__ import annotations

import factory
from factory.django import DjangoModelFactory

from commonweal.places import models


class AreaFactory(DjangoModelFactory[models.Area]):
    class Meta:
        model = models.Area
        django_get_or_create = ("kind", "code")

    kind = "district"
    code = factory.Sequence(lambda n: f"Z07{n:06d}")
    name = factory.Sequence(lambda n: f"Invented District {n}")


class SuccessionFactory(DjangoModelFactory[models.Succession]):
    class Meta:
        model = models.Succession

    old = factory.Sequence(lambda n: f"Z05{n:06d}")
    new = factory.Sequence(lambda n: f"Z06{n:06d}")


class FitFactory(DjangoModelFactory[models.Fit]):
    class Meta:
        model = models.Fit

    code = factory.Sequence(lambda n: f"Z01{n:06d}")
    kind = "ward"
    within = "Z05000001"


class PostcodeFactory(DjangoModelFactory[models.Postcode]):
    class Meta:
        model = models.Postcode
        django_get_or_create = ("postcode",)

    postcode = factory.Sequence(lambda n: f"ZZ99 {n % 10}{chr(65 + n // 10 % 26)}A")
    latitude = 52.6
    longitude = 1.3
    easting = 624000
    northing = 308000


class DeprivationFactory(DjangoModelFactory[models.Deprivation]):
    class Meta:
        model = models.Deprivation

    edition = 2025
    code = factory.Sequence(lambda n: f"E01{n:06d}")
    rank = 1
    decile = 1


class PlaceFactory(DjangoModelFactory[models.Place]):
    class Meta:
        model = models.Place
        django_get_or_create = ("id",)

    id = 1
    name = "Zedshire"
