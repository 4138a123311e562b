"""What the sources of places share: reading tables, comparing with what is known, writing."""
