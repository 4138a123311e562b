"""Where organisations and what is said of them come from: one declarative file per source."""

from commonweal.sector.sources import (
    casc,
    charity_commission,
    charity_links,
    companies_house,
    icnptso,
    mergers,
    mutuals,
    open_referral,
    spreadsheet,
    ukcat,
)

__all__ = [
    "casc",
    "charity_commission",
    "charity_links",
    "companies_house",
    "icnptso",
    "mergers",
    "mutuals",
    "open_referral",
    "spreadsheet",
    "ukcat",
]
