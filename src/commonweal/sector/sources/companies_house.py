"""Companies House: community interest companies, and the companies of bodies known otherwise.

The whole list of live companies comes out each month as one file or several parts. Nearly all of
its five million rows are firms, which this register does not hold.
"""

from __future__ import annotations

from commonweal.intake.dating import Dated
from commonweal.intake.source import OPEN_GOVERNMENT, Named, Source, register

SOURCE = register(
    Source(
        name="companies-house",
        title="Companies House",
        publisher="Companies House",
        homepage="https://www.gov.uk/guidance/companies-house-data-products",
        licence=OPEN_GOVERNMENT,
        brings="organisations",
        refreshed="on the first of each month",
        addresses=(
            "https://download.companieshouse.gov.uk/BasicCompanyDataAsOneFile-{YYYY}-{MM}-{DD}.zip",
        ),
        # Dated the first, or a few days later when that is no working day.
        dated=Dated(days=(1, 2, 3, 4, 5)),
        by_hand="Open Free Company Data Product and download the company data as one file.",
        accepts=("BasicCompanyData*.zip", "BasicCompanyData*.csv"),
        precedence=20,
        depends=Named("commonweal.sector.sources.companies_house_shapes.depends"),
        keeps_rows=True,
        notes=(
            "Community interest companies and societies; other companies only if a charity "
            "register named their number, or a person did (Nominated companies, on the desk). A "
            "registered office is public by law."
        ),
        loader=Named("commonweal.sector.sources.companies_house_shapes.loader"),
    )
)
