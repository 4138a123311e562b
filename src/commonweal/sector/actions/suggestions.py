"""Saying what is wrong or missing, by anyone; writing to those who may answer; forgetting who."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from typing import Any

from django.db import IntegrityError, transaction
from django.db.models import Max, Q

from commonweal.comms.letters import write_letter
from commonweal.comms.outbox import POSTMASTER
from commonweal.core import clock
from commonweal.core.actions import action
from commonweal.core.actors import Actor
from commonweal.core.refused import Refused
from commonweal.places.models import Area
from commonweal.sector.choices import MemberRole, Verdict
from commonweal.sector.facts import email as tidy_email
from commonweal.sector.facts import line, paragraphs
from commonweal.sector.models import (
    Member,
    Organisation,
    Service,
    SuggestedChange,
    Suggestion,
)
from commonweal.sector.reports.published import fields_of, published_of
from commonweal.sector.suggestible import AREAS, same, tidied

WHO_KEPT = dt.timedelta(days=90)
LONGEST_OPEN = dt.timedelta(days=365)
ALL_KEPT = dt.timedelta(days=730)
A_DAY = dt.timedelta(hours=23)
NOTHING = "Nothing is changed yet. Put right what is wrong, or tell it in words at the end."


@action(permission="sector.suggest", about="about")
def suggest(
    *,
    by: Actor,
    about: Organisation | Service,
    values: Mapping[str, Any],
    seen: Mapping[str, Any],
    digest: str,
    note: str = "",
    your_name: str = "",
    your_email: str = "",
) -> Suggestion:
    """Say what should be different on a page. It changes nothing until somebody decides.

    :param values: by field, what it should say. Only what is not as it was ``seen`` is kept.
    :param seen: by field, what the page said when it was looked at.
    :param digest: of the private link by which they find how it stands. A link is used once: sent
        again, it is what was said the first time.
    :raises Refused: naming the field, when something cannot be kept, or nothing is different.
    """
    told = _told(note=note, your_name=your_name, your_email=your_email)
    changes = _changes(about, values, seen)
    whose = {"service" if isinstance(about, Service) else "about": about}
    before = Suggestion.objects.filter(digest=digest).first()
    if before is not None:
        return before
    try:
        with transaction.atomic():
            made = Suggestion.objects.create(**whose, **told, digest=digest, at=clock.now())
    except IntegrityError:
        return Suggestion.objects.get(digest=digest)
    SuggestedChange.objects.bulk_create(
        SuggestedChange(suggestion=made, field=field, seen=was, suggested=value)
        for field, (was, value) in changes.items()
    )
    return made


def _told(**said: str) -> dict[str, str]:
    rules = {"note": paragraphs(1_000), "your_name": line(100), "your_email": tidy_email}
    found = {}
    for field, value in said.items():
        try:
            found[field.removeprefix("your_")] = rules[field](value, clock.today())
        except ValueError as problem:
            raise Refused(str(problem), field=field) from problem
    return found


def _changes(
    about: Organisation | Service, values: Mapping[str, Any], seen: Mapping[str, Any]
) -> dict[str, tuple[Any, Any]]:
    """What was changed, each with what was seen; what has been withheld since is not kept."""
    now, found = published_of(about), {}
    for name, field in fields_of(about).items():
        if name not in values or same(values[name], seen.get(name)):
            continue
        service = isinstance(about, Service)
        value = tidied(field, values[name], of_service=service, today=clock.today())
        if not same(value, seen.get(name)):
            found[name] = (seen.get(name) if now[name] else now[name], value)
    if not found:
        raise Refused(NOTHING)
    codes = set(found.get(AREAS, ((), ()))[1])
    if Area.objects.filter(code__in=codes).count() < len(codes):
        raise Refused("One of these areas is not known here. Tick it again.", field=AREAS)
    return found


@action(permission="sector.keep_register")
def tell_keepers(*, by: Actor) -> int:
    """Write to each organisation's own people of what was suggested: once a day at most.

    Returns how many letters went out. Who has no people of its own is for staff to answer.
    """
    now = clock.now()
    waiting = Suggestion.objects.open().for_members(now).visible()
    new = waiting.filter(told_at=None).select_related("about", "service__organisation")
    letters = 0
    for owner in sorted({one.organisation for one in new}, key=lambda o: o.pk):
        theirs = Suggestion.objects.of(owner)
        last = theirs.aggregate(last=Max("told_at"))["last"]
        if last is None or last < now - A_DAY:
            letters += _write_digest(owner, list(waiting.of(owner).order_by("at", "pk")))
            theirs.open().filter(told_at=None).update(told_at=now)
    return letters


def _write_digest(owner: Organisation, waiting: list[Suggestion]) -> int:
    keepers = Member.objects.standing().who_may(MemberRole.OWNER, MemberRole.EDITOR)
    addresses = keepers.filter(organisation=owner).values_list("person__email", flat=True)
    for address in sorted(set(addresses)):
        write_letter(
            "sector/letters/suggested.txt", by=POSTMASTER, to=address, organisation=owner,
            new=[_in_short(s) for s in waiting if s.told_at is None],
            others=[_in_short(s) for s in waiting if s.told_at is not None],
        )  # fmt: skip
    return len(set(addresses))


def _in_short(suggestion: Suggestion) -> tuple[str, list[str]]:
    """Which service it is about, if one, and which fields; never what is said of them."""
    titles = fields_of(suggestion.service or suggestion.organisation)
    rows = suggestion.changes.filter(verdict=Verdict.OPEN).order_by("pk")
    named = [titles[row.field].title for row in rows]
    return (suggestion.service.name if suggestion.service else "", named)


@action(permission="sector.keep_register")
def forget_suggestions(*, by: Actor) -> int:
    """Forget who suggested what, and the words, once that was promised; how many it forgot.

    Ninety days after it was decided, or a year after it was told; after two years all of it goes.
    """
    now = clock.now()
    Suggestion.objects.filter(decided_at__lt=now - ALL_KEPT).delete()
    decided = SuggestedChange.objects.filter(suggestion__decided_at__lt=now - WHO_KEPT)
    decided.update(seen=None, suggested=None, kept=None)
    past = Q(decided_at__lt=now - WHO_KEPT) | Q(at__lt=now - LONGEST_OPEN)
    old = Suggestion.objects.filter(past, forgotten=False)
    return old.update(name="", email="", note="", forgotten=True)
