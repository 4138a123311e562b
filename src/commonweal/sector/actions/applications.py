"""What every change to a group's application does: hold it, note it, end it, write to the group."""

from __future__ import annotations

import datetime as dt
from typing import Any

from django.conf import settings
from django.urls import reverse

from commonweal.comms.letters import write_letter
from commonweal.comms.outbox import POSTMASTER
from commonweal.core import clock
from commonweal.core.actors import Actor
from commonweal.core.refused import Refused
from commonweal.core.tokens import new_token
from commonweal.sector.choices import JOINING_NEXT, Joining, StepKind
from commonweal.sector.facts import line, paragraphs
from commonweal.sector.models import Application, ApplicationStep, GroupLink


def hold(application: Application) -> Application:
    """The application as it is now, held until the action ends."""
    return Application.objects.select_for_update().select_related(None).get(pk=application.pk)


def become(application: Application, standing: Joining) -> None:
    """Let it stand otherwise, where that may follow.

    :raises Refused: where it may not.
    """
    if standing not in JOINING_NEXT.get(Joining(application.standing), frozenset()):
        words = str(Joining(application.standing).label).lower()
        raise Refused(f"This cannot be done now. How it stands: {words}.")
    application.standing = standing


def finish(application: Application, standing: Joining, *, by: Actor, reason: str = "") -> None:
    """End it: nobody's link to vouch works any more."""
    become(application, standing)
    application.decided_at, application.decided_by = clock.now(), by.label[:200]
    application.reason = reason
    application.save()
    application.vouches.filter(said="").update(digest="", expires_at=None)


def note(application: Application, kind: StepKind, *, by: Actor, words: str = "") -> None:
    """Write down what happened."""
    ApplicationStep.objects.create(
        application=application, kind=kind, words=words, at=clock.now(), by=by.label[:200]
    )


def one_line(text: str, name: str, most: int, *, needed: str = "Write a few words.") -> str:
    """A line of text.

    :raises Refused: naming the field, when there is none or it is too long.
    """
    try:
        return line(most, needed=needed)(text, clock.today())
    except ValueError as problem:
        raise Refused(str(problem), field=name) from problem


def words_of(text: str) -> str:
    """Text of some lines.

    :raises Refused: when there is none or it is too long.
    """
    try:
        written = paragraphs(2_000)(text, clock.today())
    except ValueError as problem:
        raise Refused(str(problem), field="words") from problem
    if not written:
        raise Refused("Write a few words.", field="words")
    return written


def send_link(application: Application, letter: str, lasts: dt.timedelta, **words: Any) -> None:
    """Write to the group, with a private link to its application that works for so long."""
    if not application.email:
        return
    token, digest = new_token()
    now = clock.now()
    GroupLink.objects.create(
        digest=digest, application=application, made_at=now, expires_at=now + lasts
    )
    write_letter(
        f"sector/letters/{letter}.txt",
        by=POSTMASTER,
        to=application.email,
        secret=True,
        name=application.contact_name or application.name,
        group=application.name,
        link=f"{settings.SITE_ADDRESS}{reverse('application', args=[token])}",
        until=(now + lasts).date(),
        **words,
    )
