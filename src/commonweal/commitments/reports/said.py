"""What one person said and what came of it, as they read it by their private link."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass

from commonweal.commitments.models import Comment, Moderation, Point, PointComment, Submission
from commonweal.commitments.reports.points import Told, told_of


@dataclass(frozen=True)
class OneComment:
    """What they said, what the moderator made of it and why, and the points it is in."""

    comment: Comment
    moderation: Moderation | None
    points: tuple[Told, ...]


def said_by(submission: Submission) -> tuple[OneComment, ...]:
    """Each comment of a submission, with what came of it once that was published.

    Nobody else's words are in it: of a point only how many say it.
    """
    rows = submission.comments.select_related("paragraph", "question").order_by("pk")
    comments = list(rows)
    moderated = {
        m.comment_id: m for m in Moderation.objects.filter(comment__in=comments).order_by("pk")
    }
    held: dict[int, list[int]] = defaultdict(list)
    links = PointComment.objects.filter(comment__in=comments, confirmed_at__isnull=False)
    for comment, point in links.values_list("comment", "point").order_by("point__number"):
        held[comment].append(point)
    wanted = {point for points in held.values() for point in points}
    points = Point.objects.published().filter(pk__in=wanted)
    told = {
        t.point.pk: t for t in told_of(list(points.select_related("consultation__document")), few=0)
    }
    return tuple(
        OneComment(c, moderated.get(c.pk), tuple(told[p] for p in held[c.pk] if p in told))
        for c in comments
    )
