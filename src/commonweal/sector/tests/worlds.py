"""Installations of their own, each with its home and database, in which real processes work.

What happens when a process is killed, or two work at once, cannot be seen from inside one. Each
process is a child of one that has loaded the program and done nothing else, so that a test does
not wait for it to be loaded again. All worlds of a module stand in turn at the same place.
"""

from __future__ import annotations

import json
import os
import shutil
import signal
import socket
import sqlite3
import subprocess
import sys
import time
import uuid
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from commonweal.sector.tests.extracts import charity, write_extract

FIRST = [charity(200000 + n) for n in range(5)]
SECOND = [charity(200000 + n, charity_name=f"Renamed {n}") for n in range(5)] + [
    charity(300000 + n, charity_name=f"Newcomer {n}") for n in range(20)
]
CLUBS = "id,name,address,postcode,active\n0a1b2c3d,Marram Rowers,1 Quay,NR1 1AA,True\n"
# Forks a child for each script that it is sent, with the pipes that come with it to speak on.
MOTHER = """
import json, os, signal, socket, sys, traceback
import django; django.setup()
import django.test, duckdb, ibis, ibis.backends.duckdb.converter, pyarrow.parquet
import commonweal.config.urls, commonweal.config.wsgi, commonweal.intake.reports
import commonweal.sector.actions, commonweal.sector.loading.loader, commonweal.sector.tests.worlds
from django.db import connections
ibis.duckdb
connections.close_all()
signal.signal(signal.SIGCHLD, signal.SIG_IGN)
control = socket.socket(fileno=int(sys.argv[1]))
while True:
    told, given, _, _ = socket.recv_fds(control, 1_000_000, 2)
    if not told:
        break
    if os.fork():
        for pipe in given: os.close(pipe)
        continue
    control.close()
    signal.signal(signal.SIGCHLD, signal.SIG_DFL)
    for pipe, number in zip(given, (0, 1)): os.dup2(pipe, number), os.close(pipe)
    sys.stdin, sys.stdout = open(0), open(1, "w")
    print(os.getpid(), flush=True)
    script, *words = json.loads(told)
    sys.argv = ["-c", *words]
    try:
        exec(script, {"__name__": "__main__"})
    except BaseException:
        traceback.print_exc(file=sys.stdout)
    else:
        print("ENDED")
    sys.stdout.flush()
    os._exit(0)
"""
FOUND = """
from pathlib import Path
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
from django.test import Client
from django.conf import settings
settings.ALLOWED_HOSTS = ["*"]
for address in sys.argv[1:]:
    began = time.monotonic()
    page = Client().get(address)
    said = b"".join(page.streaming_content) if page.streaming else page.content
    print(json.dumps([page.status_code, time.monotonic() - began, said.decode()]))
"""


class Process:
    """A real process of a world, which we speak with by lines."""

    def __init__(self, mother: socket.socket, script: str, *words: str) -> None:
        (its_in, our_out), (our_in, its_out) = os.pipe(), os.pipe()
        told = json.dumps([script, *words]).encode()
        socket.send_fds(mother, [told], [its_in, its_out])
        os.close(its_in), os.close(its_out)
        self.stdin, self.stdout = os.fdopen(our_out, "w"), os.fdopen(our_in)
        self.pid = int(self.stdout.readline())

    def end(self) -> list[str]:
        """Let it go on to its end, and give what it said; it must have ended well."""
        with suppress(BrokenPipeError):
            self.stdin.write("go on\n")
            self.stdin.flush()
        said = self.stdout.read().splitlines()
        assert said[-1:] == ["ENDED"], "\n".join(said)
        self.wait(timeout=10)
        return said[:-1]

    def send_signal(self, number: int) -> None:
        os.kill(self.pid, number)

    def wait(self, timeout: float) -> None:
        """Until it is dead and has let go of all that it held."""
        latest = time.monotonic() + timeout
        while alive(self.pid):
            assert time.monotonic() < latest, f"process {self.pid} does not end"
            time.sleep(0.01)

    def close(self) -> None:
        if alive(self.pid):
            self.send_signal(signal.SIGKILL)
            self.wait(timeout=10)
        with suppress(BrokenPipeError):
            self.stdin.close()
        self.stdout.close()


