"""Co-operative and community benefit societies, from the Financial Conduct Authority's list."""

from __future__ import annotations

from commonweal.intake.source import OPEN_GOVERNMENT, Source, register
from commonweal.sector.loading import depends, organisations

SOURCE = register(
    Source(
        name="mutuals",
        title="Mutuals public register",
        publisher="Financial Conduct Authority",
        homepage="https://mutuals.fca.org.uk/",
        licence=OPEN_GOVERNMENT,
        brings="organisations",
        refreshed="daily",
        addresses=("https://fcastoragemprprod.blob.core.windows.net/societylist/SocietyList.csv",),
        by_hand="Download the register (SocietyList.csv), from the front page.",
        accepts=("SocietyList.csv",),
        precedence=30,
        depends=depends,
        keeps_rows=True,
        notes="A registered office is public by law.",
        loader=organisations("commonweal.sector.sources.mutuals_shapes.read"),
    )
)
