"""The public site, a module for each sort of page."""
