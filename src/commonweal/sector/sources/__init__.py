"""Where organisations and what is said of them come from: one declarative file per source."""

from commonweal.sector.sources import charity_commission, charity_links, icnptso, mergers, ukcat

__all__ = ["charity_commission", "charity_links", "icnptso", "mergers", "ukcat"]
