"""The written package, kept until something that it holds changes.

It lies in a folder named for what the register held when it was begun, so that no file of it is
older than another, and nothing withheld since is given out: another mark is another folder.
"""

from __future__ import annotations

import datetime as dt
import hashlib
import shutil
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from django.conf import settings
from django.db import connection, transaction
from django.db.models import Count, Max

from commonweal.intake.models import SourceState
from commonweal.places.reports import the_place
from commonweal.sector.finding_services import memory
from commonweal.sector.models import Organisation, Service
from commonweal.sector.packaging.tables import DESCRIPTOR
from commonweal.sector.packaging.writing import write_package

# Rows of organisations that are written while somebody waits; of more, the worker writes them.
MOST_AT_ONCE = 60_000


class Busy(Exception):
    """The package is not written yet: the register is large, and the worker writes it."""


def mark() -> str:
    """What changes whenever anything that the package holds has changed."""
    place = the_place()
    parts = (
        Organisation.objects.published().aggregate(Count("pk"), Max("changed_at")),
        Organisation.objects.aggregate(Max("changed_at")),
        Service.objects.published().aggregate(Count("pk"), Max("changed_at")),
        memory.stamp(),
        sorted(SourceState.objects.values_list("source", "applied")),
        (place.name, place.keeper, place.fictional),
    )
    return hashlib.sha256(repr(parts).encode()).hexdigest()[:24]


def shelf() -> Path:
    """Where it is kept."""
    return Path(settings.HOME) / "exports"


def kept(now: dt.datetime) -> Path:
    """The folder with the package as the register stands, written now if it has to be.

    :raises Busy: when the register is large and what was written is out of date.
    """
    folder = shelf() / mark()
    if not (folder / DESCRIPTOR).exists():
        if Organisation.objects.published().count() > MOST_AT_ONCE:
            raise Busy
        folder = write(now)
    return folder


def ask_for(now: dt.datetime) -> None:
    """Have the worker write the package, unless somebody asked within the hour."""
    from commonweal.sector.tasks import write_package_later

    note = shelf() / ".asked"
    shelf().mkdir(parents=True, exist_ok=True)
    if note.exists() and now.timestamp() - note.stat().st_mtime < 3600:
        return
    note.touch()
    write_package_later.enqueue()


def write(now: dt.datetime) -> Path:
    """Write the package as the register stands, and throw away what was written before."""
    shelf().mkdir(parents=True, exist_ok=True)
    with as_one():
        folder = shelf() / mark()
        draft = Path(tempfile.mkdtemp(dir=shelf(), prefix=".writing-"))
        try:
            write_package(draft, now, the_place())
            draft.chmod(0o755)
            if not folder.exists():
                draft.rename(folder)
        finally:
            shutil.rmtree(draft, ignore_errors=True)
    (shelf() / ".asked").unlink(missing_ok=True)
    throw_away(folder, now)
    return folder


@contextmanager
def as_one() -> Iterator[None]:
    """Everything read inside is as it stood at one moment."""
    with transaction.atomic():
        if connection.vendor == "postgresql" and not connection.savepoint_ids:
            with connection.cursor() as cursor:
                cursor.execute("SET TRANSACTION ISOLATION LEVEL REPEATABLE READ")
        yield


def throw_away(keep: Path, now: dt.datetime) -> None:
    """Remove older packages, and drafts that nobody has written at for an hour."""
    for other in shelf().iterdir():
        age = now.timestamp() - other.stat().st_mtime
        if other != keep and other.is_dir() and (not other.name.startswith(".") or age > 3600):
            shutil.rmtree(other, ignore_errors=True)
