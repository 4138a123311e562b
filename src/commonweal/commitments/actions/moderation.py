"""Who reads what people say before everybody does, and what its authors are told of it."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from commonweal.commitments.choices import CommentStanding
from commonweal.commitments.models import Comment, Consultation, Moderation
from commonweal.commitments.wording import one_line
from commonweal.comms.letters import write_letter
from commonweal.comms.outbox import POSTMASTER
from commonweal.core import clock
from commonweal.core.actions import action
from commonweal.core.actors import Actor
from commonweal.core.refused import Refused

# Why a comment may be kept from view; each is read and counted all the same.
REASONS = (
    "It names somebody who holds no public office.",
    "It could give away where somebody lives, or that they are ill.",
    "It abuses or threatens somebody.",
    "It may break the law: a court could hold it to be libel or incitement.",
    "It advertises something.",
    "It is about something else.",
)


@action(permission="commitments.moderate", about="consultation")
def let_be_seen(*, by: Actor, consultation: Consultation, comments: Iterable[Comment]) -> int:
    """Let everybody read these comments. How many were not seen before."""
    held = _held(consultation, [c.pk for c in comments])
    now = [c for c in held if c.standing != CommentStanding.SHOWN]
    for comment in now:
        comment.standing = CommentStanding.SHOWN
    Comment.objects.bulk_update(now, ["standing"])
    told = set(Moderation.objects.filter(comment__in=now).values_list("comment", flat=True))
    at = clock.now()
    for comment in now:
        if comment.pk in told and comment.submission.email:
            _tell(comment, "commitments/letters/shown_after_all.txt")
    Moderation.objects.bulk_create(
        Moderation(comment=c, standing=CommentStanding.SHOWN, at=at, by=by.label) for c in now
    )
    return len(now)


def _tell(comment: Comment, letter: str, **words: Any) -> None:
    """Write to the author of a comment."""
    write_letter(
        letter, by=POSTMASTER, to=comment.submission.email, secret=True, comment=comment,
        consultation=comment.submission.consultation, **words,
    )  # fmt: skip


@action(permission="commitments.moderate", about="comment", keeps=("reason",))
def keep_from_view(*, by: Actor, comment: Comment, reason: str) -> Moderation:
    """Keep a comment from view, for a reason that its author is told. It is still counted.

    :raises Refused: when nobody says why, or it was taken back.
    """
    why = one_line(reason, "reason", 500)
    if not why:
        raise Refused("Say why: its author reads it.", field="reason")
    held = _held(comment.submission.consultation, [comment.pk])
    if not held:
        raise Refused("This was taken back.")
    one, now = held[0], clock.now()
    last = one.moderations.order_by("-pk").first()
    if last and last.standing == CommentStanding.WITHHELD and last.reason == why:
        return last
    one.standing = CommentStanding.WITHHELD
    one.save(update_fields=["standing"])
    address = one.submission.email
    if address:
        _tell(one, "commitments/letters/kept_from_view.txt", reason=why)
    return Moderation.objects.create(
        comment=one, standing=CommentStanding.WITHHELD, reason=why, at=now, by=by.label,
        told_at=now if address else None,
    )  # fmt: skip


def _held(consultation: Consultation, keys: list[int]) -> list[Comment]:
    rows = Comment.objects.counted().filter(pk__in=keys, submission__consultation=consultation)
    return list(rows.select_related("submission__consultation").order_by("pk"))
