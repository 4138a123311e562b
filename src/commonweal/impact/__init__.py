"""Measures and what was observed: numbers over time, each with its source."""
