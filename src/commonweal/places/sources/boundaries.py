"""Boundaries: the outlines of small areas, wards, districts and counties, from the ONS."""

from __future__ import annotations

from commonweal.intake.source import OPEN_GOVERNMENT, Named, Source, register

register(
    Source(
        name="boundaries",
        title="Boundaries of areas",
        publisher="Office for National Statistics",
        homepage="https://geoportal.statistics.gov.uk/",
        licence=OPEN_GOVERNMENT,
        brings="areas",
        refreshed="every year, and after reviews of wards",
        by_hand=(
            "For each of LSOA, MSOA, ward, district and county take the newest boundaries, "
            "generalised and clipped to the coast (BGC), and download GeoJSON."
        ),
        loader=Named("commonweal.places.sources.boundaries_loader.BoundariesLoader"),
        accepts=(".geojson", ".json", ".zip"),
        expects={
            "properties": "LSOA21CD, LSOA11CD, MSOA21CD, WD25CD, LAD25CD, CTY25CD, of any year"
        },
        notes="Generalised, clipped to the coast, in longitude and latitude (CRS84).",
    )
)
