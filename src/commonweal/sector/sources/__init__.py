"""Where organisations and what is said of them come from: one declarative file per source."""
