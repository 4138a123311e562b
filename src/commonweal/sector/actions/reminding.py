"""What each night does to keep entries fresh: asks, notes that nobody answered, withdraws."""

from __future__ import annotations

import datetime as dt
from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass

from django.conf import settings
from django.db import transaction

from commonweal.comms.letters import write_letter
from commonweal.core import clock
from commonweal.core.actions import action
from commonweal.core.actors import Actor
from commonweal.core.tokens import new_token
from commonweal.sector.actions.service_parts import say_changed
from commonweal.sector.asking import (
    Batch,
    Rules,
    batch_of,
    in_batches,
    owners_with_something_due,
    rules_on,
)
from commonweal.sector.freshness import LINK_LIVES, Entry, Night, Sort, Stage, tonight
from commonweal.sector.models import Organisation, Reminder, Service
from commonweal.sector.publishing import republish

LETTER = "sector/letters/still_right.txt"


@dataclass(frozen=True)
class Listed:
    """One organisation in a letter: what the public sees of it, and its private link."""

    organisation: Organisation
    services: Sequence[Service]
    address: str


@action(permission="sector.keep_register", keeps=("night", "most"), whole=False)
def ask_after_entries(*, by: Actor, night: dt.date, most: int) -> str:
    """Do all that is due in one night; how many letters it wrote, and how many entries moved.

    Some organisations at a time, each time whole or not at all: a letter, its link and the step it
    stands for are written together, so a night that was cut off is gone on with, and nobody is
    written to twice. No more than ``most`` letters are written in one night.
    """
    rules = rules_on(night)
    letters = moved = 0
    for owners in in_batches(owners_with_something_due(rules, night)):
        with transaction.atomic():
            wrote, went = ask_some(by, owners, rules, night, most)
        letters, moved = letters + wrote, moved + went
    return f"{letters} letters, {moved} entries"


def ask_some(
    by: Actor, owners: Sequence[int], rules: Rules, night: dt.date, most: int
) -> tuple[int, int]:
    """Do what is due tonight for some organisations."""
    batch = batch_of(owners)
    written = set(Reminder.objects.filter(night=night).values_list("to", flat=True))
    done = tonight(
        batch.entries, rules, batch.addresses, today=night, most=most - len(written),
        written=written,
    )  # fmt: skip
    take_steps(done, night)
    last = {entry.owner for entry, stage in done.steps if stage is Stage.NUDGED_AGAIN}
    for to, asked in done.letters.items():
        write_to(to, asked, batch, by=by, night=night, last=not last.isdisjoint(asked))
    return len(done.letters), len(done.steps)


def take_steps(done: Night, night: dt.date) -> None:
    """Every entry comes to its next stage; what leaves or comes into view is published again."""
    by_stage: dict[tuple[bool, Stage], list[Entry]] = defaultdict(list)
    for entry, stage in done.steps:
        by_stage[entry.sort is Sort.SERVICE, stage].append(entry)
    now = clock.now()
    for (is_service, stage), entries in by_stage.items():
        rows = (Service if is_service else Organisation).objects.filter(
            pk__in=[e.key for e in entries]
        )
        rows.update(stage=stage, stage_on=night)
        seen = [e for e in entries if Stage.WITHDRAWN in (e.stage, stage)]
        if seen:
            rows.filter(pk__in=[e.key for e in seen]).update(changed_at=now)
            republish([e.owner for e in seen], now=now)
            say_changed()


def write_to(
    to: str, owners: Sequence[int], batch: Batch, *, by: Actor, night: dt.date, last: bool
) -> None:
    """One letter to one address, with a link for each organisation that it lists."""
    organisations = [batch.organisations[owner] for owner in owners]
    links = [ask(organisation, to, night) for organisation in organisations]
    listed = [
        Listed(o, batch.services.get(o.pk, []), f"{settings.SITE_ADDRESS}/still-right/{token}/")
        for o, (_, token) in zip(organisations, links, strict=True)
    ]
    until = clock.day_of(clock.now() + LINK_LIVES)
    message = write_letter(
        LETTER, by=by, to=to, secret=True, listed=listed, first=listed[0], last=last, until=until
    )
    Reminder.objects.filter(pk__in=[reminder.pk for reminder, _ in links]).update(message=message)


def ask(organisation: Organisation, to: str, night: dt.date) -> tuple[Reminder, str]:
    """A new private link for one address; an older one to it ends."""
    token, digest = new_token()
    now = clock.now()
    Reminder.objects.unanswered().filter(organisation=organisation, to=to).update(replaced_at=now)
    made = Reminder.objects.create(
        organisation=organisation, to=to, digest=digest, night=night, written_at=now,
        expires_at=now + LINK_LIVES,
    )  # fmt: skip
    return made, token
