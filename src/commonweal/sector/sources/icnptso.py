"""ICNP/TSO, the United Nations' classification of non-profit and third-sector organisations.

The list of codes, and codes given to organisations: most by a program, with how sure it was.
"""

from __future__ import annotations

from commonweal.intake.source import Licence, Named, Source, register

SOURCE = register(
    Source(
        name="icnptso",
        title="ICNP/TSO codes",
        publisher="UK Charity Classification project",
        homepage="https://charityclassification.org.uk/",
        licence=Licence(
            name="Creative Commons Attribution 4.0",
            address="https://creativecommons.org/licenses/by/4.0/",
            attribution="Contains data of the UK Charity Classification project, under CC BY 4.0.",
        ),
        brings="codes",
        refreshed="once or twice a year",
        addresses=tuple(
            f"https://raw.githubusercontent.com/charity-classification/ukcat/main/data/{file}"
            for file in ("icnptso.csv", "charities_active-icnptso.csv", "cics-icnptso.csv")
        ),
        accepts=(".csv",),
        notes="Most codes were given by a program; they are shown as suggested.",
        loader=Named("commonweal.sector.sources.icnptso_said.loader"),
    )
)
