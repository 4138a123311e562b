"""Mail that came back: told from its own words, and bound to a letter that we sent."""
