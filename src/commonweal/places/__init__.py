"""Dated areas, boundaries, postcodes, deprivation."""
