"""A small world for counting: one county, two towns, a handful of organisations."""

from __future__ import annotations

from commonweal.core.tests.given import given
from commonweal.sector.searching import index
from commonweal.sector.tests.factories import (
    AreaFactory,
    AreaServedFactory,
    ClassificationFactory,
    FinancialYearFactory,
    IdentifierFactory,
    OrganisationFactory,
    PlaceFactory,
    PostcodeFactory,
    SourceRecordFactory,
    TermFactory,
)

# The pages whose questions to the database are counted. Add yours.
PAGES = [
    "/",
    "/areas/",
    "/areas/E07000148/",
    "/organisations/GB-CHC-1000001/",
    "/organisations/GB-CHC-1000001.json",
    "/search/",
    "/search/?q=mill",
    "/search/?q=mill&near=NR1+1AA&within=5",
    "/data/",
    "/accessibility/",
    "/account/login/",
    "/api/v1/organisations",
    "/healthz",
]


def lay_out() -> None:
    """Lay the world out as given."""
    PlaceFactory()
    AreaFactory(code="E10000020", kind="county", name="Norfolk")
    AreaFactory(code="E07000148", name="Norwich", parent="E10000020", population=140_000)
    AreaFactory(code="E07000143", name="Breckland", parent="E10000020", population=150_000)
    PostcodeFactory()
    TermFactory()
    made = []
    for n in range(1, 9):
        organisation = OrganisationFactory(
            ref=f"GB-CHC-{1_000_000 + n}",
            name=f"Friends of Mill Lane {n}",
            postcode="NR1 1AA",
            district="E07000148",
            county="E10000020",
            latitude=52.6256,
            longitude=1.3063,
            income=1_000 * n,
        )
        record = SourceRecordFactory(organisation=organisation)
        IdentifierFactory(organisation=organisation)
        AreaServedFactory(organisation=organisation)
        ClassificationFactory(organisation=organisation)
        FinancialYearFactory(organisation=organisation)
        made.append(record.organisation_id)
    with given():
        index(made)
