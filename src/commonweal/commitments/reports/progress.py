"""How far a document's actions have come, what slipped and why, what comes. Counts, no verdict.

Actions and priorities are as the last version has them; how each stands is told at once.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable
from dataclasses import dataclass

from commonweal.commitments.choices import ActionStanding, ParagraphKind
from commonweal.commitments.models import (
    Action,
    ActionStatus,
    Document,
    ProgressReview,
)
from commonweal.commitments.reports import shown
from commonweal.commitments.reports.published import last_versions
from commonweal.commitments.reports.trace import PointLine, points_behind_actions
from commonweal.commitments.reports.whole import Part, Whole, whole_from
from commonweal.core.clock import day_of
from commonweal.ui.words import long_day

HEADS = (ParagraphKind.PRIORITY, ParagraphKind.PRINCIPLE)
STEPS = {ActionStanding.DONE: "on", ActionStanding.UNDER_WAY: "now"}
ORDER = [
    ActionStanding.DONE, ActionStanding.UNDER_WAY, ActionStanding.NOT_BEGUN,
    ActionStanding.STOPPED,
]  # fmt: skip


@dataclass(frozen=True)
class Now:
    """An action as it stands now. ``due_on`` is the day last set, ``first_due`` the first.

    ``behind`` are the published points that it comes of: what people said that led to it.
    """

    action: Action
    standing: ActionStanding
    due_on: dt.date | None
    first_due: dt.date | None
    said_on: dt.date | None
    by: str
    reason: str
    statuses: tuple[ActionStatus, ...]
    behind: tuple[PointLine, ...] = ()

    @property
    def slipped(self) -> bool:
        """Whether its day was put off."""
        return bool(self.due_on and self.first_due and self.due_on > self.first_due)

    @property
    def over(self) -> bool:
        """Whether nothing more is to come of it."""
        return self.standing in (ActionStanding.DONE, ActionStanding.STOPPED)

    def overdue(self, on: dt.date) -> bool:
        """Whether its day has passed and nobody said that it is over."""
        return not self.over and self.due_on is not None and self.due_on < on


@dataclass(frozen=True)
class Head:
    """A priority area, and how its actions stand: those done first."""

    key: str
    title: str
    rows: tuple[Now, ...]

    @property
    def done(self) -> int:
        """How many are done."""
        return sum(row.standing == ActionStanding.DONE for row in self.rows)

    @property
    def stopped(self) -> int:
        """How many were stopped."""
        return sum(row.standing == ActionStanding.STOPPED for row in self.rows)

    @property
    def steps(self) -> tuple[str, ...]:
        """The scale: a step for each action."""
        return tuple(STEPS.get(row.standing, "") for row in self.rows)


@dataclass(frozen=True)
class Moment:
    """A line of the timeline. ``look`` is blank, ``slipped`` or ``ahead``."""

    on: dt.date
    title: str
    words: str
    look: str = ""
    commitment: str = ""


@dataclass(frozen=True)
class Progress:
    """How far a document has come on a day. ``title`` is what it is called in its last version."""

    on: dt.date
    title: str
    heads: tuple[Head, ...]
    moments: tuple[Moment, ...]

    @property
    def actions(self) -> int:
        """How many there are."""
        return sum(len(head.rows) for head in self.heads)

    @property
    def done(self) -> int:
        """How many are done."""
        return sum(head.done for head in self.heads)

    @property
    def past(self) -> tuple[Moment, ...]:
        """What happened, and what slipped."""
        return tuple(m for m in self.moments if m.look != "ahead")

    @property
    def ahead(self) -> tuple[Moment, ...]:
        """What comes."""
        return tuple(m for m in self.moments if m.look == "ahead")


def progress_of(document: Document, on: dt.date) -> Progress:
    """How far it has come, in eight queries however much there is."""
    body = last_versions().filter(document=document).values_list("body", flat=True).get()
    known, whole = shown.doings_in(body), whole_from(body)
    held = shown.actions_by(known).select_related("commitment", "organisation__same_as")
    rows = now_of(shown.as_published(action, known) for action in held)
    reviews = (
        ProgressReview.objects.filter(commitment__document=document, published_at__isnull=False)
        .select_related("commitment")
        .order_by("published_at", "pk")
    )
    promises = document.commitments.binding().filter(due_on__gte=on).order_by("due_on", "pk")
    moments = [moment for row in rows for moment in moments_of(row, on)]
    moments += [
        Moment(day_of(r.published_at), named(r.commitment.code, "A promise was judged"),
               f"{r.get_judged_display()}, says {r.judge}.", commitment=str(r.commitment.uuid))
        for r in reviews if r.published_at
    ]  # fmt: skip
    moments += [
        Moment(p.due_on, named(p.code, f"Promised by {p.promiser}" if not p.organisation_id
               else "A promise is due"), p.words, "ahead", str(p.uuid))
        for p in promises if p.due_on
    ]  # fmt: skip
    if whole.ends_on >= on.isoformat():
        ends_on = dt.date.fromisoformat(whole.ends_on)
        moments.append(Moment(ends_on, whole.title, "It ends.", "ahead"))
    moments.sort(key=lambda moment: moment.on)
    return Progress(on, whole.title, tuple(heads_of(whole, rows)), tuple(moments))


def now_of(actions: Iterable[Action]) -> list[Now]:
    """Each action as it stands now, with what led to it, in order; five queries."""
    known = sorted(actions, key=lambda a: (a.position, a.pk))
    said: dict[int, list[ActionStatus]] = {}
    of_these = ActionStatus.objects.filter(action__in=[a.pk for a in known])
    for status in of_these.order_by("pk"):
        said.setdefault(status.action_id, []).append(status)
    behind = points_behind_actions(known)
    return [stands(a, said.get(a.pk, []), behind.get(a.pk, ())) for a in known]


def stands(action: Action, said: list[ActionStatus], behind: tuple[PointLine, ...] = ()) -> Now:
    """An action, from what was said of it."""
    last = said[-1] if said else None
    moved = [status.due_on for status in said if status.due_on]
    return Now(
        action=action,
        standing=ActionStanding(last.standing) if last else ActionStanding.NOT_BEGUN,
        due_on=moved[-1] if moved else action.due_on,
        first_due=action.due_on or (moved[0] if moved else None),
        said_on=day_of(last.at) if last else None,
        by=last.by if last else "",
        reason=last.reason if last else "",
        statuses=tuple(said),
        behind=behind,
    )


def moments_of(row: Now, on: dt.date) -> list[Moment]:
    """What the timeline tells of an action."""
    title, found, due = named(row.action.code, row.action.title), [], row.action.due_on
    for status in row.statuses:
        day = day_of(status.at)
        if status.due_on and due and status.due_on > due:
            words = f"Slipped from {long_day(due)} to {long_day(status.due_on)}. {status.reason}"
            found.append(Moment(day, title, words, "slipped"))
        elif status.standing in (ActionStanding.DONE, ActionStanding.STOPPED):
            words = f"{status.get_standing_display()}. {status.reason}".strip()
            look = "slipped" if status.standing == ActionStanding.STOPPED else ""
            found.append(Moment(day, title, words, look))
        due = status.due_on or due
    if row.overdue(on) and row.due_on:
        words = "This day has passed, and nobody has said what came of it."
        found.append(Moment(row.due_on, title, words, "slipped"))
    elif not row.over and row.due_on:
        owner = f"By {row.action.owner_shown}." if row.action.owner_shown else ""
        found.append(Moment(row.due_on, title, owner or "Due.", "ahead"))
    return found


def heads_of(whole: Whole, rows: list[Now]) -> list[Head]:
    """The priority areas in order, each with its actions; what lies in none comes last."""
    areas = areas_of(whole)
    held: dict[str, list[Now]] = {}
    for row in rows:
        promise = row.action.commitment
        area = areas.get(str(row.action.uuid)) or (promise and areas.get(str(promise.uuid)))
        held.setdefault(area or "", []).append(row)
    for known in held.values():
        known.sort(key=lambda row: ORDER.index(row.standing))
    heads = [
        Head(part.key, named(part.code, part.heading or part.text[:80]), tuple(held[part.key]))
        for part in whole.all() if part.key in held
    ]  # fmt: skip
    if "" in held:
        heads.append(Head("other", "Everything else" if heads else "Actions", tuple(held[""])))
    return heads


def areas_of(whole: Whole) -> dict[str, str]:
    """In which priority area each promise and action lies; or, where in none, in which top part."""
    found: dict[str, str] = {}

    def look(part: Part, area: str, top: str) -> None:
        area, top = (part.key if part.kind in HEADS else area), top or part.key
        keys = [promise.key for promise in part.promises] + [doing.key for doing in part.doings]
        found.update(dict.fromkeys(keys, area or top))
        for below in part.parts:
            look(below, area, top)

    for part in whole.parts:
        look(part, "", "")
    return found


def named(code: str, title: str) -> str:
    """A title with the code people call it by."""
    return f"{code}. {title}" if code else title
