"""Published tables of two numbers that name one body, such as a charity and its company."""

from __future__ import annotations

from commonweal.intake.source import Licence, Named, Source, register

SOURCE = register(
    Source(
        name="charity-links",
        title="Numbers that name one body",
        publisher="David Kane, from public registers",
        homepage="https://github.com/drkane/charity-lookups",
        licence=Licence(
            name="Open Database Licence 1.0",
            address="https://opendatacommons.org/licenses/odbl/1-0/",
            attribution="Contains lookups of charity numbers by David Kane, under the ODbL.",
        ),
        brings="pairs of numbers",
        refreshed="a few times a year",
        addresses=tuple(
            f"https://raw.githubusercontent.com/drkane/charity-lookups/master/{file}"
            for file in (
                "charity-company-numbers.csv",
                "cio_company_numbers.csv",
                "mutual-companies.csv",
                "dual-registered-uk-charities.csv",
            )
        ),
        accepts=(".csv",),
        loader=Named("commonweal.sector.sources.charity_links_said.loader"),
    )
)
