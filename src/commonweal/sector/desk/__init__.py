"""The staff desk's screens for the register."""
