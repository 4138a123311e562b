"""What the command line asks of places."""
