"""Kinds of area."""

from django.db import models


class Kind(models.TextChoices):
    """What sort of area a GSS code names. A unitary is a district that is its own county."""

    COUNTRY = "country", "Country"
    REGION = "region", "Region"
    COUNTY = "county", "County"
    DISTRICT = "district", "District"
    DIVISION = "division", "County electoral division"
    WARD = "ward", "Ward"
    MSOA = "msoa", "Middle layer area (2021)"
    LSOA = "lsoa", "Small area (LSOA 2021)"
    LSOA11 = "lsoa11", "Small area (LSOA 2011)"
    CONSTITUENCY = "constituency", "Parliamentary constituency"


class OutlineFrom(models.TextChoices):
    """Where an area's outline comes from."""

    GIVEN = "given", "Published"
    JOINED = "joined", "Put together from the areas inside it"


# The columns of a postcode, one for each kind of area it lies in.
KINDS_OF_A_POSTCODE = (
    Kind.COUNTRY,
    Kind.REGION,
    Kind.COUNTY,
    Kind.DISTRICT,
    Kind.DIVISION,
    Kind.WARD,
    Kind.MSOA,
    Kind.LSOA,
    Kind.LSOA11,
    Kind.CONSTITUENCY,
)
