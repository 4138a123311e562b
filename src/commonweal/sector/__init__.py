"""Organisations and partners: who they are, from which source, where they serve."""
