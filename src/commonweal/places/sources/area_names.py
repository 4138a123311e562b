"""Names of areas, what they lie in, what became of old ones, and how many people live there."""

from __future__ import annotations

from commonweal.intake.source import OPEN_GOVERNMENT, Named, Source, register

register(
    Source(
        name="area-names",
        title="Names and populations of areas",
        publisher="Office for National Statistics",
        homepage="https://geoportal.statistics.gov.uk/",
        licence=OPEN_GOVERNMENT,
        brings="areas",
        refreshed="every year",
        loader=Named("commonweal.places.sources.area_names_loader.NamesLoader"),
        accepts=(".csv", ".zip"),
        expects={
            "columns": "WDCD, LADCD, UTLACD, RGNCD or areacode; lsoa11_code, total_population"
        },
        notes="Old districts and wards are kept, with the day they ended and what they became.",
    )
)
