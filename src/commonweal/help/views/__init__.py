"""Pages of `help`."""
