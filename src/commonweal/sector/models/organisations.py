"""Organisations, registered or not, and what is published about them."""

from __future__ import annotations

import uuid

from django.db import models
from django.db.models import Q

from commonweal.sector.choices import Kind, LinkKind, NameKind, Side, Status, Told
from commonweal.sector.freshness import STAGES, Stage
from commonweal.sector.querysets import OrganisationQuerySet


def stage_column() -> models.CharField[str, str]:
    """How far the asking after an entry has come: nearly all are not asked after."""
    return models.CharField(
        max_length=12,
        choices=[(stage.value, words) for stage, words in STAGES.items()],
        default=Stage.FRESH.value,
        db_default=Stage.FRESH.value,
    )


class Organisation(models.Model):
    """An organisation as published: each column is the value that won.

    Source records state facts, corrections replace them, withholding blanks them; the columns
    here are what is left, so search, map, export and API cannot show what is withheld. ``ref``
    is its public name in addresses: its first identifier (``GB-CHC-1090095``), and stays the same
    for ever. ``district``, ``ward`` and the rest are GSS codes of where it is based, from its
    postcode. Latitude and longitude are the middle of the postcode, or, where the address is not
    public, of the small area around it (some seven hundred homes). Money is pounds; the year is
    the one that ended on ``money_year_end``. ``confirmed_on`` is the last day on which somebody
    said that its entry is right, ``confirmed_how`` by what way, and ``stage`` how far the asking
    after it has come since (``freshness``); one that is withdrawn is shown to staff alone.
    """

    personal_data = "contact of an organisation, which may be a person's"
    retention = "kept while the organisation is on a register; contact blanked two years after"

    ref = models.CharField(max_length=80, unique=True)
    uuid = models.UUIDField(unique=True, default=uuid.uuid4)
    name = models.CharField(max_length=255)
    kind = models.CharField(max_length=20, choices=Kind.choices, default=Kind.OTHER)
    side = models.CharField(max_length=8, choices=Side.choices, default=Side.SECTOR)
    status = models.CharField(max_length=10, choices=Status.choices, default=Status.ACTIVE)
    status_on = models.DateField(null=True)
    description = models.TextField(blank=True)
    purposes = models.TextField(blank=True)
    registered_on = models.DateField(null=True)
    email = models.CharField(max_length=254, blank=True)
    telephone = models.CharField(max_length=60, blank=True)
    website = models.CharField(max_length=400, blank=True)
    street = models.CharField(max_length=400, blank=True)
    postcode = models.CharField(max_length=10, blank=True, db_index=True)
    address_public = models.BooleanField(default=False)
    latitude = models.FloatField(null=True)
    longitude = models.FloatField(null=True)
    county = models.CharField(max_length=9, blank=True)
    district = models.CharField(max_length=9, blank=True)
    ward = models.CharField(max_length=9, blank=True)
    msoa = models.CharField(max_length=9, blank=True)
    lsoa = models.CharField(max_length=9, blank=True)
    trustees = models.PositiveIntegerField(null=True)
    income = models.BigIntegerField(null=True)
    spending = models.BigIntegerField(null=True)
    money_year_end = models.DateField(null=True)
    employees = models.PositiveIntegerField(null=True)
    volunteers = models.PositiveIntegerField(null=True)
    based_here = models.BooleanField(default=False)
    serves_here = models.BooleanField(default=False)
    withheld = models.BooleanField(default=False)
    confirmed_on = models.DateField(null=True)
    confirmed_how = models.CharField(max_length=10, blank=True, choices=Told.choices, db_default="")
    stage = stage_column()
    stage_on = models.DateField(null=True)
    same_as = models.ForeignKey("self", models.PROTECT, null=True, related_name="absorbed")
    added_at = models.DateTimeField()
    changed_at = models.DateTimeField(db_index=True)

    objects = OrganisationQuerySet.as_manager()

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=~Q(same_as=models.F("id")), name="no_organisation_is_merged_into_itself"
            ),
            models.CheckConstraint(condition=~Q(name=""), name="every_organisation_has_a_name"),
        ]
        indexes = [
            models.Index(fields=["district"], name="organisations_by_district"),
            models.Index(fields=["ward"], name="organisations_by_ward"),
            models.Index(fields=["latitude", "longitude"], name="organisations_by_point"),
            models.Index(
                fields=["stage"], condition=~Q(stage=Stage.FRESH), name="organisations_asked_after"
            ),
        ]

    def __str__(self) -> str:
        return self.name

    @property
    def outward(self) -> str:
        """The part of the postcode that names a town or quarter, not a street."""
        return self.postcode.partition(" ")[0]

    @property
    def shown_postcode(self) -> str:
        """The postcode as anyone may see it: whole only where the address is public."""
        return self.postcode if self.address_public else self.outward


