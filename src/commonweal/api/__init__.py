"""The public contract, a file per standard."""
