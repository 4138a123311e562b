"""Forms of `help`."""
