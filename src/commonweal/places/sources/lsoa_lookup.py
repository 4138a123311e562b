"""Small areas and what they are counted in: LSOA to ward and district, and LSOA 2011 to 2021."""

from __future__ import annotations

from commonweal.intake.source import OPEN_GOVERNMENT, Named, Source, register

register(
    Source(
        name="lsoa-lookup",
        title="Lookups of small areas",
        publisher="Office for National Statistics",
        homepage="https://geoportal.statistics.gov.uk/",
        licence=OPEN_GOVERNMENT,
        brings="links between areas",
        refreshed="every year",
        by_hand=(
            "Look for the lookups LSOA (2021) to ward to district, best fit, and LSOA (2011) to "
            "LSOA (2021), and download each as CSV."
        ),
        loader=Named("commonweal.places.sources.lsoa_lookup_loader.LookupLoader"),
        accepts=(".csv", ".zip"),
        expects={
            "columns": "lsoa21 with ward and lad (best fit), or lsoa11 with lsoa21 and change code"
        },
        notes="Wards cut across small areas: figures by ward go by the official best fit.",
    )
)
