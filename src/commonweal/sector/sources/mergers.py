"""The Charity Commission's register of mergers: which charity became part of which, and when."""

from __future__ import annotations

from commonweal.intake.source import OPEN_GOVERNMENT, Named, Source, register

SOURCE = register(
    Source(
        name="mergers",
        title="Register of merged charities",
        publisher="Charity Commission for England and Wales",
        homepage="https://www.gov.uk/government/publications/register-of-merged-charities",
        licence=OPEN_GOVERNMENT,
        brings="mergers",
        refreshed="each month",
        addresses=(
            "https://raw.githubusercontent.com/drkane/charity-lookups/master/"
            "ccew-register-of-mergers.csv",
        ),
        accepts=(".csv",),
        precedence=5,
        loader=Named("commonweal.sector.sources.mergers_said.loader"),
    )
)
