"""A year of a county's help, replayed through the real actions while processes are killed."""
