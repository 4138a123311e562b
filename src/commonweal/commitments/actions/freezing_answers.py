"""Answers are frozen when they close: by the clock, the same for all."""

from __future__ import annotations

import secrets

from commonweal.commitments.models import Call, Freeze
from commonweal.commitments.reports.frozen import lines_at
from commonweal.commitments.sealing import digest_of_ballot, digest_of_call
from commonweal.core import clock
from commonweal.core.actions import action
from commonweal.core.actors import Actor


def freeze_calls(*, by: Actor) -> int:
    """Freeze every call whose answers have closed, and every ballot that was put off; how many."""
    now = clock.now()
    opened = Call.objects.filter(opened_at__isnull=False)
    due = set(opened.filter(closes_at__lte=now, frozen_at=None).values_list("pk", flat=True))
    late = opened.filter(election__ballots__closes_at__lte=now).values_list(
        "pk", "election__ballots", "election__ballots__closes_at"
    )
    own = Freeze.objects.filter(ballot__closes_at__isnull=False)
    known = set(own.values_list("call_id", "ballot_id", "closed_at"))
    due |= {row[0] for row in late if row not in known}
    for call in Call.objects.filter(pk__in=due).order_by("pk"):
        freeze_call(by=by, call=call)
    return len(due)


@action(permission="commitments.keep_house", about="call")
def freeze_call(*, by: Actor, call: Call) -> Call:
    """Write down, in one digest a ballot, how the answers stood when they closed.

    Whatever has closed and was not frozen yet is; done again it changes nothing.
    """
    now = clock.now()
    ballots = list(call.election.ballots.order_by("code"))
    known = set(call.freezes.values_list("ballot_id", "closed_at"))
    closing = {b.pk: b.closes_at or call.closes_at for b in ballots}
    due = [b for b in ballots if closing[b.pk] <= now and (b.pk, closing[b.pk]) not in known]
    lines = lines_at(call, due, closing)
    made = []
    for ballot in due:
        salt = secrets.token_hex(16)
        digest = digest_of_ballot(salt, ballot.code, lines[ballot.pk])
        made.append(
            Freeze(
                call=call, ballot=ballot, closed_at=closing[ballot.pk], at=now, salt=salt,
                digest=digest,
            )
        )  # fmt: skip
    Freeze.objects.bulk_create(made, batch_size=500)
    if call.frozen_at is None and call.closes_at <= now:
        whole = {f.ballot.code: f.digest for f in made if f.closed_at == call.closes_at}
        call.frozen_at, call.frozen_digest = now, digest_of_call(whole)
        call.save(update_fields=["frozen_at", "frozen_digest"])
    return call
