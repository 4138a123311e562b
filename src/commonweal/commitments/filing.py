"""Which files people may hand in: by their ending and by what they begin with. Pure."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import PurePosixPath

LARGEST = 10 * 1024 * 1024


@dataclass(frozen=True)
class Sort:
    """A sort of file: what browsers call it, and the bytes it begins with (none: any text)."""

    kind: str
    begins: tuple[bytes, ...] = ()


_ZIP = (b"PK\x03\x04",)
SORTS: dict[str, Sort] = {
    "pdf": Sort("application/pdf", (b"%PDF-",)),
    "docx": Sort("application/vnd.openxmlformats-officedocument.wordprocessingml.document", _ZIP),
    "odt": Sort("application/vnd.oasis.opendocument.text", _ZIP),
    "xlsx": Sort("application/vnd.openxmlformats-officedocument.spreadsheetml.sheet", _ZIP),
    "ods": Sort("application/vnd.oasis.opendocument.spreadsheet", _ZIP),
    "png": Sort("image/png", (b"\x89PNG\r\n\x1a\n",)),
    "jpg": Sort("image/jpeg", (b"\xff\xd8\xff",)),
    "jpeg": Sort("image/jpeg", (b"\xff\xd8\xff",)),
    "txt": Sort("text/plain"),
    "csv": Sort("text/csv"),
}
ACCEPT = ",".join(f".{ending}" for ending in SORTS)
IN_WORDS = "PDF, Word, Excel, OpenDocument, text, PNG or JPEG, 10 MB at most"


def kind_of(name: str, size: int, beginning: bytes) -> str:
    """What browsers call a file of this name, size in bytes and beginning.

    :raises ValueError: with a sentence, when it may not be handed in.
    """
    sort = SORTS.get(PurePosixPath(name).suffix.lower().lstrip("."))
    if sort is None:
        raise ValueError(f"This sort of file cannot be taken. We can take {IN_WORDS}.")
    if size == 0:
        raise ValueError("This file is empty.")
    if size > LARGEST:
        raise ValueError("This file is larger than 10 MB.")
    if sort.begins and not beginning.startswith(sort.begins):
        raise ValueError("This file does not hold what its name says. Save it again and choose it.")
    if not sort.begins and b"\x00" in beginning:
        raise ValueError("This file does not hold text, though its name says so.")
    return sort.kind


def tidy_name(name: str) -> str:
    """The name as it is shown and given out: no path, no odd signs, 150 characters at most."""
    last = PurePosixPath(name.replace("\\", "/")).name
    plain = "".join(c if c.isprintable() and c not in '"<>|:*?' else "_" for c in last).strip(" .")
    ending = PurePosixPath(plain).suffix[:10]
    return f"{plain.removesuffix(ending)[: 150 - len(ending)]}{ending}" if plain else "file"
