"""Files that are given on the desk: those already on this machine, and those that people send."""

from __future__ import annotations

from pathlib import Path

from django.conf import settings

from commonweal.core.refused import Refused
from commonweal.sector.keeping_files import SUFFIXES, keep, kept, uploads

__all__ = ["keep", "kept", "on_this_machine", "uploads"]


def on_this_machine(written: str) -> Path:
    """A file or folder that is already under this installation's home.

    :raises Refused: when it is not there, lies outside, or is none of the files that sources are.
    """
    home = Path(settings.HOME).resolve()
    path = (home / written.strip()).resolve()
    inside = path.is_relative_to(home) and len(path.relative_to(home).parts) > 1
    if not inside or any(part.startswith(".") for part in path.relative_to(home).parts):
        raise Refused("Give a file or folder inside a folder of this installation.", field="path")
    if not path.exists() or (path.is_file() and path.suffix.lower() not in SUFFIXES):
        raise Refused(f"There is no such file or folder: {written[:100]}.", field="path")
    return path
