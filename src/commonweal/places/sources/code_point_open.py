"""Code-Point Open: where every live postcode of Great Britain is, from the Ordnance Survey."""

from __future__ import annotations

from commonweal.intake.source import Licence, Named, Source, register

register(
    Source(
        name="code-point-open",
        title="Code-Point Open",
        publisher="Ordnance Survey",
        homepage="https://www.ordnancesurvey.co.uk/products/code-point-open",
        licence=Licence(
            name="Open Government Licence v3.0",
            address="https://www.nationalarchives.gov.uk/doc/open-government-licence/version/3/",
            attribution=(
                "Contains OS data © Crown copyright and database right. Contains Royal Mail data "
                "© Royal Mail copyright and database right. Contains National Statistics data "
                "© Crown copyright and database right."
            ),
        ),
        brings="postcodes",
        refreshed="every quarter",
        loader=Named("commonweal.places.sources.code_point_open_loader.CodePointLoader"),
        addresses=(
            "https://api.os.uk/downloads/v1/products/CodePointOpen/downloads?area=GB&format=CSV&redirect",
        ),
        accepts=(".zip", ".csv"),
        expects={"columns": "ten, without a header: postcode, quality, easting, northing, codes"},
        notes="Live postcodes only. A postcode that is no longer listed is taken as terminated.",
    )
)
