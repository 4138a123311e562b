"""The English indices of deprivation: the rank and decile of each small area, 2019 and 2025."""

from __future__ import annotations

from commonweal.intake.source import OPEN_GOVERNMENT, Named, Source, register

register(
    Source(
        name="imd",
        title="English indices of deprivation",
        publisher="Ministry of Housing, Communities and Local Government",
        homepage="https://www.gov.uk/government/collections/english-indices-of-deprivation",
        licence=OPEN_GOVERNMENT,
        brings="small areas",
        refreshed="every few years: 2019, 2025",
        addresses=(
            "https://assets.publishing.service.gov.uk/media/691ded56d140bbbaa59a2a7d/"
            "File_7_IoD2025_All_Ranks_Scores_Deciles_Population_Denominators.csv",
        ),
        by_hand="Open the newest edition and download File 7 (all ranks, deciles and scores).",
        loader=Named("commonweal.places.sources.imd_loader.ImdLoader"),
        accepts=(".csv", ".zip"),
        expects={"columns": "lsoa11_code or lsoa21_code, IMD_rank, IMD_decile; or those of File 7"},
        notes="Decile 1 holds the most deprived tenth of England's small areas.",
    )
)
