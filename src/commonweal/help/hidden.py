"""What may not stand in a note."""


def why_not_kept(words: str) -> str:
    """Why."""
    return ""
