"""Messages out: keyed by address, knows no people."""
