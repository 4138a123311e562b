"""Asking whoever promised: their private link, the letters they get, the reminder in time."""

from __future__ import annotations

import base64
import datetime as dt
from typing import Any

from django.core.exceptions import ValidationError
from django.core.validators import validate_email
from django.urls import reverse
from django.utils.crypto import salted_hmac

from commonweal.commitments.models import ProgressReview
from commonweal.commitments.permissions import kept_as
from commonweal.comms.letters import write_letter
from commonweal.comms.outbox import POSTMASTER
from commonweal.core import clock
from commonweal.core.actions import action
from commonweal.core.actors import Actor
from commonweal.core.refused import Refused
from commonweal.core.tokens import digest_of
from commonweal.sector.choices import MemberRole
from commonweal.sector.models import Member, Organisation

EARLIEST = dt.timedelta(days=7)
LATEST = dt.timedelta(days=366)
REMIND = dt.timedelta(days=3)


def token_of(review: ProgressReview) -> str:
    """The secret in the private link of this asking: made again for the reminder, kept nowhere.

    Asked again it is another, because it is made from the moment of asking.
    """
    assert review.asked_at is not None
    words = f"{review.uuid}:{review.asked_at.astimezone(dt.UTC).isoformat()}"
    keyed = salted_hmac("commonweal.commitments.reply", words, algorithm="sha256").digest()
    return base64.urlsafe_b64encode(keyed[:24]).decode()


def check_address(text: str) -> str:
    """An e-mail address, or nothing.

    :raises Refused: when it is none.
    """
    address = text.strip()
    if not address:
        return ""
    try:
        validate_email(address)
    except ValidationError as problem:
        raise Refused(
            "This is not a whole e-mail address. It looks like name@example.org.",
            field="asked_of",
        ) from problem
    return address


def officers_of(organisation: Organisation | None) -> list[Member]:
    """Those who may reply for an organisation: who keeps its page, or the page it was merged into.

    A withheld one has none.
    """
    owner = kept_as(organisation)
    if owner is None or owner.withheld:
        return []
    mine = Member.objects.standing().who_may(MemberRole.OWNER, MemberRole.EDITOR)
    return list(mine.filter(organisation=owner).select_related("person").order_by("pk"))


def write_to_promiser(letter: str, review: ProgressReview, officers: list[Member]) -> None:
    """Write to whoever was asked, as part of another action; each address once."""
    words: dict[str, Any] = {"review": review, "commitment": review.commitment}
    if review.asked_of:
        link = reverse("reply", args=[token_of(review)])
        secret = review.reply_digest == digest_of(token_of(review))
        write_letter(
            f"commitments/letters/{letter}.txt", by=POSTMASTER, to=review.asked_of, secret=True,
            link=link if secret else "", **words,
        )  # fmt: skip
    for address in dict.fromkeys(member.person.email for member in officers):
        if address and address != review.asked_of:
            write_letter(
                f"commitments/letters/{letter}.txt", by=POSTMASTER, to=address,
                link=reverse("reply_as_officer", args=[review.uuid]), signs_in=True, **words,
            )  # fmt: skip


@action(permission="commitments.keep_house")
def remind_of_replies(*, by: Actor) -> int:
    """Remind those whose reply is due within three days and has not come, once. Says how many."""
    today = clock.today()
    waiting = (
        ProgressReview.objects.select_for_update(of=("self",))
        .filter(
            asked_at__isnull=False, published_at=None, replied_at=None, reminded_at=None,
            reply_by__gte=today, reply_by__lte=today + REMIND,
        )
        .select_related("commitment__organisation", "commitment__document")
        .order_by("pk")
    )  # fmt: skip
    done = 0
    for review in waiting:
        write_to_promiser("reminder", review, officers_of(review.organisation))
        review.reminded_at = clock.now()
        review.save(update_fields=["reminded_at"])
        done += 1
    return done
