"""Promises and what came of them: strategies, agreements, calls to candidates."""
