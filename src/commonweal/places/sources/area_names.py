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
        addresses=tuple(
            f"https://raw.githubusercontent.com/drkane/geo-lookups/master/{file}"
            for file in (
                "area_all_codes.csv",
                "la_all_codes.csv",
                "pcon.csv",
                "rgn_all_codes.csv",
                "utla_all_codes.csv",
                "ward_all_codes.csv",
            )
        ),
        by_hand="Look for names and codes of wards, districts, counties and regions, as CSV.",
        loader=Named("commonweal.places.sources.area_names_loader.NamesLoader"),
        accepts=(".csv", ".zip"),
        expects={
            "columns": "WDCD, LADCD, UTLACD, RGNCD or areacode; lsoa11_code, total_population"
        },
        notes=(
            "Fetched as David Kane gathers it from the Office's lists. Old districts and wards "
            "are kept, with the day they ended and what they became."
        ),
    )
)
