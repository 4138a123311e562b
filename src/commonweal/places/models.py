"""Areas with dates, the postcodes in them, how deprived they are, and the place we serve."""

from __future__ import annotations

from django.db import models
from django.db.models import F, Q

from commonweal.places.choices import Kind, OutlineFrom
from commonweal.places.querysets import AreaQuerySet, PostcodeQuerySet


class Area(models.Model):
    """A geography with a GSS code, from one day to another. Old areas stay, with successors.

    ``parent`` is the code of the area it lies in (ward in district, district in county). The
    outline is a simplified GeoJSON geometry (WGS84, longitude first), for maps and for telling
    whether a point lies inside; ``outline_from`` says whether it was published or put together
    from the outlines of smaller areas. ``source`` is who named it. One code may be both a 2011
    and a 2021 LSOA, so kind is part of the key.
    """

    personal_data = "none"
    retention = "kept"

    code = models.CharField(max_length=9)
    kind = models.CharField(max_length=12, choices=Kind.choices)
    name = models.CharField(max_length=120)
    parent = models.CharField(max_length=9, blank=True, db_index=True)
    valid_from = models.DateField(null=True)
    valid_to = models.DateField(null=True)
    population = models.PositiveIntegerField(null=True)
    population_year = models.PositiveSmallIntegerField(null=True)
    outline = models.JSONField(null=True)
    outline_from = models.CharField(max_length=10, blank=True, choices=OutlineFrom.choices)
    west = models.FloatField(null=True)
    south = models.FloatField(null=True)
    east = models.FloatField(null=True)
    north = models.FloatField(null=True)
    source = models.CharField(max_length=40, blank=True)

    objects = AreaQuerySet.as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["kind", "code"], name="an_area_is_known_once"),
            models.CheckConstraint(
                condition=Q(valid_to__isnull=True)
                | Q(valid_from__isnull=True)
                | Q(valid_to__gte=F("valid_from")),
                name="an_area_ends_after_it_begins",
            ),
        ]
        indexes = [models.Index(fields=["code"], name="areas_by_code")]

    def __str__(self) -> str:
        return self.name


class Succession(models.Model):
    """One area became another on a day: a ward redrawn, a district joined to its neighbours."""

    personal_data = "none"
    retention = "kept"

    old = models.CharField(max_length=9)
    new = models.CharField(max_length=9)
    on = models.DateField(null=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["old", "new"], name="a_succession_is_known_once"),
            models.CheckConstraint(condition=~Q(old=F("new")), name="no_area_succeeds_itself"),
        ]

    def __str__(self) -> str:
        return f"{self.old} became {self.new}"


class Fit(models.Model):
    """A small area is counted in a larger one, because most of its people live there.

    Wards cut across small areas, so statistics by ward go by this official best fit. ``kind`` is
    the larger area's; ``year`` is the edition of the larger area's boundaries.
    """

    personal_data = "none"
    retention = "kept"

    code = models.CharField(max_length=9)
    kind = models.CharField(max_length=12, choices=Kind.choices)
    within = models.CharField(max_length=9, db_index=True)
    year = models.PositiveSmallIntegerField(null=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["code", "kind"], name="a_small_area_is_counted_once"),
        ]

    def __str__(self) -> str:
        return f"{self.code} in {self.within}"


class Postcode(models.Model):
    """A postcode, where its middle is, and the code of every area it lies in.

    Written with one space (``NR1 1AA``). Blank where not known. ``division`` is what elects a
    county councillor: it is not made of wards, and there is none where there is no county council.
    Easting and northing are metres on the British National Grid.
    """

    personal_data = "none"
    retention = "kept"

    postcode = models.CharField(max_length=8, primary_key=True)
    latitude = models.FloatField(null=True)
    longitude = models.FloatField(null=True)
    easting = models.IntegerField(null=True)
    northing = models.IntegerField(null=True)
    terminated = models.DateField(null=True)
    country = models.CharField(max_length=9, blank=True)
    region = models.CharField(max_length=9, blank=True)
    county = models.CharField(max_length=9, blank=True)
    district = models.CharField(max_length=9, blank=True)
    division = models.CharField(max_length=9, blank=True)
    ward = models.CharField(max_length=9, blank=True)
    msoa = models.CharField(max_length=9, blank=True)
    lsoa = models.CharField(max_length=9, blank=True)
    lsoa11 = models.CharField(max_length=9, blank=True)
    constituency = models.CharField(max_length=9, blank=True)
    source = models.CharField(max_length=40, blank=True)

    objects = PostcodeQuerySet.as_manager()

    class Meta:
        indexes = [
            models.Index(fields=["latitude", "longitude"], name="postcodes_by_point"),
            models.Index(fields=["district"], name="postcodes_by_district"),
            models.Index(fields=["ward"], name="postcodes_by_ward"),
        ]

    def __str__(self) -> str:
        return self.postcode


class Deprivation(models.Model):
    """How deprived a small area is, by one edition of the national index (2019 or 2025).

    Decile 1 holds the most deprived tenth of England's small areas.
    """

    personal_data = "none"
    retention = "kept"

    edition = models.PositiveSmallIntegerField()
    code = models.CharField(max_length=9)
    rank = models.PositiveIntegerField()
    decile = models.PositiveSmallIntegerField()
    score = models.FloatField(null=True)
    domains = models.JSONField(default=dict)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["edition", "code"], name="an_edition_ranks_once"),
            models.CheckConstraint(
                condition=Q(decile__gte=1, decile__lte=10), name="a_decile_is_one_to_ten"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.code}, {self.edition}: decile {self.decile}"


class Place(models.Model):
    """What this installation serves, and how it calls and colours itself. There is one row.

    ``codes`` are the GSS codes of the place's areas; ``everywhere`` takes all there is.
    The accent colours are checked for contrast before they are kept.
    """

    personal_data = "none"
    retention = "kept"

    name = models.CharField(max_length=80)
    everywhere = models.BooleanField(default=False)
    codes = models.JSONField(default=list)
    keeper = models.CharField(max_length=120, blank=True)
    telephone = models.CharField(max_length=30, blank=True)
    email = models.EmailField(blank=True)
    address = models.CharField(max_length=250, blank=True)
    accent = models.CharField(max_length=7, blank=True)
    accent_dark = models.CharField(max_length=7, blank=True)
    logo = models.FileField(upload_to="place", blank=True)
    fictional = models.BooleanField(default=False)

    class Meta:
        constraints = [
            models.CheckConstraint(condition=Q(pk=1), name="an_installation_serves_one_place"),
        ]

    def __str__(self) -> str:
        return self.name
