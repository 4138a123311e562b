"""The staff desk's screens for promises."""
