"""Requests for help, and who answers them: the one locked room of the house."""
