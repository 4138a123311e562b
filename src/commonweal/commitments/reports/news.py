"""What is new of documents: for a feed, and for the letters of those who follow."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from commonweal.commitments import addresses
from commonweal.commitments.models import (
    ActionStatus,
    Consultation,
    Document,
    Extension,
    Version,
)
from commonweal.commitments.reports import shown
from commonweal.commitments.reports.contacts import public_corrections

A_YEAR = dt.timedelta(days=365)
MOST = 50


@dataclass(frozen=True)
class News:
    """Something that came to be known. ``key`` is its name for ever, ``address`` is in the site."""

    key: str
    at: dt.datetime
    document: int
    title: str
    says: str
    address: str


@dataclass(frozen=True)
class Span:
    """Documents by their keys, and a stretch of time: after ``since``, up to ``until``."""

    documents: dict[int, Document]
    titles: dict[int, str]
    since: dt.datetime
    until: dt.datetime

    def within(self, field: str) -> dict[str, dt.datetime]:
        """A filter by a moment."""
        return {f"{field}__gt": self.since, f"{field}__lte": self.until}

    def slug(self, key: int) -> str:
        """The name of a document in addresses."""
        return self.documents[key].slug


def news_of(document: Document, since: dt.datetime, until: dt.datetime) -> tuple[News, ...]:
    """What is new of a document after one moment up to another, the newest first.

    Nothing of one that the public does not see.
    """
    return news_of_all([document], since, until)


def news_of_all(of: Iterable[Document], since: dt.datetime, until: dt.datetime) -> tuple[News, ...]:
    """The same of several; the number of queries does not depend on how many."""
    seen = shown.documents().filter(pk__in=[document.pk for document in of])
    documents = {document.pk: document for document in seen}
    span = Span(documents, shown.titles(documents.values()), since, until)
    if not span.documents:
        return ()
    told = [
        *versions(span), *standings(span), *evidence(span), *reviews(span),
        *consultations(span), *extensions(span), *calls(span),
    ]  # fmt: skip
    return tuple(sorted(told, key=lambda one: (one.at, one.key), reverse=True))


def latest(document: Document, now: dt.datetime) -> tuple[News, ...]:
    """The newest of a document, of a year at most."""
    return news_of(document, now - A_YEAR, now)[:MOST]


def latest_of_all(now: dt.datetime) -> tuple[News, ...]:
    """The newest of all that the public sees, of a year at most."""
    return news_of_all(shown.documents(), now - A_YEAR, now)[:MOST]


def versions(span: Span) -> Iterator[News]:
    """Versions that were published."""
    rows = Version.objects.filter(document__in=span.documents, **span.within("at"))
    for v in rows.defer("body"):
        title = f"{span.titles[v.document_id]}: {v.name}"
        yield News(
            f"version:{v.pk}", v.at, v.document_id, title,
            f"Version {v.number} was published.", addresses.of_document(span.slug(v.document_id)),
        )  # fmt: skip


def standings(span: Span) -> Iterator[News]:
    """Actions that came to stand otherwise, with the reason."""
    known = shown.doings(span.documents.values())
    rows = ActionStatus.objects.filter(action__in=shown.actions(known), **span.within("at"))
    for s in rows.select_related("action"):
        key, doing = s.action.document_id, shown.as_published(s.action, known)
        yield News(
            f"standing:{s.pk}", s.at, key, f"{doing}: {s.get_standing_display().lower()}",
            s.reason, addresses.of_progress(span.slug(key)),
        )  # fmt: skip


def evidence(span: Span) -> Iterator[News]:
    """Evidence that was published, and what was withdrawn after it was."""
    rows = shown.evidence().filter(commitment__document__in=span.documents)
    new = rows.standing().filter(**span.within("published_at"))
    for e in new.select_related("commitment"):
        c = e.commitment
        yield News(
            f"evidence:{e.uuid}", e.published_at or span.until, c.document_id,
            f"Evidence: {c}", f"{e.says} ({e.source})",
            addresses.of_commitment(span.slug(c.document_id), c.uuid),
        )  # fmt: skip
    gone = rows.filter(**span.within("withdrawn_at"))
    for e in gone.select_related("commitment"):
        c = e.commitment
        yield News(
            f"withdrawn:{e.uuid}", e.withdrawn_at or span.until, c.document_id,
            f"Evidence withdrawn: {c}", e.withdrawn_because,
            addresses.of_commitment(span.slug(c.document_id), c.uuid),
        )  # fmt: skip


def reviews(span: Span) -> Iterator[News]:
    """Judgements that were published: whose, what, and why."""
    rows = shown.reviews().filter(
        commitment__document__in=span.documents, **span.within("published_at")
    )
    for r in rows.select_related("commitment"):
        c = r.commitment
        yield News(
            f"review:{r.uuid}", r.published_at, c.document_id,
            f"{r.get_judged_display()}: {c}", f"{r.judge}: {r.reason}",
            addresses.of_commitment(span.slug(c.document_id), c.uuid),
        )  # fmt: skip


def consultations(span: Span) -> Iterator[News]:
    """Consultations that opened, closed or were reported."""
    for one in Consultation.objects.public().filter(document__in=span.documents):
        moments = (
            ("opened", one.opened_at, until_words(one)),
            ("closed", one.closed_at, "What people said is being read."),
            ("reported", one.reported_at, "What was said, and what came of it."),
        )
        for word, at, says in moments:
            if at is not None and span.since < at <= span.until:
                yield News(
                    f"consultation:{one.pk}:{word}", at, one.document_id,
                    f"Consultation {word}: {one.title}", says,
                    addresses.of_consultation(span.slug(one.document_id), one.number),
                )  # fmt: skip


def until_words(one: Consultation) -> str:
    """Until when something may be said, with that day."""
    return f"Say what you think until {long(one.closes_on)}, that day too." if one.closes_on else ""


def long(day: dt.date) -> str:
    """``4 March 2026``."""
    return f"{day.day} {day:%B %Y}"


def extensions(span: Span) -> Iterator[News]:
    """Consultations that were given more time."""
    rows = Extension.objects.filter(
        consultation__in=Consultation.objects.public().filter(document__in=span.documents),
        **span.within("at"),
    )
    for e in rows.select_related("consultation"):
        c = e.consultation
        yield News(
            f"extension:{e.pk}", e.at, c.document_id, f"More time: {c.title}",
            f"It is open until {long(e.after)}, not {long(e.before)}: {e.reason}",
            addresses.of_consultation(span.slug(c.document_id), c.number),
        )  # fmt: skip


def calls(span: Span) -> Iterator[News]:
    """Answers whose hour has come, and corrections that everybody may read."""
    rows = shown.calls().filter(document__in=span.documents)
    for call in rows.select_related("election"):
        address = addresses.of_election(call.election.slug)
        if span.since < call.reveal_at <= span.until:
            yield News(
                f"answers:{call.pk}", call.reveal_at, call.document_id,
                f"Answers of candidates: {span.titles[call.document_id]}",
                "All answers are shown, word for word.", address,
            )  # fmt: skip
        for one in public_corrections(call, span.until).filter(**span.within("at")):
            yield News(
                f"correction:{one.pk}", one.at, call.document_id,
                f"Correction: {span.titles[call.document_id]}", f"{one.what} {one.why}", address,
            )  # fmt: skip
