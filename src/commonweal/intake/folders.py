"""Where runs keep their files, who may work there, and what is thrown away."""

from __future__ import annotations

import fcntl
import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from hashlib import blake2b
from pathlib import Path

from django.conf import settings
from django.db import connection

from commonweal.core.refused import Refused
from commonweal.intake.models import Run, SourceState

KEPT_REJECTS = 10
BLOCK = 4 * 1024 * 1024
PATIENCE = 6 * 3600  # seconds


def folder_of_source(source: str) -> Path:
    """The folder that holds every run of a source."""
    return Path(settings.KEEP_IMPORTS) / source


def folder_of(run: Run) -> Path:
    """A run's own folder."""
    return folder_of_source(run.source) / str(run.pk)


def rejects_of(run: Run) -> Path | None:
    """The file of a run's rejects, while it is kept and if there were any."""
    path = folder_of(run) / "rejects.csv"
    return path if path.exists() else None


@contextmanager
def alone(source: str) -> Iterator[None]:
    """Work on a source as the only process that does. A dead process lets go by itself.

    :raises Refused: while another process works on it.
    """
    folder = folder_of_source(source)
    folder.mkdir(parents=True, exist_ok=True)
    with (folder / "lock").open("w") as handle:
        try:
            fcntl.flock(handle, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except OSError as taken:
            raise Refused(
                f"{source} is being imported at this moment. Wait until it is done."
            ) from taken
        try:
            wait_for_writers()
            yield
        finally:
            fcntl.flock(handle, fcntl.LOCK_UN)


def wait_for_writers() -> None:
    """Let this process wait, from now on, for as long as another writes: SQLite lets one at once.

    A page gives up after some seconds and says so; an import has time.
    """
    if connection.vendor == "sqlite":
        with connection.cursor() as cursor:
            cursor.execute(f"PRAGMA busy_timeout = {PATIENCE * 1000}")


def fingerprint(files: list[Path], also: str) -> str:
    """A hash of every byte given, in the order of the names, and of what else decides."""
    seen = blake2b(also.encode(), digest_size=32)
    for path in sorted(files, key=lambda f: (f.name, str(f))):
        seen.update(f"\0{path.name}\0{path.stat().st_size}\0".encode())
        with path.open("rb") as handle:
            while block := handle.read(BLOCK):
                seen.update(block)
    return seen.hexdigest()


def prune(source: str) -> None:
    """Throw away what no run needs: all but the applied snapshot, unfinished runs and rejects."""
    state = SourceState.objects.filter(source=source).first()
    needed = {state.applied_id} if state else set()
    needed |= set(Run.objects.filter(source=source).unfinished().values_list("pk", flat=True))
    folders = [f for f in folder_of_source(source).iterdir() if f.is_dir() and f.name.isdigit()]
    newest = sorted(folders, key=lambda f: int(f.name), reverse=True)
    for place, folder in enumerate(newest):
        if int(folder.name) not in needed:
            throw_away(folder, keep_rejects=place < KEPT_REJECTS)


def throw_away(folder: Path, *, keep_rejects: bool) -> None:
    """Remove a run's folder, or all of it but the file of rejects."""
    if not keep_rejects or not (folder / "rejects.csv").exists():
        shutil.rmtree(folder, ignore_errors=True)
        return
    for path in folder.iterdir():
        if path.is_dir():
            shutil.rmtree(path, ignore_errors=True)
        elif path.name != "rejects.csv":
            path.unlink(missing_ok=True)
