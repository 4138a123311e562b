"""Looks over an installation, and says in sentences what is well and what is not."""

from __future__ import annotations

import shutil
import sqlite3
from collections.abc import Callable, Iterator
from dataclasses import dataclass

from django.conf import settings
from django.core import checks
from django.db import Error as DatabaseError
from django.db import connection

from commonweal.accounts.choices import Role
from commonweal.accounts.models import Grant
from commonweal.core import health
from commonweal.intake.described import find
from commonweal.places.reports import is_named, the_place
from commonweal.sector.models import Organisation

ENOUGH_SPACE = 2 * 1024**3


@dataclass(frozen=True)
class Finding:
    """One sentence, and whether it is well. What is only advice does not fail the whole."""

    well: bool
    sentence: str
    advice: bool = False


def home() -> Iterator[Finding]:
    """The folder where all is kept."""
    if not health.home_is_writable():
        yield Finding(False, f"{settings.HOME} cannot be written to. Change its owner.")
        return
    free = shutil.disk_usage(settings.HOME).free
    yield Finding(True, f"All is kept in {settings.HOME}.")
    if free < ENOUGH_SPACE:
        yield Finding(
            False, f"Only {free / 1024**3:.1f} GB are free there. An import needs 2.", True
        )
    key = settings.HOME / "secret-key"
    if key.exists() and key.stat().st_mode & 0o077:
        yield Finding(False, f"Others can read {key}. Run: chmod 600 {key}")


def sealing() -> Iterator[Finding]:
    """The keys that seal people's records are there, read by nobody else, and backed up apart."""
    path = settings.HOME / "help-keys"
    if path.exists() and path.stat().st_mode & 0o077:
        yield Finding(False, f"Others can read {path}. Run: chmod 600 {path}")
    if len(settings.HELP_KEYS) > 1:
        sentence = "People's records have more than one key. Run: commonweal help rotate-keys"
        yield Finding(False, sentence, True)
    if path.exists():
        yield Finding(True, f"Back {path} up apart from the database: neither is of use alone.")


def database() -> Iterator[Finding]:
    """The database answers, is new enough, and has every table."""
    if not health.database_answers():
        yield Finding(
            False, "The database does not answer. Look at DATABASE_URL, and whether it runs."
        )
        return
    version = (
        sqlite3.sqlite_version
        if connection.vendor == "sqlite"
        else ".".join(map(str, connection.get_database_version()))
    )
    yield Finding(True, f"The database answers ({connection.display_name} {version}).")
    if not health.migrations_are_applied():
        yield Finding(False, "The database lacks tables. Run: commonweal migrate")


def people() -> Iterator[Finding]:
    """Somebody can administer the place."""
    count = Grant.objects.filter(role=Role.ADMINISTRATOR, user__is_active=True).count()
    if count:
        yield Finding(
            True,
            f"There {'is one administrator' if count == 1 else f'are {count} administrators'}.",
        )
    else:
        yield Finding(False, "Nobody is administrator. Run: commonweal admin EMAIL", True)


def place() -> Iterator[Finding]:
    """The installation knows what it serves."""
    here = the_place()
    if not (here.everywhere or here.codes):
        yield Finding(False, "No place is set. Run: commonweal place set CODE...", True)
    elif not is_named(here):
        yield Finding(False, "The place has no name. Run: commonweal place set --name NAME", True)
    else:
        yield Finding(True, f"The place is {here.name}.")
    if not Organisation.objects.exists():
        yield Finding(False, "The register is empty. Run: commonweal import SOURCE PATH", True)


def world() -> Iterator[Finding]:
    """How the installation meets the world."""
    if settings.LOOPBACK_ONLY:
        yield Finding(True, "Only this machine is served. Set COMMONWEAL_ADDRESS to serve others.")
        return
    yield Finding(True, f"The world is served at {settings.PUBLIC_ADDRESS}.")
    if not settings.IS_HTTPS:
        yield Finding(False, "COMMONWEAL_ADDRESS is not https, so what people send can be read.")
    if not settings.BEHIND_PROXY:
        yield Finding(
            False, "COMMONWEAL_BEHIND_PROXY is not set, so all callers may look like one.", True
        )
    if not settings.MAIL_SERVER:
        yield Finding(False, "There is no mail server, so nobody can sign in. Set EMAIL_URL.")


def nightly() -> Iterator[Finding]:
    """What is to be fetched each night is a source."""
    for name in settings.NIGHTLY:
        if find(name) is None:
            yield Finding(
                False,
                f"COMMONWEAL_NIGHTLY names {name!r}, and no source is called so. "
                "See which there are: commonweal sources",
            )


def framework() -> Iterator[Finding]:
    """What Django itself finds wrong."""
    for problem in checks.run_checks():
        if problem.level >= checks.WARNING:
            yield Finding(False, f"{problem.msg} ({problem.id})")


QUESTIONS: tuple[Callable[[], Iterator[Finding]], ...] = (
    home,
    sealing,
    database,
    framework,
    people,
    place,
    world,
    nightly,
)


def examine() -> Iterator[Finding]:
    """Ask every question; one that cannot be asked for want of the database is passed over."""
    for question in QUESTIONS:
        try:
            yield from question()
        except DatabaseError:
            continue
