"""Files that people give, kept apart under names of our own until they are read."""

from __future__ import annotations

import re
import shutil
import uuid
from pathlib import Path

from django.conf import settings
from django.core.files.uploadedfile import UploadedFile
from django.utils.text import get_valid_filename

from commonweal.core.refused import Refused
from commonweal.intake.reading.kinds import not_a_table

TOKEN = re.compile(r"^[0-9a-f]{32}$")
MOST_BYTES = 2 * 1024**3
SUFFIXES = {".csv", ".txt", ".tsv", ".json", ".geojson", ".zip", ".xlsx", ".xlsm"}
# Kinds that people give for a table; they are told what theirs is, and what to do.
MISTAKEN = {".xls", ".xlsb", ".ods", ".numbers", ".pdf", ".doc", ".docx", ".rtf", ".htm", ".html"}
WANTED = "Give a CSV, a spreadsheet (.xlsx), a JSON or a zip file."


def uploads() -> Path:
    """The folder of files given."""
    return Path(settings.KEEP_IMPORTS) / "uploads"


def keep(upload: UploadedFile, most: int = MOST_BYTES) -> tuple[str, Path]:
    """Keep a file that was given; the token it is known by, and where it is.

    :raises Refused: when it is too large, empty, or of a kind that no source is.
    """
    name = Path(str(upload.name or "")).name
    suffix = Path(name).suffix.lower()
    if suffix not in SUFFIXES | MISTAKEN:
        raise Refused(WANTED, field="file")
    if not upload.size or upload.size > most:
        raise Refused(f"The file is empty or larger than {most // 1024**2:,} MB.", field="file")
    token = uuid.uuid4().hex
    path = uploads() / token / get_valid_filename(name)[-80:]
    path.parent.mkdir(parents=True)
    with path.open("wb") as out:
        for chunk in upload.chunks():
            out.write(chunk)
    if suffix in MISTAKEN:
        sentence = not_a_table(path)
        shutil.rmtree(path.parent)
        raise Refused(sentence or WANTED, field="file")
    return token, path


def kept(token: str) -> Path | None:
    """The file a token names, while it is kept."""
    folder = folder_of(token)
    return next((f for f in folder.iterdir() if f.is_file()), None) if folder else None


def folder_of(token: str) -> Path | None:
    """The folder that a token names, while it is kept."""
    folder = uploads() / token
    return folder if TOKEN.match(token) and folder.is_dir() else None
