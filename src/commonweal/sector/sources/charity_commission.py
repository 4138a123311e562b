"""The Charity Commission's full register extract for England and Wales.

Thirteen tables, published daily as tab-separated text and as JSON. Only ``charity`` is needed;
the others add years, areas, causes, names, purposes, mergers and the number of trustees. The
trustees' names are left in the publisher's file: no column of them is ever read.
"""

from __future__ import annotations

from commonweal.intake.source import OPEN_GOVERNMENT, Licence, Source, register
from commonweal.sector.loading import depends, organisations
from commonweal.sector.sources.charity_commission_causes import MEANINGS
from commonweal.sector.sources.charity_commission_columns import TABLES

PLACE = "https://ccewuksprdoneregsadata1.blob.core.windows.net/data"

register(
    Source(
        name="charity-commission",
        title="Register of charities (England and Wales)",
        publisher="Charity Commission for England and Wales",
        homepage="https://register-of-charities.charitycommission.gov.uk/register/full-register-download",
        licence=Licence(
            name=OPEN_GOVERNMENT.name,
            address=OPEN_GOVERNMENT.address,
            attribution=(
                "Contains information from the register of charities, Charity Commission for "
                "England and Wales, licensed under the Open Government Licence."
            ),
        ),
        brings="organisations",
        refreshed="daily",
        loader=organisations("commonweal.sector.sources.charity_commission_shapes.read", MEANINGS),
        addresses=tuple(f"{PLACE}/txt/publicextract.{table}.zip" for table in TABLES),
        accepts=("publicextract.charity*.zip", "publicextract.charity*.txt", "*.json"),
        precedence=10,
        depends=depends,
        keeps_rows=True,
        notes=(
            "Names of trustees are never read, only how many there are. Contact addresses are "
            "often somebody's home, so streets are not published."
        ),
    )
)