def alive(pid: int) -> bool:
    try:
        os.kill(pid, 0)
    except ProcessLookupError:
        return False
    return True


@contextmanager
def mother_of(environment: dict[str, str]) -> Iterator[socket.socket]:
    """A process that has loaded the program, and by what one speaks with it."""
    ours, its = socket.socketpair(socket.AF_UNIX, socket.SOCK_SEQPACKET)
    command = [sys.executable, "-c", MOTHER, str(its.fileno())]
    mother = subprocess.Popen(command, env=environment, pass_fds=[its.fileno()])
    its.close()
    try:
        yield ours
    finally:
        ours.close()
        mother.wait(timeout=60)


@dataclass
class World:
    """One installation. ``ask`` sees only what has been committed."""

    home: Path
    database: str
    mother: socket.socket
    begun: list[Process] = field(default_factory=list)

    def start(self, script: str, *words: str) -> Process:
        process = Process(self.mother, script, *words)
        self.begun.append(process)
        return process

    def run(self, script: str, *words: str) -> list[str]:
        return self.start(script, *words).end()

    def begin(self, source: str, path: Path, *, halt: str = "", room: int = 0) -> Process:
        """Start an import; it has come to where it halts when this returns."""
        process = self.start(IMPORT, source, str(path), halt, str(room))
        if halt:
            assert process.stdout.readline() == "HALTED\n"
        return process

    def end(self, process: Process) -> dict[str, Any]:
        """Let an import go on to its end; its report, or why it was refused."""
        found: dict[str, Any] = json.loads(process.end()[-1])
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
        return [tuple(json.loads(line)) for line in self.run(ASK, *addresses)]

    def extract(self, name: str, charities: list[dict[str, Any]]) -> Path:
        return write_extract(self.home / name, charities)

    def close(self) -> None:
        for process in self.begun:
            process.close()


@dataclass(frozen=True)
class Founded:
    """A world with five charities as it is kept, and where worlds that begin so stand in turn."""

    kept: Path
    kept_database: str
    world: World


@contextmanager
def founded(folder: Path, migrated: str) -> Iterator[Founded]:
    """A world with five charities, from which others can be made.

    It begins as a copy of a database that has all its tables and is otherwise empty.
    """
    home = folder / "world"
    home.mkdir(parents=True)
    name = f"world_{uuid.uuid4().hex[:12]}" if on_postgres() else ""
    with mother_of(environment_of(home, name)) as mother:
        world = World(home, name, mother)
        if not name:
            shutil.copy(migrated, home / "commonweal.sqlite3")
        with database(name, template=migrated):
            world.run(FOUND.format(home=str(home)))
            world.close()
            home.rename(folder / "kept")
            kept = f"{name}_kept" if name else ""
            with database(kept, template=name):
                yield Founded(folder / "kept", kept, world)


@contextmanager
def another(first: Founded) -> Iterator[World]:
    """A world that begins as the first one is."""
    home = first.world.home
    shutil.rmtree(home, ignore_errors=True)
    shutil.copytree(first.kept, home)
    with database(first.world.database, template=first.kept_database):
        world = World(home, first.world.database, first.world.mother)
        try:
            yield world
        finally:
            world.close()


def on_postgres() -> bool:
    return os.environ.get("DATABASE_URL", "").startswith("postgres")


def environment_of(home: Path, name: str) -> dict[str, str]:
    mine = {"COMMONWEAL_HOME": str(home), "SECRET_KEY": "of this test only" * 4}
    if name:
        mine["DATABASE_URL"] = f"postgres:///{name}"
    return {**os.environ, **mine, "DJANGO_SETTINGS_MODULE": "commonweal.config.settings"}


@contextmanager
def database(name: str, template: str) -> Iterator[None]:
    """A PostgreSQL database of this name, made anew, where the tests run on that."""
    if not name:
        yield
        return
    import psycopg

    with psycopg.connect(dbname="postgres", autocommit=True) as connection:
        connection.execute(f"DROP DATABASE IF EXISTS {name} WITH (FORCE)")
        connection.execute(f'CREATE DATABASE {name} TEMPLATE "{template}"')
        try:
            yield
        finally:
            connection.execute(f"DROP DATABASE IF EXISTS {name} WITH (FORCE)")
