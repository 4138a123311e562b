"""Who looked at whose record: a chain of which nothing can be taken without its showing."""

from __future__ import annotations

import datetime as dt
import hashlib
import json
import uuid
from collections.abc import Sequence

from django.db import connection
from django.db.models import QuerySet

from commonweal.core import clock
from commonweal.core.actions import action
from commonweal.core.actors import Actor
from commonweal.help.choices import LookKind
from commonweal.help.models import Look, LookEnd, Scheme

FIRST = "0" * 64
ONE_AT_A_TIME = 4_711_005  # the lock that PostgreSQL holds while the chain grows


def digest_of_look(look: Look) -> str:
    """The SHA-256 of one look and of the digest before it, in hexadecimal.

    It holds no name: a look stays true when the people in it are forgotten.
    """
    moment = look.at.astimezone(dt.UTC).isoformat(timespec="microseconds")
    told = [
        look.number, moment, look.actor_key, look.role, look.kind, str(look.subject), look.scheme,
        look.purpose, look.before,
    ]  # fmt: skip
    return hashlib.sha256(json.dumps(told, separators=(",", ":")).encode()).hexdigest()


def add_to_chain(
    subjects: Sequence[uuid.UUID], *, by: Actor, scheme: Scheme, kind: str, purpose: str, role: str
) -> None:
    """Add one look for each record, after the last; inside an action only."""
    if connection.vendor == "postgresql":
        with connection.cursor() as cursor:
            cursor.execute("SELECT pg_advisory_xact_lock(%s)", [ONE_AT_A_TIME])
    last = Look.objects.order_by("-number").only("number", "digest").first() or cut_at()
    first, before = (last.number, last.digest) if last else (0, FIRST)
    at, rows = clock.now(), []
    for number, subject in enumerate(subjects, start=first + 1):
        look = Look(
            number=number, at=at, actor_key=by.key, actor=by.label, role=role, kind=kind,
            subject=subject, scheme=scheme.pk, purpose=purpose, before=before,
        )  # fmt: skip
        look.digest = before = digest_of_look(look)
        rows.append(look)
    Look.objects.bulk_create(rows)


def cut_at() -> LookEnd | None:
    """Where the old end was last cut; nothing while the chain is whole."""
    return LookEnd.objects.order_by("-number").first()


def shorten(looks: QuerySet[Look]) -> None:
    """Take these away from the old end, and keep the number and digest of the last. Inner step.

    The database itself refuses what is younger than two years.
    """
    last = looks.order_by("-number").only("number", "digest").first()
    if last is None:
        return
    LookEnd.objects.all().delete()
    LookEnd.objects.create(number=last.number, digest=last.digest, at=clock.now())
    Look.objects.filter(number__lte=last.number).delete()


@action(permission="help.note_look", about="scheme", keeps=("kind",))
def note_look(
    *,
    by: Actor,
    scheme: Scheme,
    subjects: Sequence[uuid.UUID],
    kind: str = LookKind.VIEW,
    purpose: str = "help",
    role: str = "",
) -> None:
    """Write down that somebody looked at records of a scheme, one link of the chain for each.

    Whether they may look is asked by the page that shows them; this is only that they did.
    """
    add_to_chain(subjects, by=by, scheme=scheme, kind=kind, purpose=purpose[:120], role=role[:40])
