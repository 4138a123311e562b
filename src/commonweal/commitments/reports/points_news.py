"""What there is to tell of points between two moments, for whoever follows a document."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator
from dataclasses import dataclass

from django.db.models import F
from django.urls import reverse

from commonweal.commitments.choices import ActionStanding
from commonweal.commitments.models import (
    ActionStatus,
    Consultation,
    Document,
    Point,
    PointComment,
    PointDecision,
    Submission,
)
from commonweal.ui.words import count


@dataclass(frozen=True)
class PointNews:
    """One thing to tell: when it was, what, and the path of the page that says more."""

    at: dt.datetime
    title: str
    words: str
    address: str


def news_of_points(
    document: Document, since: dt.datetime, until: dt.datetime, submission: Submission | None = None
) -> Iterator[PointNews]:
    """After ``since`` and up to ``until``: reports published, and decisions changed after that.

    :param submission: tell what came of what this one said, also when an action that came of it
        is done or stopped; nothing of points it is not in.
    """
    window = (since, until)
    yield from _reports(document, window, submission)
    points = Point.objects.published().filter(consultation__document=document)
    if submission is not None:
        mine = PointComment.objects.filter(comment__submission=submission)
        points = points.filter(pk__in=mine.filter(confirmed_at__isnull=False).values("point"))
        yield from _ended(points.values("pk"), window)
    yield from _decisions(points.values("pk"), window)


Window = tuple[dt.datetime, dt.datetime]


def _reports(document: Document, window: Window, submission: Submission | None) -> list[PointNews]:
    rows = document.consultations.filter(reported_at__gt=window[0], reported_at__lte=window[1])
    if submission is not None:
        rows = rows.filter(pk=submission.consultation_id)
    return [_report(row, submission) for row in rows.order_by("pk")]


def _report(consultation: Consultation, submission: Submission | None) -> PointNews:
    points = consultation.points.published()
    words = f"What people said came to {count(points.count(), 'point')}, each with its decision."
    if submission is not None:
        mine = points.filter(holds__comment__submission=submission).distinct()
        words = " ".join(f"{p.title}: {_decision_of(p)}." for p in mine.order_by("number")) or words
    title = f"What came of: {consultation.title}"
    assert consultation.reported_at
    return PointNews(consultation.reported_at, title, words, _page_of(consultation))


def _decision_of(point: Point) -> str:
    last = point.decisions.order_by("pk").last()
    return last.get_decision_display().lower() if last else "not decided"


def _decisions(points: object, window: Window) -> Iterator[PointNews]:
    rows = PointDecision.objects.filter(
        point__in=points, at__gt=window[0], at__lte=window[1], at__gte=F("point__published_at")
    ).select_related("point__consultation__document")
    for row in rows.order_by("pk"):
        words = f"{row.get_decision_display()}. {row.reason}"
        title = f"Decided anew: {row.point.title}"
        yield PointNews(row.at, title, words, _page_of(row.point.consultation))


def _ended(points: object, window: Window) -> Iterator[PointNews]:
    rows = ActionStatus.objects.filter(
        action__points__in=points, at__gt=window[0], at__lte=window[1],
        standing__in=(ActionStanding.DONE, ActionStanding.STOPPED),
    )  # fmt: skip
    for row in rows.select_related("action").distinct().order_by("pk"):
        point = Point.objects.filter(pk__in=points, actions=row.action).first()  # type: ignore[misc]
        assert point is not None
        title = f"{row.get_standing_display()}: {row.action}"
        words = f"It came of what you and others said: {point.title}. {row.reason}".strip()
        yield PointNews(row.at, title, words, _page_of(point.consultation))


def _page_of(consultation: Consultation) -> str:
    return reverse("we_did", args=[consultation.document.slug, consultation.number])
