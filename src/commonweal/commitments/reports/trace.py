"""From what somebody said to what changed, and back: points, paragraphs and actions."""

from __future__ import annotations

import datetime as dt
from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from django.db.models import Count, F, Max, OuterRef, Q, QuerySet, Subquery

from commonweal.commitments.choices import ActionStanding
from commonweal.commitments.models import (
    Action,
    ActionStatus,
    Paragraph,
    ParagraphVersion,
    Point,
    PointComment,
    Version,
)
from commonweal.ui.differing import Piece, pieces


@dataclass(frozen=True)
class Change:
    """A paragraph before and after it was changed for a point.

    ``edition`` is the one after. Where ``tied`` is false nobody said which change it was: then it
    is the paragraph as people were asked about it, beside as it is now.
    """

    paragraph: Paragraph
    heading: tuple[Piece, ...]
    text: tuple[Piece, ...]
    edition: int
    taken_out: bool
    reason: str
    at: dt.datetime | None
    tied: bool

    @property
    def is_any(self) -> bool:
        """Whether a word is another."""
        return self.taken_out or any(p.kind != "same" for p in (*self.heading, *self.text))


@dataclass(frozen=True)
class DoingNow:
    """An action and how it stands now. ``slipped`` says whether its day was moved back."""

    action: Action
    standing: str
    label: str
    reason: str
    due_on: dt.date | None
    first_due_on: dt.date | None
    at: dt.datetime | None

    @property
    def slipped(self) -> bool:
        """Whether it is to be done later than was first said."""
        return bool(self.due_on and self.first_due_on and self.due_on > self.first_due_on)

    @property
    def mark(self) -> str:
        """How it is marked beside its word."""
        return {ActionStanding.DONE: "good", ActionStanding.UNDER_WAY: "part"}.get(
            ActionStanding(self.standing), "unknown"
        )


@dataclass(frozen=True)
class PointLine:
    """A point behind something, and how many comments say it."""

    point: Point
    comments: int


def points_behind_paragraph(paragraph: Paragraph, *, public: bool = True) -> tuple[PointLine, ...]:
    """The points that a paragraph was changed for, with how many comments say each.

    :param public: only published points, and no change that is still being written.
    """
    changed = ParagraphVersion.objects.filter(paragraph=paragraph, point__isnull=False)
    if public:
        last = Version.objects.filter(document=OuterRef("paragraph__document")).order_by("-number")
        by_then = Q(at__lte=Subquery(last.values("at")[:1]))
        changed = changed.filter(by_then | Q(at__lte=F("point__published_at")))
    mine = Q(paragraphs=paragraph) | Q(pk__in=changed.values("point"))
    return _lines(Point.objects.filter(mine), public)


def points_behind_actions(
    doings: Iterable[Action], *, public: bool = True
) -> dict[int, tuple[PointLine, ...]]:
    """The points that each of these actions comes of, in three queries; nothing where none is."""
    links = Point.actions.through.objects.filter(action__in=[doing.pk for doing in doings])
    held: dict[int, list[int]] = defaultdict(list)
    for point, doing in links.values_list("point", "action"):
        held[point].append(doing)
    found: dict[int, list[PointLine]] = defaultdict(list)
    for line in _lines(Point.objects.filter(pk__in=held), public):
        for key in held[line.point.pk]:
            found[key].append(line)
    return {key: tuple(lines) for key, lines in found.items()}


def _lines(points: QuerySet[Point], public: bool) -> tuple[PointLine, ...]:
    keys = points.values("pk")
    rows = Point.objects.filter(pk__in=keys).select_related("consultation__document")
    if public:
        rows = rows.published()
    sure = Count("holds", filter=Q(holds__confirmed_at__isnull=False))
    counted = rows.order_by("consultation", "number")
    how_many = dict(rows.annotate(comments=sure).order_by().values_list("pk", "comments"))
    return tuple(PointLine(point, how_many[point.pk]) for point in counted)


def comments_behind(lines: Iterable[PointLine]) -> QuerySet[PointComment]:
    """What people said that is in these points, as staff may read it."""
    points = [line.point for line in lines]
    rows = PointComment.objects.filter(point__in=points, confirmed_at__isnull=False)
    return rows.select_related("comment__submission").order_by("point", "comment")


