"""PDFs of published versions, each made once and kept: a version never changes.

What changes around it (who keeps the place, who is withheld, how it is set) is part of the name it
is kept under.
"""

from __future__ import annotations

import hashlib
import os
import tempfile
from functools import cache
from pathlib import Path

from django.conf import settings

from commonweal.commitments.models import Version
from commonweal.commitments.printing.making import Edition, edition_of, pdf


@cache
def craft() -> str:
    """A mark of how documents are set: of everything in this folder."""
    here = Path(__file__).parent
    files = sorted(p for p in here.iterdir() if p.suffix in {".py", ".typ", ".csv"})
    return hashlib.sha256(b"".join(p.read_bytes() for p in files)).hexdigest()


def mark(version: Version, edition: Edition) -> str:
    """What changes whenever another PDF would be made."""
    place = edition.place
    parts = (
        version.pk, edition.whole.digest, version.name, version.at.isoformat(), edition.site,
        place.name, place.keeper, place.address, place.telephone, place.email, place.fictional,
        craft(),
    )  # fmt: skip
    return hashlib.sha256(repr(parts).encode()).hexdigest()[:24]


def shelf() -> Path:
    """Where they are kept."""
    return Path(settings.HOME) / "printed"


def pdf_of_version(version: Version) -> bytes:
    """The PDF of a version, made now if it was never made. Older ones of it are thrown away."""
    edition = edition_of(version)
    path = shelf() / f"{version.pk}-{mark(version, edition)}.pdf"
    try:
        return path.read_bytes()
    except FileNotFoundError:
        made = pdf(edition)
    keep(path, made, version)
    return made


def keep(path: Path, made: bytes, version: Version) -> None:
    """Put it on the shelf whole: nobody is given half of one."""
    shelf().mkdir(parents=True, exist_ok=True)
    handle, draft = tempfile.mkstemp(dir=shelf(), prefix=".writing-")
    with os.fdopen(handle, "wb") as file:
        file.write(made)
    Path(draft).replace(path)
    for other in shelf().glob(f"{version.pk}-*.pdf"):
        if other != path:
            other.unlink(missing_ok=True)