class Name(models.Model):
    """A name that an organisation has or had."""

    personal_data = "none"
    retention = "kept"

    organisation = models.ForeignKey(
        Organisation, models.CASCADE, related_name="names", db_index=False
    )
    name = models.CharField(max_length=255)
    kind = models.CharField(max_length=10, choices=NameKind.choices)
    source = models.CharField(max_length=40)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["organisation", "kind", "name", "source"], name="a_source_names_once"
            ),
        ]

    def __str__(self) -> str:
        return self.name


class FinancialYear(models.Model):
    """One year's money and people, as one source states them. Pounds; blank where not known."""

    personal_data = "none"
    retention = "kept"

    organisation = models.ForeignKey(
        Organisation, models.CASCADE, related_name="years", db_index=False
    )
    source = models.CharField(max_length=40)
    year_end = models.DateField()
    income = models.BigIntegerField(null=True)
    spending = models.BigIntegerField(null=True)
    employees = models.PositiveIntegerField(null=True)
    volunteers = models.PositiveIntegerField(null=True)
    government_grants = models.BigIntegerField(null=True)
    government_contracts = models.BigIntegerField(null=True)
    reserves = models.BigIntegerField(null=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["organisation", "source", "year_end"], name="a_source_states_a_year_once"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.year_end:%Y}"


class AreaServed(models.Model):
    """An area that an organisation serves, as one source states it, whoever's head office is where.

    ``code`` is a GSS code, or blank when the register's words name none we know.
    """

    personal_data = "none"
    retention = "kept"

    organisation = models.ForeignKey(
        Organisation, models.CASCADE, related_name="areas_served", db_index=False
    )
    code = models.CharField(max_length=9, blank=True, db_index=True)
    words = models.CharField(max_length=120)
    source = models.CharField(max_length=40)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["organisation", "source", "words"], name="a_source_states_an_area_once"
            ),
        ]

    def __str__(self) -> str:
        return self.words


class Term(models.Model):
    """One code of a classification and what it means."""

    personal_data = "none"
    retention = "kept"

    scheme = models.CharField(max_length=12)
    code = models.CharField(max_length=12)
    title = models.CharField(max_length=160)
    parent = models.CharField(max_length=12, blank=True)
    expression = models.TextField(blank=True)
    exclusion = models.TextField(blank=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["scheme", "code"], name="a_term_is_known_once"),
        ]

    def __str__(self) -> str:
        return self.title


class Classification(models.Model):
    """A code given to an organisation, by whom, and how surely.

    ``suggested`` codes come from a program; a stated code is never replaced by one.
    Schemes: ``what``, ``who``, ``how`` (Charity Commission), ``ukcat``, ``icnptso``, ``sic``.
    """

    personal_data = "none"
    retention = "kept"

    organisation = models.ForeignKey(
        Organisation, models.CASCADE, related_name="classifications", db_index=False
    )
    scheme = models.CharField(max_length=12)
    code = models.CharField(max_length=12)
    source = models.CharField(max_length=40)
    suggested = models.BooleanField(default=False)
    confidence = models.FloatField(null=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["organisation", "scheme", "code", "source"], name="a_source_classes_once"
            ),
            models.CheckConstraint(
                condition=Q(confidence__isnull=True) | Q(confidence__gte=0, confidence__lte=1),
                name="confidence_is_a_share",
            ),
        ]
        indexes = [models.Index(fields=["scheme", "code"], name="organisations_by_term")]

    def __str__(self) -> str:
        return f"{self.scheme} {self.code}"


class Link(models.Model):
    """A tie between two organisations, or to one that is not in this register.

    ``other_ref`` is the org-id of the far end, kept whether or not it is here.
    """

    personal_data = "none"
    retention = "kept"

    organisation = models.ForeignKey(
        Organisation, models.CASCADE, related_name="links", db_index=False
    )
    kind = models.CharField(max_length=16, choices=LinkKind.choices)
    other = models.ForeignKey(Organisation, models.SET_NULL, null=True, related_name="linked_from")
    other_ref = models.CharField(max_length=80, blank=True)
    other_name = models.CharField(max_length=255, blank=True)
    on = models.DateField(null=True)
    source = models.CharField(max_length=40)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["organisation", "kind", "other_ref", "source"], name="a_source_links_once"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.get_kind_display()} {self.other_name or self.other_ref}"
