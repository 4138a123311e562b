"""Requests for help, schemes, helpers, visits, outreach: the one locked room of the house."""
