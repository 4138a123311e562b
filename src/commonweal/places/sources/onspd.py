"""The ONS Postcode Directory, and its statistical sister NSPL: every postcode there ever was."""

from __future__ import annotations

from commonweal.intake.source import Licence, Named, Source, register

register(
    Source(
        name="onspd",
        title="ONS Postcode Directory",
        publisher="Office for National Statistics",
        homepage="https://geoportal.statistics.gov.uk/",
        licence=Licence(
            name="Open Government Licence v3.0",
            address="https://www.ons.gov.uk/methodology/geography/licences",
            attribution=(
                "Contains OS data © Crown copyright and database right. Contains Royal Mail data "
                "© Royal Mail copyright and database right. Source: Office for National "
                "Statistics licensed under the Open Government Licence v3.0."
            ),
        ),
        brings="postcodes",
        refreshed="every quarter",
        by_hand=(
            "Look for ONS Postcode Directory, take the newest (February, May, August, November) "
            "and download it, a zip."
        ),
        loader=Named("commonweal.places.sources.onspd_loader.OnspdLoader"),
        accepts=(".zip", ".csv"),
        expects={
            "columns": "pcds or pcd, doterm, lat, long, laua; ward, lsoa21 and others if there"
        },
        notes="The directory or the National Statistics Postcode Lookup, of any edition. "
        "Terminated postcodes are kept, with the month they ended.",
    )
)
