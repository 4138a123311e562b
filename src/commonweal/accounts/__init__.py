"""People who sign in, and their place-wide roles."""
