"""Requests for help, schemes, helpers, giving out and reaching out: the locked room."""
