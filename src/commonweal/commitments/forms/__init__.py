"""What people fill in about promises."""
