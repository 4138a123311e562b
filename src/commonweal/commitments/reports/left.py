"""What of a consultation is still unread, in no point, not signed off or not decided."""

from __future__ import annotations

from dataclasses import dataclass

from django.db.models import Count, Exists, OuterRef, Q

from commonweal.commitments.models import Comment, Consultation, PointComment, PointDecision
from commonweal.commitments.querysets import CommentQuerySet
from commonweal.ui.words import count


@dataclass(frozen=True)
class Left:
    """How many of each there are. ``comments`` have words and were not taken back."""

    comments: int
    to_read: int
    unplaced: int
    suggested: int
    points: int
    empty: int
    unsigned: int
    undecided: int

    def sentences(self) -> tuple[str, ...]:
        """What must be done before it is published, each in a sentence."""
        told = (
            (self.to_read, "comment", "waits to be read by a moderator."),
            (self.unplaced, "comment", "is in no point."),
            (self.suggested, "comment", "is only suggested for a point, and by nobody confirmed."),
            (self.empty, "point", "holds no comment."),
            (self.unsigned, "point", "is not signed off."),
            (self.undecided, "point", "is not decided."),
        )
        return tuple(_sentence(n, noun, rest) for n, noun, rest in told if n)


def _sentence(how_many: int, noun: str, rest: str) -> str:
    if how_many > 1:
        verb, _, more = rest.partition(" ")
        rest = f"{ {'is': 'are', 'waits': 'wait', 'holds': 'hold'}[verb] } {more}"
    return f"{count(how_many, noun)} {rest}"


def with_words(consultation: Consultation) -> CommentQuerySet:
    """What people said in words and stand by; a chosen answer without words is only counted."""
    said = Comment.objects.filter(submission__consultation=consultation)
    return said.counted().exclude(text="")


def unplaced(consultation: Consultation) -> CommentQuerySet:
    """Those that nobody has put into a point, in the order in which they came."""
    sure = PointComment.objects.filter(comment=OuterRef("pk"), confirmed_at__isnull=False)
    return with_words(consultation).filter(~Exists(sure)).order_by("pk")


def left_of(consultation: Consultation) -> Left:
    """What is left to do, in four queries however many there are."""
    said = with_words(consultation)
    decided = PointDecision.objects.filter(point=OuterRef("pk"))
    held = PointComment.objects.filter(point=OuterRef("pk"))
    points = consultation.points.aggregate(
        every=Count("pk"), unsigned=Count("pk", filter=Q(signed_at=None)),
        undecided=Count("pk", filter=~Exists(decided)), empty=Count("pk", filter=~Exists(held)),
    )  # fmt: skip
    suggested = PointComment.objects.filter(point__consultation=consultation, confirmed_at=None)
    read = said.aggregate(every=Count("pk"), waiting=Count("pk", filter=Q(standing="waiting")))
    return Left(
        comments=read["every"], to_read=read["waiting"], unplaced=unplaced(consultation).count(),
        suggested=suggested.count(), points=points["every"], empty=points["empty"],
        unsigned=points["unsigned"], undecided=points["undecided"],
    )  # fmt: skip
