"""Gathering what people said into points. What a machine suggests, a person has to confirm."""

from __future__ import annotations

from collections.abc import Iterable

from django.db.models import Max

from commonweal.commitments.choices import ConsultationStanding
from commonweal.commitments.models import (
    Comment,
    Consultation,
    ParagraphVersion,
    Point,
    PointComment,
)
from commonweal.core import clock
from commonweal.core.actions import action
from commonweal.core.actors import Actor
from commonweal.core.refused import Refused

LONGEST_SUMMARY = 5_000
LONGEST_TITLE = 200


@action(permission="commitments.analyse", about="consultation")
def begin_point(
    *, by: Actor, consultation: Consultation, title: str, summary: str = "",
    comments: Iterable[Comment] = (), confirmed: bool = True,
) -> Point:  # fmt: skip
    """Begin a point, with the comments that say it, if any are known yet.

    :raises Refused: without a title, once the consultation was reported, or where a comment is of
        another one or was taken back.
    """
    held = Consultation.objects.select_for_update().get(pk=consultation.pk)
    refuse_reported(held)
    said = _words(title, summary)
    last = held.points.aggregate(last=Max("number"))["last"] or 0
    point = Point.objects.create(consultation=held, number=last + 1, title=said[0], summary=said[1])
    _put(point, comments, by, confirmed=confirmed)
    return point


@action(permission="commitments.analyse", about="point")
def change_point(*, by: Actor, point: Point, title: str, summary: str = "") -> Point:
    """Say a point otherwise. Whoever signed it off signed other words, so it is open again.

    :raises Refused: without a title, or once it was published.
    """
    held = open_point(point)
    said = _words(title, summary)
    if said != (held.title, held.summary):
        held.title, held.summary = said
        _unsign(held)
        held.save(update_fields=["title", "summary"])
    return held


@action(permission="commitments.analyse", about="point", keeps=("confirmed",))
def put_into_point(
    *, by: Actor, point: Point, comments: Iterable[Comment], confirmed: bool = True
) -> Point:
    """Put comments into a point, or confirm those that were suggested for it.

    A comment may be in several points: people often say more than one thing at once.

    :raises Refused: once it was published, or where a comment is of another consultation or was
        taken back.
    """
    held = open_point(point)
    if _put(held, comments, by, confirmed=confirmed):
        _unsign(held)
    return held


@action(permission="commitments.analyse", about="point")
def take_out_of_point(*, by: Actor, point: Point, comments: Iterable[Comment]) -> Point:
    """Take comments out of a point, or set aside that they were suggested for it.

    :raises Refused: once it was published.
    """
    held = open_point(point)
    if held.holds.filter(comment__in=list(comments)).delete()[0]:
        _unsign(held)
    return held


@action(permission="commitments.analyse", about="into", keeps=("point",))
def merge_points(*, by: Actor, point: Point, into: Point) -> Point:
    """Make one point of two that say the same: all that the first holds goes into the second.

    :raises Refused: where they are one, of two consultations, published, or where something was
        decided on the first: a decision is never lost.
    """
    if point.pk == into.pk:
        raise Refused("Choose another point to merge this one into.", field="into")
    if point.consultation_id != into.consultation_id:
        raise Refused("The two belong to different consultations.", field="into")
    gone, kept = open_point(point), open_point(into)
    if gone.decisions.exists():
        raise Refused(
            "Something was decided on this point, and decisions are never lost. "
            "Merge the other one into it instead."
        )
    already = kept.holds.values("comment")
    gone.holds.exclude(comment__in=already).update(point=kept)
    kept.paragraphs.add(*gone.paragraphs.all())
    kept.actions.add(*gone.actions.all())
    ParagraphVersion.objects.filter(point=gone).update(point=kept)
    gone.delete()
    _unsign(kept)
    return kept


@action(permission="commitments.analyse", about="point")
def drop_point(*, by: Actor, point: Point) -> None:
    """Do away with a point that holds no comment and on which nothing was decided.

    :raises Refused: where it holds some, something was decided, or it was published.
    """
    held = open_point(point)
    if held.holds.exists():
        raise Refused("Take its comments out first, or merge it into another point.")
    if held.decisions.exists():
        raise Refused("Something was decided on this point, and decisions are never lost.")
    held.delete()


@action(permission="commitments.analyse", about="point")
def sign_off_point(*, by: Actor, point: Point) -> Point:
    """Say, by name, that every comment in a point was read by a person and says what it says.

    Who signed it first stays, until something in it changes.

    :raises Refused: while a comment in it is only suggested, or it holds none.
    """
    held = open_point(point)
    if suggested := held.holds.filter(confirmed_at=None).count():
        raise Refused(
            f"{suggested} of its comments are only suggested. Confirm each or take it out."
            if suggested > 1
            else "One of its comments is only suggested. Confirm it or take it out."
        )
    if not held.holds.exists():
        raise Refused("It holds no comment yet.")
    if held.signed_at is None:
        held.signed_by, held.signed_at = by.label, clock.now()
    held.save(update_fields=["signed_by", "signed_at"])
    return held


def open_point(point: Point) -> Point:
    """The point as it is now, held for as long as the action lasts, if it was not published.

    :raises Refused: when it was.
    """
    held = Point.objects.select_for_update().get(pk=point.pk)
    if held.published_at:
        raise Refused("This point was published, so what it holds is not changed any more.")
    return held


def refuse_reported(consultation: Consultation) -> None:
    """Once what came of a consultation was published, nothing is gathered any more.

    :raises Refused: then, and before it was opened, when nobody has said anything.
    """
    if consultation.standing == ConsultationStanding.REPORTED:
        raise Refused("What came of this consultation was published, so it is not changed.")
    if consultation.standing == ConsultationStanding.DRAFT:
        raise Refused("This consultation was not opened yet, so nobody has said anything.")


def _words(title: str, summary: str) -> tuple[str, str]:
    title, summary = " ".join(title.split()), summary.strip()
    if not title:
        raise Refused("Say in one sentence what these comments say.", field="title")
    if len(title) > LONGEST_TITLE:
        raise Refused(f"A title takes {LONGEST_TITLE} characters at most.", field="title")
    if len(summary) > LONGEST_SUMMARY:
        raise Refused(f"A summary takes {LONGEST_SUMMARY:,} characters at most.", field="summary")
    return title, summary


def _unsign(point: Point) -> None:
    point.signed_by, point.signed_at = "", None
    point.save(update_fields=["signed_by", "signed_at"])


def _put(point: Point, comments: Iterable[Comment], by: Actor, *, confirmed: bool) -> int:
    """Put them in; how many were not in it so before."""
    wanted = {comment.pk for comment in comments}
    known = Comment.objects.counted().filter(submission__consultation=point.consultation_id)
    found = set(known.filter(pk__in=wanted).values_list("pk", flat=True))
    if lost := len(wanted - found):
        raise Refused(
            f"{lost} of these comments cannot be put into the point: "
            "they were taken back, or are of another consultation."
        )
    held = dict(point.holds.filter(comment__in=found).values_list("comment", "confirmed_at"))
    mark = {"confirmed_at": clock.now(), "confirmed_by": by.label} if confirmed else {}
    new = sorted(found - held.keys())
    PointComment.objects.bulk_create(
        [PointComment(point=point, comment_id=pk, **mark) for pk in new], batch_size=500
    )
    waiting = [pk for pk, at in held.items() if at is None] if confirmed else []
    point.holds.filter(comment__in=waiting).update(**mark) if waiting else None
    return len(new) + len(waiting)
