"""Somebody was advised: one contact, on one or several issues. Three numbers come of it."""

from __future__ import annotations

import datetime as dt
import uuid
from collections.abc import Mapping, Sequence
from typing import Any

from django.db import IntegrityError, transaction

from commonweal.core import clock
from commonweal.core.actions import action
from commonweal.core.actors import Actor
from commonweal.core.refused import Refused
from commonweal.help.actions.giving import check_day, check_whose
from commonweal.help.actions.households import mark_for, told_of
from commonweal.help.actions.requests import words_of
from commonweal.help.advice_codes import ISSUES
from commonweal.help.choices import AdviceWay
from commonweal.help.households import Told
from commonweal.help.models import AdviceContact, AdviceIssue, Client, Request, Scheme

MOST_ISSUES = 20
MOST_PENCE = 100_000_000
A_DAY = 24 * 60


def checked_issue(told: str | Mapping[str, Any]) -> dict[str, Any]:
    """One issue as it is kept, from its code alone or with what came of it.

    :raises Refused: when its code is none, or a figure cannot be.
    """
    row: dict[str, Any] = {"code": told} if isinstance(told, str) else dict(told)
    code = str(row.get("code", "")).strip().upper()
    if code not in ISSUES:
        raise Refused("Choose what it was about.", field="issues")
    for name in ("gained", "written_off"):
        if (pence := row.get(name)) is not None and not 0 <= pence <= MOST_PENCE:
            raise Refused("That is more than £1,000,000. Look at the figure again.", field=name)
    return {
        "code": code, "words": words_of(str(row.get("words") or ""), "words", most=120),
        "gained": row.get("gained"), "written_off": row.get("written_off"),
        "home_kept": bool(row.get("home_kept")),
    }  # fmt: skip


def checked_issues(issues: Sequence[str | Mapping[str, Any]]) -> list[dict[str, Any]]:
    """What they were advised about, each issue once.

    :raises Refused: when there is none, too many, or one twice.
    """
    if not issues:
        raise Refused("Say what they were advised about.", field="issues")
    if len(issues) > MOST_ISSUES:
        raise Refused(f"{MOST_ISSUES} issues at most.", field="issues")
    rows = [checked_issue(issue) for issue in issues]
    if len({(row["code"], row["words"]) for row in rows}) < len(rows):
        raise Refused("An issue is there twice. Say how they differ.", field="issues")
    return rows


def written_contact(scheme: Scheme, key: uuid.UUID | None) -> AdviceContact | None:
    """What was written down from this very form already."""
    return AdviceContact.objects.filter(scheme=scheme, key=key).first() if key else None


@action(permission="help.advise", about="scheme", keeps=("on", "way"))
def note_advice(
    *,
    by: Actor,
    scheme: Scheme,
    on: dt.date,
    way: str,
    issues: Sequence[str | Mapping[str, Any]],
    client: Client | None = None,
    request: Request | None = None,
    household: Told | None = None,
    minutes: int | None = None,
    note: str = "",
    key: uuid.UUID | None = None,
) -> AdviceContact:
    """Write down that somebody was advised on a day, about what, and what came of it.

    ``issues`` are codes, or ``{"code", "words", "gained", "written_off", "home_kept"}`` with pence
    a year. Somebody without a record is known by ``household``, and counted once in a month.
    ``key`` names the form: sent twice, it is one contact.

    :raises Refused: when it says no issue, or none that there is, or the day cannot be.
    """
    if first := written_contact(scheme, key):
        return first
    check_whose(scheme, client, request)
    check_day(on)
    if way not in AdviceWay.values:
        raise Refused("Say how they were advised.", field="way")
    if minutes is not None and not 0 < minutes <= A_DAY:
        raise Refused("Say how many minutes it took, of one day.", field="minutes")
    rows = checked_issues(issues)
    client = client or (request.client if request else None)
    told = household or (told_of(client) if client else None)
    contact = AdviceContact(
        scheme=scheme, client=client, request=request, on=on, way=way, minutes=minutes, key=key,
        mark=mark_for(scheme, told, on), note=words_of(note, "note"), at=clock.now(), by=by.label,
    )  # fmt: skip
    return write_contact(contact, rows)


def write_contact(contact: AdviceContact, rows: list[dict[str, Any]]) -> AdviceContact:
    """Save a contact with its issues, or give what the same form made first. Inner step."""
    try:
        with transaction.atomic():
            contact.save()
            AdviceIssue.objects.bulk_create(AdviceIssue(contact=contact, **row) for row in rows)
    except IntegrityError:
        if first := written_contact(contact.scheme, contact.key):
            return first
        raise
    return contact


@action(permission="help.advise", about="contact")
def take_back_advice(*, by: Actor, contact: AdviceContact) -> None:
    """Take away a contact that was written down by mistake, on the day it was written down.

    :raises Refused: when that day is over: its numbers may have been told.
    """
    held: AdviceContact = AdviceContact.objects.select_for_update().get(pk=contact.pk)
    if clock.day_of(held.at) != clock.today():
        raise Refused("It was written down on another day, and stays.")
    held.delete()
