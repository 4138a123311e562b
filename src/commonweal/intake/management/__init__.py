"""What the command line asks of imports."""
