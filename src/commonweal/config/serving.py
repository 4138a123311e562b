"""Runs the web server, and beside it, if asked, the worker; both stop together."""

from __future__ import annotations

import logging
import os
import socket
import subprocess
import sys
import webbrowser
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any, NoReturn

from django.conf import settings
from django.core.management import CommandError
from django.core.wsgi import get_wsgi_application
from gunicorn.app.base import BaseApplication

HERE = "127.0.0.1"
# Whoever stops `start` sits before it and waits; a server in use lets answers be finished.
AT_ONCE, GRACE = 1, 10


@dataclass(frozen=True)
class Plan:
    """Where to listen, with how many processes, and what to do once the site is open or shut.

    ``grace`` is for how many seconds what is under way may go on once we are told to stop.
    """

    port: int
    host: str = HERE
    processes: int = 2
    with_worker: bool = False
    grace: int = GRACE
    when_open: Callable[[], None] = lambda: None
    when_shut: Callable[[], None] = lambda: None


def need_free_port(host: str, port: int) -> None:
    """Say so at once when another program listens there.

    :raises CommandError: with what to type instead.
    """
    with socket.socket(socket.AF_INET6 if ":" in host else socket.AF_INET) as trial:
        trial.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            trial.bind((host, port))
        except PermissionError as problem:
            raise CommandError(
                f"Port {port} is not ours to use. Choose one above 1023."
            ) from problem
        except OSError as problem:
            raise CommandError(
                f"Port {port} is taken by another program. "
                f"Choose another, for example: --port {port + 1} (or: make run PORT={port + 1})"
            ) from problem


class Site(BaseApplication):
    """Gunicorn, set from a plan. Its own log of requests is off: ours names no addresses."""

    def __init__(self, plan: Plan) -> None:
        self.plan = plan
        self.worker: subprocess.Popen[bytes] | None = None
        super().__init__()

    def load_config(self) -> None:
        """Hand the plan to gunicorn."""
        plan = self.plan
        told: dict[str, Any] = {
            "bind": f"[{plan.host}]:{plan.port}"
            if ":" in plan.host
            else f"{plan.host}:{plan.port}",
            "workers": plan.processes,
            "worker_class": "sync",
            "preload_app": True,
            "timeout": 120,
            "graceful_timeout": plan.grace,
            "max_requests": 5_000,
            "max_requests_jitter": 500,
            "limit_request_line": 8_190,
            "loglevel": "error",
            "when_ready": lambda _: self.opened(),
            "worker_exit": lambda _, __: leave(),
            "on_exit": lambda _: self.closed(),
        }
        for name, value in told.items():
            self.cfg.set(name, value)

    def load(self) -> Any:
        """The application, made once and shared by all processes."""
        from django.db import connections

        application = get_wsgi_application()
        connections.close_all()
        return application

    def opened(self) -> None:
        """The door is open: start the worker, then tell."""
        if self.plan.with_worker:
            command = [sys.executable, "-m", "commonweal.config.cli", "worker", "--with-parent"]
            self.worker = subprocess.Popen(command)  # noqa: S603 (our own interpreter)
        self.plan.when_open()

    def closed(self) -> None:
        """The door is shut: let the worker end what it is doing, but not for long.

        An import that is ended so has changed nothing, and goes on from where it was staged.
        """
        if self.worker is not None:
            self.worker.terminate()
            try:
                self.worker.wait(timeout=self.plan.grace / 2)
            except subprocess.TimeoutExpired:
                self.worker.kill()
                self.worker.wait()
        self.plan.when_shut()
        leave()


def leave() -> NoReturn:
    """End this process now: taking a whole interpreter down in good order lasts a second."""
    logging.shutdown()
    sys.stdout.flush()
    os._exit(0)


def lead_letters_to(port: int) -> None:
    """Have letters lead to where we listen, unless the world knows us by another address."""
    if settings.LOOPBACK_ONLY:
        settings.SITE_ADDRESS = f"http://{HERE}:{port}"


def run(plan: Plan) -> None:
    """Serve until told to stop. Letters written meanwhile lead to where we listen."""
    need_free_port(plan.host, plan.port)
    lead_letters_to(plan.port)
    Site(plan).run()


def open_browser(address: str) -> None:
    """Show the page where there is a desktop to show it on."""
    wanted = os.environ.get("COMMONWEAL_NO_BROWSER", "") == "" and not os.environ.get("CI")
    desktop = sys.platform in {"darwin", "win32"} or any(
        os.environ.get(name) for name in ("DISPLAY", "WAYLAND_DISPLAY")
    )
    if wanted and desktop:
        webbrowser.open(address)
