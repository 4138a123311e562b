"""What is done once a night: chosen sources are brought in, and entries are asked after."""

from __future__ import annotations

import datetime as dt
import json
from pathlib import Path

import structlog
from django.conf import settings
from django.utils import timezone

from commonweal.core.actors import Robot
from commonweal.core.refused import Refused
from commonweal.intake.actions import fetch_source, note_failure
from commonweal.sector.actions import ask_after_entries, bring_in
from commonweal.sector.sources.open_referral import feeds_with_an_address

log = structlog.get_logger("commonweal.nightly")
ASKING = "still-right"  # no source is called so


def refresh_if_due(*, now: dt.datetime) -> list[str]:
    """Refresh what has not been tried since this night began: COMMONWEAL_NIGHTLY, then feeds.

    One that cannot be had or read is logged, and tried again the next night; it hinders no other.
    Returns the sources that were tried.
    """
    night, tried = night_of(now), kept()
    wanted = dict.fromkeys([*settings.NIGHTLY, *feeds_with_an_address()])
    due = [name for name in wanted if tried.get(name, "") < night.isoformat()]
    for name in due:
        mark(name, night)
        try:
            refresh(name)
        except Refused as refusal:
            log.warning("nightly refresh refused", source=name, why=refusal.sentence)
        except Exception:
            log.exception("nightly refresh failed", source=name)
    return due


def night_of(now: dt.datetime) -> dt.date:
    """The day on which the night began that this moment belongs to."""
    local = timezone.localtime(now)
    return local.date() if local.hour >= settings.NIGHTLY_HOUR else local.date() - dt.timedelta(1)


def ask_if_due(*, now: dt.datetime) -> bool:
    """Ask after entries, once a night; whether it was done.

    A night that was cut off is gone on with: nothing is written twice. Without a mail server nobody
    can be asked, so nothing is held against anyone.
    """
    night = night_of(now)
    if not settings.MAIL_SERVER or kept().get(ASKING, "") >= night.isoformat():
        return False
    said = ask_after_entries(by=Robot("freshness"), night=night, most=settings.LETTERS_A_NIGHT)
    log.info("entries asked after", did=said)
    mark(ASKING, night)
    return True


def refresh(name: str) -> None:
    """Download one source, and bring it in as its own robot.

    :raises Refused: when it cannot be had or begun on; the list of runs says so too.
    """
    robot = Robot(name)
    try:
        fetched = fetch_source(by=robot, source=name)
        run = bring_in(by=robot, source=name, path=Path(fetched.folder))
    except Refused as refusal:
        note_failure(by=robot, source=name, why=refusal.sentence)
        raise
    log.info("nightly refresh", source=name, standing=str(run.standing))


def book() -> Path:
    """The file that says on which night each source was last tried."""
    return Path(settings.HOME) / "nightly.json"


def kept() -> dict[str, str]:
    """The night on which each source was last tried; nothing when the file cannot be read."""
    try:
        found = json.loads(book().read_text(encoding="utf-8"))
    except (OSError, ValueError):
        return {}
    return found if isinstance(found, dict) else {}


def mark(name: str, night: dt.date) -> None:
    """Say that something was done, or tried, this night: a source before trying, so that a crash is
    not repeated."""
    fresh = book().with_suffix(".fresh")
    fresh.write_text(json.dumps({**kept(), name: night.isoformat()}), encoding="utf-8")
    fresh.replace(book())
