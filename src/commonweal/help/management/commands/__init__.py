"""What help is told on the command line."""
