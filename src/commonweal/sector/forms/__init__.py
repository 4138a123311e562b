"""What those pages ask."""
