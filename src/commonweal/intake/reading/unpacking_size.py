"""How large a packed file says that it is once it is unpacked."""

from __future__ import annotations

import zipfile
from pathlib import Path


def unpacked_bytes(path: Path) -> int:
    """The sum of what is packed in it; the file's own size where it is not packed."""
    try:
        with zipfile.ZipFile(path) as packed:
            return sum(member.file_size for member in packed.infolist())
    except (zipfile.BadZipFile, OSError, ValueError, NotImplementedError):
        return path.stat().st_size
