"""What people said of a service, for those who may read it and for everybody."""

from __future__ import annotations

import datetime as dt
from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Any

from commonweal.core.suppression import LEAST_BASE, rounded, share, suppress
from commonweal.sector.choices import Felt
from commonweal.sector.models import Feedback, FeedbackRelease, Service

COUNTED = dt.timedelta(days=730)  # how long what was said counts in figures

# What is asked, and what the answers mean to a reader.
QUESTIONS: dict[str, tuple[str, str]] = {
    "respect": ("Were you treated with respect?", "were treated with respect"),
    "reached": ("Was it easy to reach and to get into?", "found it easy to reach"),
    "helped": ("Did it help?", "were helped"),
}


@dataclass(frozen=True)
class Measure:
    """The answers to one question as anyone may read them.

    ``counts`` are to the nearest five, by answer; None is hidden. ``share`` is the share in per
    cent that said yes, to the nearest five, or None where it may not be told. ``people`` is how
    many answered, to the nearest five, or None where fewer than ten did.
    """

    question: str
    meaning: str
    people: int | None
    share: int | None
    counts: tuple[tuple[str, int | None], ...]


@dataclass(frozen=True)
class Published:
    """What everybody may read of how a service treated people, and from which day it is."""

    on: dt.date
    people: int
    measures: tuple[Measure, ...]
    answer: str
    answered_on: dt.datetime | None


def figures_of(rows: Iterable[Sequence[str]]) -> dict[str, Any]:
    """What a release may hold of these answers, by question: nothing that gives anybody away.

    A share stands only where at least ten answered the question and neither the yes nor all of
    the rest is hidden.
    """
    columns = list(zip(*rows, strict=True)) or [()] * len(QUESTIONS)
    return {
        name: _figures(Counter(answer for answer in column if answer))
        for name, column in zip(QUESTIONS, columns, strict=True)
    }


def _figures(counted: Counter[str]) -> dict[str, Any]:
    whole = counted.total()
    if whole < LEAST_BASE:
        return {"people": None, "share": None, "counts": {}}
    row = suppress([counted[answer] for answer in Felt.values])
    counts = {
        answer: None if count is None else rounded(count)
        for answer, count in zip(Felt.values, row.counts, strict=True)
    }
    told = row.total is not None and row.counts[0] is not None
    return {
        "people": None if row.total is None else rounded(whole),
        "share": share(counted[Felt.YES], whole) if told else None,
        "counts": counts,
    }


def in_words(said: Feedback) -> list[tuple[str, str]]:
    """The questions that were answered, and the answers."""
    return [
        (question, getattr(said, f"get_{name}_display")())
        for name, (question, _) in QUESTIONS.items()
        if getattr(said, name)
    ]


def published_feedback(service: Service) -> Published | None:
    """The latest release of a service, with its organisation's answer; None before the first."""
    release = FeedbackRelease.objects.filter(service=service).order_by("-on").first()
    if release is None:
        return None
    answer = service.feedback_answers.order_by("-at", "-pk").first()
    return Published(
        on=release.on,
        people=rounded(release.people),
        measures=tuple(_measure(name, release.figures.get(name)) for name in QUESTIONS),
        answer=answer.words if answer else "",
        answered_on=answer.at if answer else None,
    )


def _measure(name: str, figures: dict[str, Any] | None) -> Measure:
    question, meaning = QUESTIONS[name]
    kept = figures or {"people": None, "share": None, "counts": {}}
    counts = tuple((str(Felt(a).label), kept["counts"][a]) for a in kept["counts"])
    return Measure(question, meaning, kept["people"], kept["share"], counts)
