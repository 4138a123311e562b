"""What shows how it goes with a promise: dated, with its source, published by a steward."""

from __future__ import annotations

import datetime as dt

from django.core.exceptions import ValidationError
from django.core.files.uploadedfile import UploadedFile
from django.core.validators import URLValidator
from django.db.models import Q

from commonweal.commitments.actions.files import store
from commonweal.commitments.actions.independence import not_of_a_councillor_before_an_election
from commonweal.commitments.choices import Promiser
from commonweal.commitments.models import Commitment, Event, Evidence
from commonweal.commitments.permissions import is_officer
from commonweal.commitments.saying import A_REASON, told
from commonweal.core import clock
from commonweal.core.actions import action
from commonweal.core.actors import Actor
from commonweal.core.refused import Refused

NOT_ASKED = (
    "Whoever promised this has not been asked for a reply about it. Put it into a review and ask "
    "them; it is published with the review."
)


@action(permission="commitments.add_evidence", about="commitment")
def add_evidence(
    *,
    by: Actor,
    commitment: Commitment,
    on: dt.date,
    says: str,
    source: str,
    source_url: str = "",
    file: UploadedFile | None = None,
    event: Event | None = None,
) -> Evidence:
    """Put evidence beside a promise. Nobody outside sees it before a steward publishes it.

    :raises Refused: when the promise is not published, something is missing, or the day is to come.
    """
    if not commitment.published_at:
        raise Refused("This promise is not published yet.")
    if on > clock.today():
        raise Refused("This day is still to come.", field="on")
    return Evidence.objects.create(
        commitment=commitment, on=on, event=event,
        says=told(says, field="says", missing="Write what it shows.", most=3_000),
        source=told(source, field="source", missing="Say where it comes from.", most=300),
        source_url=web_address(source_url),
        file=store(file, by=by) if file else None,
        added_at=clock.now(), added_by=by.label, by_promiser=is_officer(by, commitment),
    )  # fmt: skip


@action(permission="commitments.publish_evidence", about="evidence")
def publish_evidence(*, by: Actor, evidence: Evidence) -> Evidence:
    """Show evidence to everybody, with its file.

    :raises Refused: when it was withdrawn, is published, or its promiser was not asked about it;
        of a councillor, while an election is near.
    """
    held = Evidence.objects.select_for_update(of=("self",)).select_related(
        "commitment", "event", "file"
    ).get(pk=evidence.pk)  # fmt: skip
    if held.withdrawn_at:
        raise Refused("This evidence was withdrawn.")
    if held.published_at:
        raise Refused("This evidence was published before.")
    if not may_be_shown(held, clock.today()):
        raise Refused(NOT_ASKED)
    not_of_a_councillor_before_an_election(held.commitment)
    show(held)
    return held


@action(permission="commitments.publish_evidence", about="evidence", keeps=("reason",))
def withdraw_evidence(*, by: Actor, evidence: Evidence, reason: str) -> Evidence:
    """Withdraw evidence that proves wrong. It stays, marked, with the reason; its file is closed.

    :raises Refused: when it was withdrawn before, or no reason is given.
    """
    held = Evidence.objects.select_for_update(of=("self",)).select_related("file").get(
        pk=evidence.pk
    )  # fmt: skip
    if held.withdrawn_at:
        raise Refused("This evidence was withdrawn before.")
    held.withdrawn_because = told(
        reason, field="reason", missing="Say why it is withdrawn.", most=A_REASON
    )
    held.withdrawn_at = clock.now()
    held.save(update_fields=["withdrawn_at", "withdrawn_because"])
    if held.file and held.file.public:
        held.file.public = False
        held.file.save(update_fields=["public"])
    return held


def may_be_shown(evidence: Evidence, today: dt.date) -> bool:
    """Whether its promiser had their chance to reply, or it is their own.

    Theirs is what they handed in, and what the sector says of itself. Otherwise they were asked
    about it, in a review or of the event it comes from, and replied or let the deadline pass.
    """
    if evidence.by_promiser or evidence.commitment.promised_by == Promiser.SECTOR:
        return True
    if evidence.event and (evidence.event.replied_at or evidence.event.published_at):
        return True
    over = Q(replied_at__isnull=False) | Q(reply_by__lt=today)
    return evidence.reviews.filter(over, asked_at__isnull=False).exists()


def show(evidence: Evidence) -> None:
    """Publish it as part of another action, with its file."""
    evidence.published_at = clock.now()
    evidence.save(update_fields=["published_at"])
    if evidence.file and not evidence.file.public:
        evidence.file.public = True
        evidence.file.save(update_fields=["public"])


def web_address(text: str) -> str:
    """A web address, or nothing.

    :raises Refused: when it is none that a browser opens.
    """
    address = told(text, field="source_url", most=500)
    if not address:
        return ""
    try:
        URLValidator(schemes=["http", "https"])(address)
    except ValidationError as problem:
        raise Refused(
            "This is not a whole web address. It begins with https://.", field="source_url"
        ) from problem
    return address
