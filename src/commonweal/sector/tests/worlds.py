"""Installations of their own, each with its home and database, in which real processes work.

What happens when a process is killed, or two work at once, cannot be seen from inside one.
"""

from __future__ import annotations

import json
import os
import shutil
import sqlite3
import subprocess
import sys
import uuid
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from commonweal.sector.tests.extracts import charity, write_extract

FIRST = [charity(200000 + n) for n in range(5)]
SECOND = [charity(200000 + n, charity_name=f"Renamed {n}") for n in range(5)] + [
    charity(300000 + n, charity_name=f"Newcomer {n}") for n in range(20)
]
CLUBS = "id,name,address,postcode,active\n0a1b2c3d,Marram Rowers,1 Quay,NR1 1AA,True\n"
FOUND = """
import django; django.setup()
from pathlib import Path
from django.core.management import call_command
call_command("migrate", verbosity=0)
from commonweal.core.actors import Robot
from commonweal.sector.actions import bring_in
from commonweal.sector.tests.factories import PlaceFactory
from commonweal.sector.tests.worlds import FIRST
from commonweal.sector.tests.extracts import write_extract
PlaceFactory(everywhere=True, codes=[])
path = write_extract(Path({home!r}) / "first", FIRST)
assert bring_in(by=Robot("charity-commission"), source="charity-commission", path=path).created == 5
"""
# An import that halts at a moment until a line is written to it.
IMPORT = """
import json, resource, sys
from pathlib import Path
source, path, moment, room = sys.argv[1:5]
import django; django.setup()
from django.db import connection
from commonweal.core.actors import Robot
from commonweal.core.refused import Refused
from commonweal.intake import running
from commonweal.intake.reports import report_of
from commonweal.sector.actions import bring_in
from commonweal.sector.models import Organisation
halted = []
def halt():
    if not halted:
        halted.append(moment)
        print("HALTED", flush=True)
        sys.stdin.readline()
def half_written():
    return connection.in_atomic_block and Organisation.objects.filter(
        name__in=["Newcomer 0", "Marram Rowers"]).exists()
def say(step, done, total):
    if moment == "reading" and step.startswith("Reading"): halt()
    if moment == "applying" and step == "Applying": halt()
    if moment == "writing" and half_written(): halt()
if moment == "staged":
    decide = running.decide
    running.decide = lambda *given: (halt(), decide(*given))
if int(room):
    resource.setrlimit(resource.RLIMIT_FSIZE, (int(room), int(room)))
try:
    run = bring_in(by=Robot(source), source=source, path=Path(path), say=say)
except Refused as refusal:
    print(json.dumps({"refused": refusal.sentence}))
else:
    print(json.dumps(report_of(run)))
"""
ASK = """
import json, sys, time
import django; django.setup()
from django.test import Client
from django.conf import settings
settings.ALLOWED_HOSTS = ["*"]
for address in sys.argv[1:]:
    began = time.monotonic()
    page = Client().get(address)
    said = b"".join(page.streaming_content) if page.streaming else page.content
    print(json.dumps([page.status_code, time.monotonic() - began, said.decode()]))
"""


@dataclass
class World:
    """One installation. ``ask`` sees only what has been committed."""

    home: Path
    database: str = ""
    begun: list[subprocess.Popen[str]] = field(default_factory=list)

    @property
    def environment(self) -> dict[str, str]:
        mine = {"COMMONWEAL_HOME": str(self.home), "SECRET_KEY": "of this test only" * 4}
        if self.database:
            mine["DATABASE_URL"] = f"postgres:///{self.database}"
        settings = {"DJANGO_SETTINGS_MODULE": "commonweal.config.settings"}
        return {**os.environ, **mine, **settings}

    def run(self, script: str, *words: str) -> str:
        command = [sys.executable, "-c", script, *words]
        done = subprocess.run(
            command, env=self.environment, capture_output=True, text=True, check=False
        )
        assert done.returncode == 0, done.stderr
        return done.stdout

    def begin(
        self, source: str, path: Path, *, halt: str = "", room: int = 0
    ) -> subprocess.Popen[str]:
        """Start an import; it has come to where it halts when this returns."""
        process = subprocess.Popen(
            [sys.executable, "-c", IMPORT, source, str(path), halt, str(room)],
            env=self.environment, text=True, stdin=subprocess.PIPE, stdout=subprocess.PIPE,
        )  # fmt: skip
        self.begun.append(process)
        if halt:
            assert process.stdout is not None
            assert process.stdout.readline() == "HALTED\n"
        return process

    def end(self, process: subprocess.Popen[str]) -> dict[str, Any]:
        """Let an import go on to its end; its report, or why it was refused."""
        said, _ = process.communicate("go on\n", timeout=60)
        found: dict[str, Any] = json.loads(said.splitlines()[-1])
        return found

    def bring(self, source: str, path: Path, **more: Any) -> dict[str, Any]:
        return self.end(self.begin(source, path, **more))

    def ask(self, sql: str) -> list[Any]:
        if self.database:
            import psycopg

            with psycopg.connect(dbname=self.database) as connection:
                return [row[0] for row in connection.execute(sql).fetchall()]
        with sqlite3.connect(self.home / "commonweal.sqlite3") as connection:
            return [row[0] for row in connection.execute(sql)]

    @property
    def names(self) -> list[str]:
        return self.ask("SELECT name FROM sector_organisation ORDER BY ref")

    @property
    def searched(self) -> list[str]:
        """The names in the search index, as it keeps them: each published organisation once."""
        return sorted(name.lower() for name in self.ask("SELECT name FROM sector_searchrow"))

    def pages(self, *addresses: str) -> list[tuple[int, float, str]]:
        return [tuple(json.loads(line)) for line in self.run(ASK, *addresses).splitlines()]

    def extract(self, name: str, charities: list[dict[str, Any]]) -> Path:
        return write_extract(self.home / name, charities)

    def close(self) -> None:
        for process in self.begun:
            if process.poll() is None:
                process.kill()
            process.communicate()


@contextmanager
def founded(folder: Path) -> Iterator[World]:
    """A world with five charities, from which others can be made."""
    with database() as name:
        world = World(folder, name)
        folder.mkdir()
        world.run(FOUND.format(home=str(folder)))
        yield world


@contextmanager
def another(first: World, folder: Path) -> Iterator[World]:
    """A world that begins as the first one is."""
    shutil.copytree(first.home, folder)
    with database(template=first.database) as name:
        world = World(folder, name)
        try:
            yield world
        finally:
            world.close()


@contextmanager
def database(template: str = "template1") -> Iterator[str]:
    """A PostgreSQL database of its own, where the tests run on that; "" for SQLite."""
    if not os.environ.get("DATABASE_URL", "").startswith("postgres"):
        yield ""
        return
    import psycopg

    name = f"world_{uuid.uuid4().hex[:12]}"
    with psycopg.connect(dbname="postgres", autocommit=True) as connection:
        connection.execute(f'CREATE DATABASE {name} TEMPLATE "{template}"')
        try:
            yield name
        finally:
            connection.execute(f"DROP DATABASE {name} WITH (FORCE)")
