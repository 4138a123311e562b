"""Answers about help that span models."""

from commonweal.help.reports.candidates import candidates

__all__ = ["candidates"]
