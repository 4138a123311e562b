"""UKCAT, tags for UK charities: the list of tags, each with an expression that suggests it."""

from __future__ import annotations

from commonweal.intake.source import Licence, Named, Source, register
from commonweal.sector.tagging import MEASURED_PRECISION

SOURCE = register(
    Source(
        name="ukcat",
        title="UK Charity Activity Tags",
        publisher="UK Charity Classification project",
        homepage="https://charityclassification.org.uk/",
        licence=Licence(
            name="Creative Commons Attribution 4.0",
            address="https://creativecommons.org/licenses/by/4.0/",
            attribution="Contains data of the UK Charity Classification project, under CC BY 4.0.",
        ),
        brings="tags",
        refreshed="once or twice a year",
        addresses=(
            "https://raw.githubusercontent.com/charity-classification/ukcat/main/data/ukcat.csv",
        ),
        accepts=(".csv",),
        notes=(
            "Tags are suggested from an organisation's own words. Of ten suggestions, "
            f"about {round(MEASURED_PRECISION * 10)} are ones that a person would also give."
        ),
        loader=Named("commonweal.sector.sources.ukcat_said.loader"),
    )
)
