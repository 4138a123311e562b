"""The work that waits: tasks from the database, mail from the outbox, tidying once an hour."""

from __future__ import annotations

import functools
import os
import signal
import threading
import time
from collections.abc import Callable

import structlog
from django.core.management import call_command
from django.db import close_old_connections
from django_tasks_db.management.commands.db_worker import Worker

from commonweal.commitments import actions as commitments
from commonweal.comms.actions import wipe_old_words
from commonweal.comms.bounces.mailbox import empty_mailbox
from commonweal.comms.delivery import deliver
from commonweal.comms.outbox import POSTMASTER
from commonweal.config.nightly import ask_if_due, refresh_if_due
from commonweal.core import clock
from commonweal.core.actors import Robot
from commonweal.help import actions as help_actions
from commonweal.sector.actions import (
    forget_feedback_words,
    forget_groups,
    forget_lists,
    forget_old_contacts,
    forget_old_members,
    forget_old_versions,
    forget_suggestions,
    lapse_applications,
    release_feedback,
    tell_keepers,
    tell_of_feedback,
)

log = structlog.get_logger("commonweal.worker")
PAUSE = 1.0
A_MINUTE = 60.0
AN_HOUR = 3600.0
HOUSEKEEPING = Robot("housekeeping")


def tasks_of_the_database() -> None:
    """Run every task that waits, one after the other, until none does."""
    Worker(
        queue_names=["*"],
        interval=0,
        batch=True,
        backend_name="db",
        startup_delay=False,
        max_tasks=None,
        worker_id=f"worker-{os.getpid()}",
        excluded_queue_names=[],
    ).run()


def tidy() -> None:
    """Once an hour: forget what is old, tell what was suggested, and refresh once a night."""
    wipe_old_words(by=POSTMASTER)
    forget_old_contacts(by=HOUSEKEEPING)
    forget_old_members(by=HOUSEKEEPING)
    forget_suggestions(by=HOUSEKEEPING)
    forget_old_versions(by=HOUSEKEEPING)
    lapse_applications(by=HOUSEKEEPING)
    forget_groups(by=HOUSEKEEPING)
    forget_lists(by=HOUSEKEEPING)
    tell_keepers(by=HOUSEKEEPING)
    forget_feedback_words(by=HOUSEKEEPING)
    tell_of_feedback(by=HOUSEKEEPING)
    release_feedback(by=HOUSEKEEPING)
    for job in (*commitments.HOURLY, *help_actions.HOURLY):
        attempt(as_housekeeping(job))
    call_command("clearsessions")
    for job in (empty_mailbox, tonight):
        attempt(job)


def keep_the_hour() -> None:
    """Once a minute: what people were told would happen at a certain hour."""
    for job in (*commitments.PUNCTUAL, *help_actions.PUNCTUAL):
        attempt(as_housekeeping(job))


def as_housekeeping(job: Callable[..., object]) -> Callable[[], object]:
    """An action of the house's, done by the robot that keeps it."""

    @functools.wraps(job)
    def done() -> object:
        return job(by=HOUSEKEEPING)

    return done


def tonight() -> None:
    """What is done once a night: first what registers say, then asking after entries."""
    refresh_if_due(now=clock.now())
    ask_if_due(now=clock.now())


def round_of_work() -> None:
    """All that is due now. What fails is logged, and hinders nothing else."""
    for job in (tasks_of_the_database, deliver):
        attempt(job)


def attempt(job: Callable[[], object]) -> None:
    """Do one job; a worker outlives its jobs."""
    close_old_connections()
    try:
        job()
    except Exception:
        log.exception("a job of the worker failed", job=job.__name__)


class Stop(threading.Event):
    """Set when the machine asks us to end; the job under way is finished first."""

    def listen(self) -> Stop:
        """Be set by Ctrl-C and by the signal to terminate."""
        for number in (signal.SIGINT, signal.SIGTERM):
            signal.signal(number, lambda *_: self.set())
        return self


def work(stop: threading.Event, *, with_parent: bool = False) -> None:
    """Do rounds of work until told to stop, or until the process that started us is gone."""
    parent, tidied, on_time = os.getppid(), 0.0, 0.0
    while not stop.is_set() and not (with_parent and os.getppid() != parent):
        round_of_work()
        if time.monotonic() - on_time > A_MINUTE or not on_time:
            keep_the_hour()
            on_time = time.monotonic()
        if time.monotonic() - tidied > AN_HOUR or not tidied:
            attempt(tidy)
            tidied = time.monotonic()
        stop.wait(PAUSE)