def changes_of(
    points: Sequence[Point], until: dict[int, dt.datetime] | None = None
) -> dict[int, tuple[Change, ...]]:
    """What was changed for each point, in three queries.

    :param until: up to when, for each point: ``seen_until`` for the public. A draft is not shown by
        way of a point.
    """
    tied: dict[int, set[int]] = defaultdict(set)
    links = Point.paragraphs.through.objects.filter(point__in=points)
    for point, paragraph in links.values_list("point", "paragraph"):
        tied[point].add(paragraph)
    for_points = ParagraphVersion.objects.filter(point__in=points).values("paragraph")
    wanted = {key for keys in tied.values() for key in keys}
    rows = (
        ParagraphVersion.objects.filter(Q(paragraph__in=wanted) | Q(paragraph__in=for_points))
        .select_related("paragraph")
        .order_by("paragraph", "edition")
    )
    history: dict[int, list[ParagraphVersion]] = defaultdict(list)
    for row in rows:
        history[row.paragraph_id].append(row)
    return {p.pk: _changes(p, tied[p.pk], history, (until or {}).get(p.pk)) for p in points}


def seen_until(points: Sequence[Point]) -> dict[int, dt.datetime]:
    """Up to when what was written for each point is public: when the report was published, or the
    last version of the document since."""
    documents = {p.consultation.document_id for p in points}
    rows = Version.objects.filter(document__in=documents).values_list("document")
    last = dict(rows.annotate(last=Max("at")).order_by())
    found = {}
    for point in points:
        moments = (last.get(point.consultation.document_id), point.published_at)
        known = [moment for moment in moments if moment]
        found[point.pk] = max(known) if known else dt.datetime.min.replace(tzinfo=dt.UTC)
    return found


def _changes(
    point: Point,
    tied: set[int],
    history: dict[int, list[ParagraphVersion]],
    until: dt.datetime | None,
) -> tuple[Change, ...]:
    found: list[Change] = []
    for key, every in history.items():
        seen = [v for v in every if until is None or v.at <= until]
        own = [v for v in seen if v.point_id == point.pk]
        for after in own:
            before = [v for v in seen if v.edition < after.edition]
            found.append(_change(before[-1] if before else None, after, True))
        if key in tied and not own and seen:
            asked = _as_asked(point, seen)
            found.append(_change(asked, seen[-1], False))
    return tuple(found)


def _as_asked(point: Point, seen: list[ParagraphVersion]) -> ParagraphVersion | None:
    """The paragraph as it stood when people were asked about it, if there was one."""
    opened = point.consultation.opened_at
    before = [v for v in seen if opened is None or v.at <= opened]
    return (before[-1] if opened else seen[0]) if before else None


def _change(before: ParagraphVersion | None, after: ParagraphVersion, tied: bool) -> Change:
    was, now = (before.heading, before.text) if before else ("", ""), (after.heading, after.text)
    if after.taken_out:
        now = ("", "")
    return Change(
        after.paragraph, pieces(was[0], now[0]), pieces(was[1], now[1]), after.edition,
        after.taken_out, after.reason if tied else "", after.at, tied,
    )  # fmt: skip


def doings_of(
    points: Sequence[Point], until: dict[int, dt.datetime] | None = None
) -> dict[int, tuple[DoingNow, ...]]:
    """The actions that come of each point and how they stand, in three queries.

    :param until: only those begun by then, for each point: ``seen_until`` for the public.
    """
    links = Point.actions.through.objects.filter(point__in=points).order_by("action")
    rows = links.values_list("point", "action", "action__begun_at")
    pairs = [(p, action) for p, action, at in rows if until is None or at <= until[p]]
    doings = now_of(Action.objects.filter(pk__in={action for _, action in pairs}))
    found: dict[int, list[DoingNow]] = defaultdict(list)
    for point, action in pairs:
        found[point].append(doings[action])
    return {key: tuple(rows) for key, rows in found.items()}


def now_of(actions: QuerySet[Action]) -> dict[int, DoingNow]:
    """How each of these actions stands now, by its last status; what was taken out has stopped."""
    rows = list(actions.select_related("document", "organisation__same_as").order_by("pk"))
    last: dict[int, ActionStatus] = {}
    due: dict[int, dt.date] = {}
    for status in ActionStatus.objects.filter(action__in=rows).order_by("pk"):
        last[status.action_id] = status
        if status.due_on:
            due[status.action_id] = status.due_on
    return {row.pk: _now(row, last.get(row.pk), due.get(row.pk)) for row in rows}


def _now(row: Action, status: ActionStatus | None, due: dt.date | None) -> DoingNow:
    standing = ActionStanding(status.standing) if status else ActionStanding.NOT_BEGUN
    if row.taken_out_at:
        standing = ActionStanding.STOPPED
    return DoingNow(
        row, standing, standing.label, status.reason if status else "", due or row.due_on,
        row.due_on, status.at if status else None,
    )  # fmt: skip
