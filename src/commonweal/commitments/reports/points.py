"""What came of a consultation: for each point what people said, what was decided, what changed."""

from __future__ import annotations

import datetime as dt
from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Any

from django.db.models import Count, F, Q, QuerySet, Window
from django.db.models.functions import RowNumber

from commonweal.commitments.choices import CommentStanding, Decision, Way
from commonweal.commitments.models import Comment, Consultation, Point, PointComment, PointDecision
from commonweal.commitments.reports.trace import Change, DoingNow, changes_of, doings_of, seen_until
from commonweal.ui.words import count, listed

FEW = 4  # quotes of a point on the page of all; its own page has every one


@dataclass(frozen=True)
class Quote:
    """What somebody said, with the way it came, and who they are where they chose to be named."""

    text: str
    answer: str
    way: str
    who: str


@dataclass(frozen=True)
class Heard:
    """How many say a point: submissions, by their ways, and comments. ``hidden`` are not shown."""

    people: int = 0
    comments: int = 0
    hidden: int = 0
    ways: tuple[tuple[str, int], ...] = ()

    @property
    def words(self) -> str:
        """``3 on the web, 1 on paper``."""
        return listed([f"{n:,} {way[:1].lower()}{way[1:]}" for way, n in self.ways])

    @property
    def sentence(self) -> str:
        """``4 of you said so: 3 on the web and 1 on paper.``"""
        if not self.people:
            return "Nobody stands by this any more."
        return f"{self.people:,} of you said so: {self.words}."


@dataclass(frozen=True)
class Decided:
    """A decision with its reason."""

    decision: str
    label: str
    reason: str
    decided_by: str
    at: dt.datetime

    @property
    def mark(self) -> str:
        """How it is marked beside its word."""
        return {Decision.TAKEN_UP: "good", Decision.PARTLY: "part"}.get(
            Decision(self.decision), "unknown"
        )


@dataclass(frozen=True)
class Told:
    """A point as anybody may read it; ``earlier`` are the decisions that were changed since."""

    point: Point
    heard: Heard
    quotes: tuple[Quote, ...]
    decided: Decided | None
    earlier: tuple[Decided, ...]
    changes: tuple[Change, ...]
    doings: tuple[DoingNow, ...]


def told_of(points: Sequence[Point], *, public: bool = True, few: int = FEW) -> tuple[Told, ...]:
    """Each of these points whole, in a fixed number of queries.

    :param public: only what the public sees: shown comments, and changes as far as published.
    """
    heard, quotes, decided = heard_of(points), quotes_of(points, few), decisions_of(points)
    until = seen_until(points) if public else None
    changes, doings = changes_of(points, until), doings_of(points, until)
    return tuple(
        Told(
            p, heard.get(p.pk, Heard()), tuple(quotes.get(p.pk, ())),
            *_last(decided.get(p.pk, [])), changes.get(p.pk, ()), doings.get(p.pk, ()),
        )
        for p in points
    )  # fmt: skip


def _last(decided: list[Decided]) -> tuple[Decided | None, tuple[Decided, ...]]:
    return (decided[-1], tuple(decided[:-1])) if decided else (None, ())


def what_came_of(consultation: Consultation) -> tuple[Told, ...]:
    """Every published point of a consultation."""
    rows = consultation.points.published().select_related("consultation__document")
    return told_of(list(rows.order_by("number")))


def heard_of(points: Iterable[Point]) -> dict[int, Heard]:
    """How many say each of these points. What was published stays, also of what was taken back."""
    sure = PointComment.objects.filter(point__in=list(points), confirmed_at__isnull=False)
    rows = (
        sure.values("point", "comment__submission__way")
        .annotate(
            people=Count("comment__submission", distinct=True), comments=Count("pk"),
            shown=Count("pk", filter=_SHOWN),
        )
        .order_by("point", "-people", "comment__submission__way")
    )  # fmt: skip
    found: dict[int, list[dict[str, Any]]] = defaultdict(list)
    for row in rows:
        found[row["point"]].append(row)
    return {key: _heard(parts) for key, parts in found.items()}


_SHOWN = Q(
    comment__standing=CommentStanding.SHOWN, comment__submission__taken_back_at__isnull=True
) & ~(Q(comment__text="") & Q(comment__answer=""))


def _heard(rows: list[dict[str, Any]]) -> Heard:
    comments = sum(row["comments"] for row in rows)
    return Heard(
        people=sum(row["people"] for row in rows), comments=comments,
        hidden=comments - sum(row["shown"] for row in rows),
        ways=tuple((Way(row["comment__submission__way"]).label, row["people"]) for row in rows),
    )  # fmt: skip


def shown_in(points: Iterable[Point]) -> QuerySet[PointComment]:
    """What the public may read of what is in these points, as it came."""
    sure = PointComment.objects.filter(point__in=list(points), confirmed_at__isnull=False)
    rows = sure.filter(_SHOWN).order_by("comment")
    return rows.select_related("comment__submission__organisation__same_as")


def quotes_of(points: Iterable[Point], few: int) -> dict[int, list[Quote]]:
    """The first few of what may be read of each point; first those who said it in words."""
    place = Window(RowNumber(), partition_by=F("point"), order_by=F("comment").asc())
    rows = shown_in(points).exclude(comment__text="").annotate(place=place).filter(place__lte=few)
    found: dict[int, list[Quote]] = defaultdict(list)
    for row in rows:
        found[row.point_id].append(quote_of(row.comment))
    return found


def quote_of(comment: Comment) -> Quote:
    """A comment as the public may read it."""
    said = comment.submission
    names = [n for n in (said.name, said.body_shown) if n] if said.named else []
    return Quote(comment.text, comment.answer, said.get_way_display(), ", ".join(names))


def decisions_of(points: Iterable[Point]) -> dict[int, list[Decided]]:
    """What was decided on each point, the last that counts at the end."""
    found: dict[int, list[Decided]] = defaultdict(list)
    for row in PointDecision.objects.filter(point__in=list(points)).order_by("pk"):
        found[row.point_id].append(
            Decided(row.decision, row.get_decision_display(), row.reason, row.decided_by, row.at)
        )
    return found


def said_in_all(consultation: Consultation) -> str:
    """How many said something, and by which ways, in a sentence. What was taken back counts not."""
    rows = (
        consultation.submissions.filter(taken_back_at=None)
        .values_list("way")
        .annotate(people=Count("pk"))
        .order_by("-people", "way")
    )
    ways = tuple((Way(way).label, people) for way, people in rows)
    people = sum(n for _, n in ways)
    heard = Heard(people=people, ways=ways)
    if not people:
        return "Nobody said anything."
    return f"{count(people, 'answer')} came: {heard.words}."
