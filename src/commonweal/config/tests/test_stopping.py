"""Stopping what `make run` starts: soon, quietly, and with everything that it started."""

from __future__ import annotations

import os
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path

import pytest

SOON = 4.0  # seconds, on a machine that does other things besides
ALONE = ("DATABASE_URL", "PGHOST", "PGPORT", "PGUSER", "DJANGO_SETTINGS_MODULE", "CI")
ONE_ORGANISATION = """
import django; django.setup()
from commonweal.config.management.commands.start import migrate
migrate()
from commonweal.sector.tests.factories import OrganisationFactory
OrganisationFactory()
"""


def environment(home: Path) -> dict[str, str]:
    kept = {name: value for name, value in os.environ.items() if name not in ALONE}
    return {**kept, "COMMONWEAL_HOME": str(home), "COMMONWEAL_NO_BROWSER": "1"}


def free_port() -> int:
    with socket.socket() as listener:
        listener.bind(("127.0.0.1", 0))
        return int(listener.getsockname()[1])


class Started:
    """`commonweal start` in a session of its own, as a terminal would give it."""

    def __init__(self, home: Path) -> None:
        self.said = ""
        command = [sys.executable, "-m", "commonweal.config.cli", "start"]
        self.process = subprocess.Popen(
            [*command, "--port", str(free_port())], env=environment(home), text=True,
            stdout=subprocess.PIPE, stderr=subprocess.STDOUT, start_new_session=True,
        )  # fmt: skip

    def until(self, words: str) -> None:
        for line in self.process.stdout or ():
            self.said += line
            if words in line:
                return
        pytest.fail(f"It ended without saying {words!r}:\n{self.said}")

    def stop(self, number: signal.Signals) -> float:
        """How long it takes to end; Ctrl-C reaches the whole group, the other only the first."""
        began = time.monotonic()
        tell = os.killpg if number == signal.SIGINT else os.kill
        tell(self.process.pid, number)
        self.said += self.process.communicate(timeout=30)[0]
        return time.monotonic() - began

    @property
    def left(self) -> bool:
        """Whether anything that it started is still there."""
        try:
            os.killpg(self.process.pid, 0)
        except ProcessLookupError:
            return False
        return True

    def gone(self) -> bool:
        end = time.monotonic() + SOON
        while self.left and time.monotonic() < end:
            time.sleep(0.05)
        return not self.left


@pytest.fixture
def start() -> Iterator[list[Started]]:
    begun: list[Started] = []
    yield begun
    for one in begun:
        if one.left:
            os.killpg(one.process.pid, signal.SIGKILL)
        one.process.communicate(timeout=30)


@pytest.fixture(scope="module")
def inhabited(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A home whose register has an organisation, so that no demonstration is built."""
    home = tmp_path_factory.mktemp("home")
    settings = {**environment(home), "DJANGO_SETTINGS_MODULE": "commonweal.config.settings"}
    subprocess.run([sys.executable, "-c", ONE_ORGANISATION], env=settings, check=True)
    return home


@pytest.mark.parametrize("number", [signal.SIGINT, signal.SIGTERM], ids=lambda n: n.name)
class TestStopping:
    @pytest.mark.parametrize("delay", [0.3, 1.0])
    def test_while_it_gets_ready_is_immediate(self, start, tmp_path, number, delay):
        start.append(Started(tmp_path))
        time.sleep(delay)

        assert start[0].stop(number) < SOON
        assert "Traceback" not in start[0].said
        assert start[0].gone()

    def test_while_it_serves_ends_the_server_and_the_worker(self, start, inhabited, number):
        start.append(Started(inhabited))
        start[0].until("Ctrl-C stops it")
        time.sleep(1)

        assert start[0].stop(number) < SOON
        assert start[0].said.splitlines()[-2:] == ["Ctrl-C stops it.", "Stopped."]
        assert start[0].gone()


class TestStoppedBuilding:
    def test_goes_on_the_next_time(self, start, tmp_path):
        start.append(Started(tmp_path))
        start[0].until("Reading companies-house")

        assert start[0].stop(signal.SIGINT) < SOON
        assert "Traceback" not in start[0].said
        assert (tmp_path / "demonstration" / "plan.json").exists()

        start.append(Started(tmp_path))
        start[1].until("Building the demonstration place")
        start[1].until("organisations look after Saltwold")
        assert not (tmp_path / "demonstration").exists()
