"""One promise as everybody may read it: its words, what shows it, what people made of it.

What was judged is told only once it is published; that somebody was asked is not told before.
"""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass

from commonweal.commitments.choices import Judged, ReviewedBy
from commonweal.commitments.models import Commitment, Evidence, ProgressReview
from commonweal.commitments.models.hiding import is_hidden
from commonweal.commitments.reports import shown
from commonweal.commitments.reports.progress import Now, now_of
from commonweal.commitments.reports.published import last_versions
from commonweal.commitments.reports.trace import PointLine, points_behind_paragraph
from commonweal.commitments.reports.whole import Whole, whole_from
from commonweal.core.clock import day_of
from commonweal.impact.reports import OverTime, over_time
from commonweal.ui.words import count, long_day

LOOK = {
    Judged.MET: "good",
    Judged.PARTLY: "part",
    Judged.REASON_GIVEN: "bad",
    Judged.NOT_MET: "bad",
    Judged.CANNOT: "unknown",
}
NOT_SHOWN = "An organisation that is not shown here"


@dataclass(frozen=True)
class Verdict:
    """What a named person made of it, over which evidence, with the reply or that none came."""

    judged: str
    look: str
    reason: str
    judge: str
    on: dt.date
    published_on: dt.date
    asked_on: dt.date
    asked_how: str
    reply_by: dt.date
    reply: str
    replied_by: str
    replied_on: dt.date | None
    late: bool
    evidence: tuple[Evidence, ...]


@dataclass(frozen=True)
class Happened:
    """A line of a promise's history."""

    on: dt.date
    words: str


@dataclass(frozen=True)
class PromiseTold:
    """A promise with all that is public of it; ``verdicts`` the newest first.

    ``title`` and ``part`` are what it stands in, and where, as the last version has them.
    ``behind`` are the published points that this part was changed for.
    """

    commitment: Commitment
    title: str
    part: str
    promiser: str
    ref: str
    looked_at: str
    verdicts: tuple[Verdict, ...]
    evidence: tuple[Evidence, ...]
    withdrawn: tuple[Evidence, ...]
    actions: tuple[Now, ...]
    behind: tuple[PointLine, ...]
    over_time: OverTime | None
    history: tuple[Happened, ...]

    @property
    def last(self) -> Verdict | None:
        """The newest judgement."""
        return self.verdicts[0] if self.verdicts else None

    @property
    def hidden(self) -> bool:
        """Whether whoever promised is not to be shown."""
        return is_hidden(self.commitment.organisation)

    @property
    def beside(self) -> tuple[Evidence, ...]:
        """The evidence that stands beside the reply: what was judged, or all there is."""
        return self.last.evidence if self.last else self.evidence

    @property
    def more(self) -> tuple[Evidence, ...]:
        """Evidence that the newest judgement is not over."""
        beside = {one.pk for one in self.beside}
        return tuple(one for one in self.evidence if one.pk not in beside)


def promise_told(commitment: Commitment) -> PromiseTold:
    """All that is public of a published promise, in a fixed number of queries."""
    c = commitment
    body = last_versions().filter(document=c.document_id).values_list("body", flat=True).get()
    whole, known = whole_from(body), shown.doings_in(body)
    doings = shown.actions_by(known).filter(commitment=c).select_related("organisation__same_as")
    seen = c.evidence.published().select_related("file").order_by("-on", "-pk")
    evidence = list(seen)
    reviews = (
        c.reviews.exclude(published_at=None)
        .prefetch_related("evidence__file")
        .order_by("-published_at", "-pk")
    )
    verdicts = tuple(verdict_of(review) for review in reviews)
    name, ref = promiser_of(c)
    return PromiseTold(
        commitment=c, title=whole.title, part=part_of(c, whole), promiser=name, ref=ref,
        looked_at=looked_at(c), verdicts=verdicts,
        evidence=tuple(one for one in evidence if one.withdrawn_at is None),
        withdrawn=tuple(one for one in evidence if one.withdrawn_at is not None),
        actions=tuple(now_of(shown.as_published(doing, known) for doing in doings)),
        behind=points_behind_paragraph(c.paragraph) if c.paragraph else (),
        over_time=over_time(c.measure) if c.measure else None,
        history=history_of(c, name, verdicts),
    )  # fmt: skip


def part_of(commitment: Commitment, whole: Whole) -> str:
    """The part that a promise stands in, as this has it; nothing where it is not in it."""
    key = str(commitment.paragraph.key) if commitment.paragraph else ""
    part = next((part for part in whole.all() if part.key == key), None)
    return f"{part.code} {part.heading or part.text[:80]}".strip() if part else ""


def promiser_of(commitment: Commitment) -> tuple[str, str]:
    """Who promised, as shown, and under which number their page is; none where they are hidden."""
    owner = commitment.organisation
    if owner is None:
        return commitment.promiser, ""
    if is_hidden(owner):
        return NOT_SHOWN, ""
    return commitment.promiser, (owner.same_as or owner).ref


def verdict_of(review: ProgressReview) -> Verdict:
    """A published review, as it is told."""
    r = review
    assert r.published_at and r.asked_at and r.reply_by
    replied_on = day_of(r.replied_at) if r.replied_at else None
    return Verdict(
        judged=r.get_judged_display(), look=LOOK[Judged(r.judged)], reason=r.reason, judge=r.judge,
        on=r.on, published_on=day_of(r.published_at), asked_on=day_of(r.asked_at),
        asked_how=r.asked_how, reply_by=r.reply_by,
        reply=r.reply if r.replied_at else "", replied_by=r.replied_by, replied_on=replied_on,
        late=r.replied_at is not None and r.replied_at > r.published_at,
        evidence=tuple(sorted(
            (e for e in r.evidence.all() if e.published_at and not e.withdrawn_at),
            key=lambda e: (e.on, e.pk), reverse=True,
        )),
    )  # fmt: skip


def looked_at(commitment: Commitment) -> str:
    """By what it is looked at, in a sentence."""
    c = commitment
    many = "" if c.threshold is None else f"{c.threshold.normalize():f}"
    words = {
        ReviewedBy.MIN_DAYS: f"At least {many} days",
        ReviewedBy.MIN_MONTHS: f"At least {many} months",
        ReviewedBy.SHARE: f"At least {many}%",
        ReviewedBy.YES_NO: "Whether it was done",
        ReviewedBy.NARRATIVE: "An account in words",
    }[ReviewedBy(c.reviewed_by)]
    return f"{words}; a reason given in time excuses falling short" if c.excused else words


def history_of(
    commitment: Commitment, promiser: str, verdicts: tuple[Verdict, ...]
) -> tuple[Happened, ...]:
    """What happened to a promise, the newest first."""
    c = commitment
    lines = []
    if c.published_at:
        words = f"Published. Its words have not been changed since; their SHA-256 is {c.digest}."
        lines.append(Happened(day_of(c.published_at), words))
    for former in c.succeeds.order_by("pk"):
        assert former.ended_on
        lines.append(Happened(former.ended_on, f"Took the place of {former.code or 'another'}."))
    for one in verdicts:
        over = count(len(one.evidence), "piece", "pieces")
        words = f"{one.judge}: {one.judged.lower()}, over {over} of evidence."
        lines.append(Happened(one.published_on, words))
        if one.late and one.replied_on:
            lines.append(Happened(one.replied_on, f"{one.replied_by} replied."))
    if c.ended_on:
        lines.append(
            Happened(c.ended_on, f"Binds no longer from {long_day(c.ended_on)}. {c.ended_because}")
        )
    return tuple(sorted(lines, key=lambda line: line.on, reverse=True))
