"""What comes in from outside: files read, staged, checked, applied, reported."""
