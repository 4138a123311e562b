"""Answers about help that span models."""
