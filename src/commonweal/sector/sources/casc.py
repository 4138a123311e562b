"""Community amateur sports clubs, from the list that is made from HMRC's.

HMRC publishes names and addresses without numbers, so each number is made from name and postcode;
a club that moves, or whose postcode was once written as a dash, has several.
"""

from __future__ import annotations

from commonweal.intake.source import Licence, Source, register
from commonweal.sector.loading import depends, organisations

SOURCE = register(
    Source(
        name="casc",
        title="Community amateur sports clubs",
        publisher="360Giving, from HM Revenue and Customs",
        homepage="https://github.com/ThreeSixtyGiving/cascs",
        licence=Licence(
            name="Open Government Licence v3.0",
            address="https://www.nationalarchives.gov.uk/doc/open-government-licence/version/3/",
            attribution="Contains HM Revenue and Customs' list of sports clubs, by 360Giving.",
        ),
        brings="organisations",
        refreshed="a few times a year",
        addresses=tuple(
            f"https://raw.githubusercontent.com/ThreeSixtyGiving/cascs/master/{file}"
            for file in ("cascs.csv", "cascs_id_lookup.csv")
        ),
        accepts=("cascs.csv", "cascs_id_lookup.csv"),
        precedence=40,
        depends=depends,
        keeps_rows=True,
        notes="Addresses may be somebody's home, so streets are not published.",
        loader=organisations("commonweal.sector.sources.casc_shapes.read"),
    )
)
