"""The staff desk's screens about areas and the place."""
