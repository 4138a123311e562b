"""What the public sees of documents: their last versions, never what is being written."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass, replace

from django.db.models import Exists, OuterRef, QuerySet, Subquery
from django.db.models.fields.json import KT
from django.utils.timezone import localdate

from commonweal.commitments.choices import ConsultationStanding, DocumentStanding, Face
from commonweal.commitments.models import (
    Consultation,
    Document,
    ParagraphVersion,
    StandingChange,
    Version,
)
from commonweal.commitments.querysets import SEEN, of_withheld
from commonweal.commitments.reports.whole import Doing, Part, Promise, Whole, whole_from

MANY = {
    Face.STRATEGY: "Strategies",
    Face.COMPACT: "Compacts",
    Face.COVENANT: "Covenants",
    Face.CALL: "Calls to candidates",
}


NOT_SHOWN = "an organisation that is not shown"


@dataclass(frozen=True)
class Listed:
    """A document in a list, as its last version has it. ``adopted_on`` is an ISO day, or blank."""

    slug: str
    face: str
    standing: str
    title: str
    summary: str
    adopted_on: str
    at: dt.datetime

    @property
    def face_word(self) -> str:
        """What it is."""
        return str(Face(self.face).label)


@dataclass(frozen=True)
class Shelves:
    """All that is published: what is being consulted on, what is in force by face, what is over."""

    consulting: tuple[Listed, ...]
    in_force: tuple[tuple[str, tuple[Listed, ...]], ...]
    over: tuple[Listed, ...]


def versions_seen() -> QuerySet[Version]:
    """Every version that anybody may read."""
    return Version.objects.filter(document__standing__in=SEEN)


def last_versions() -> QuerySet[Version]:
    """Of each document that the public sees, the last version."""
    newer = Version.objects.filter(document=OuterRef("document"), number__gt=OuterRef("number"))
    return versions_seen().filter(~Exists(newer))


def taken_back(consultation: Consultation) -> StandingChange | None:
    """When and why the draft that a consultation is about was taken back, if it was."""
    if consultation.opened_at is None:
        return None
    changes = consultation.document.standing_changes.filter(standing=DocumentStanding.DRAFT)
    return changes.filter(at__gte=consultation.opened_at).order_by("pk").first()


def ended_early(consultation: Consultation) -> bool:
    """Whether it ended before its last day was over: with the draft, which was taken back."""
    closed, last = consultation.closed_at, consultation.closes_on
    return bool(closed and last and localdate(closed) <= last)


def still_open(consultation: Consultation, today: dt.date) -> bool:
    """Whether its last day is not over, whatever the robot that closes it has come to yet."""
    last = consultation.closes_on
    return bool(consultation.standing == ConsultationStanding.OPEN and last and today <= last)


def overdue(consultation: Consultation, today: dt.date) -> bool:
    """Whether the day by which it was to be decided has passed and nothing was published."""
    day = consultation.decides_on
    return bool(day and day < today and not consultation.reported_at)


def hidden_again(slug: str) -> Version | None:
    """The last version of what was published once and is a draft again: nobody outside reads it."""
    rows = Version.objects.filter(document__slug=slug, document__standing=DocumentStanding.DRAFT)
    return rows.select_related("document").order_by("-number").first()


def shelves() -> Shelves:
    """All documents that the public sees, in one query."""
    rows = last_versions().order_by("-at", "-pk").values_list(
        "document__slug", "document__face", "document__standing", KT("body__title"),
        KT("body__summary"), KT("body__adopted_on"), "at",
    )  # fmt: skip
    listed = [Listed(*row) for row in rows]
    stand = DocumentStanding

    def which(*standings: str) -> tuple[Listed, ...]:
        return tuple(one for one in listed if one.standing in standings)

    adopted = which(stand.ADOPTED)
    by_face = ((MANY[face], tuple(o for o in adopted if o.face == face)) for face in Face)
    return Shelves(
        consulting=which(stand.CONSULTING),
        in_force=tuple((title, rows) for title, rows in by_face if rows),
        over=which(stand.SUPERSEDED, stand.CLOSED),
    )


def whole_as_shown(version: Version) -> Whole:
    """A version as anybody may read it: an organisation that is withheld now is not named in it."""
    document: Document = version.document
    hidden = of_withheld()
    parties = set(document.parties.filter(hidden).values_list("name", flat=True))
    rows = (document.commitments.filter(hidden), document.actions.filter(hidden))
    keys = {str(key) for found in rows for key in found.values_list("uuid", flat=True)}
    whole = whole_from(version.body)
    return without(whole, parties, keys) if parties or keys else whole


def without(whole: Whole, parties: set[str], keys: set[str]) -> Whole:
    """The document without these parties, and without who promises or does what has these keys."""

    def promises(rows: tuple[Promise, ...]) -> tuple[Promise, ...]:
        return tuple(replace(p, promiser=NOT_SHOWN) if p.key in keys else p for p in rows)

    def doings(rows: tuple[Doing, ...]) -> tuple[Doing, ...]:
        return tuple(replace(d, owner=NOT_SHOWN) if d.key in keys else d for d in rows)

    def part(one: Part) -> Part:
        below = tuple(part(p) for p in one.parts)
        return replace(one, promises=promises(one.promises), doings=doings(one.doings), parts=below)

    return replace(
        whole, parties=tuple(p for p in whole.parties if p.name not in parties),
        parts=tuple(part(p) for p in whole.parts), promises=promises(whole.promises),
        doings=doings(whole.doings),
    )  # fmt: skip


def reworded(last: Version) -> set[str]:
    """The keys of the parts that were worded anew between the first version and the last."""
    first = Version.objects.filter(document=last.document_id, number=1).values("at")[:1]
    rows = ParagraphVersion.objects.filter(
        paragraph__document=last.document_id, edition__gt=1, at__gt=Subquery(first), at__lt=last.at
    )
    return {str(key) for key in rows.values_list("paragraph__key", flat=True)}


@dataclass(frozen=True)
class Wording:
    """How a part was worded from one version on; ``part`` is none where it is not in it."""

    version: Version
    part: Part | None


def wordings(document: Document, key: str) -> list[Wording]:
    """Every wording of a part that was published, the first first; nothing twice."""
    found: list[Wording] = []
    for version in document.versions.order_by("number"):
        part = next((p for p in whole_from(version.body).all() if p.key == key), None)
        before = found[-1].part if found else None
        if (part and said(part)) != (before and said(before)):
            found.append(Wording(version, part))
    return found


def said(part: Part) -> tuple[str, str]:
    """A part's words."""
    return part.heading, part.text
