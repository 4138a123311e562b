"""Who has been heard in a consultation, and who has not yet, against the register.

Counted are published, active organisations of the sector; heard is one for which somebody said
something that was not taken back and which staff or its own members have named. People who speak
for themselves are counted by the district of their postcode, where they gave one. The number of
queries does not depend on the number of rows.
"""

from __future__ import annotations

from dataclasses import dataclass

from django.db.models import Case, CharField, Count, Q, QuerySet, Value, When

from commonweal.commitments.choices import SpeaksAs, Way
from commonweal.commitments.models import Comment, Consultation, Submission
from commonweal.places.models import Area
from commonweal.sector.choices import SIZES, Kind, in_band
from commonweal.sector.models import Classification, Organisation, Term

NOT_KNOWN = "not-known"


@dataclass(frozen=True)
class Line:
    """One group of the register: how many there are, and how many of them were heard."""

    key: str
    title: str
    of: int
    heard: int
    people: int = 0

    @property
    def share(self) -> int:
        """Heard, in whole per cent; rounded down, so that one that is missing shows."""
        return 100 * self.heard // self.of if self.of else 0

    @property
    def missing(self) -> int:
        """How many were not heard."""
        return self.of - self.heard


@dataclass(frozen=True)
class Meter:
    """The whole: how much came by which way, and each division of the register."""

    submissions: int
    people: int
    bodies: int
    named: int
    comments: int
    ways: tuple[tuple[str, int], ...]
    divisions: tuple[tuple[str, str, tuple[Line, ...]], ...]


def said_in(consultation: Consultation) -> QuerySet[Submission]:
    """What was sent in and not taken back."""
    return consultation.submissions.filter(taken_back_at=None)


def register() -> QuerySet[Organisation]:
    """Whom it is held against."""
    found: QuerySet[Organisation] = Organisation.objects.published().active().of_the_sector()
    return found


def meter(consultation: Consultation) -> Meter:
    """Who was heard, by kind, size, cause and area."""
    said = said_in(consultation)
    heard = Q(pk__in=said.exclude(organisation=None).values("organisation"))
    counts = said.aggregate(
        all=Count("pk"),
        people=Count("pk", filter=Q(speaks_as=SpeaksAs.MYSELF)),
        bodies=Count("pk", filter=~Q(speaks_as=SpeaksAs.MYSELF)),
        named=Count("organisation", distinct=True),
    )
    ways = said.order_by().values_list("way").annotate(n=Count("pk")).order_by("-n", "way")
    return Meter(
        submissions=counts["all"], people=counts["people"], bodies=counts["bodies"],
        named=counts["named"],
        comments=Comment.objects.counted().filter(submission__consultation=consultation).count(),
        ways=tuple((Way(way).label, n) for way, n in ways),
        divisions=(
            ("area", "Where they are", by_area(heard, said)),
            ("kind", "What they are", by_kind(heard)),
            ("size", "How large they are", by_size(heard)),
            ("cause", "What they work for", by_cause(said)),
        ),
    )  # fmt: skip


def by_kind(heard: Q) -> tuple[Line, ...]:
    """By what they are in law."""
    rows = register().order_by().values("kind").annotate(of=Count("pk"), n=_heard(heard))
    return least_heard(Line(r["kind"], Kind(r["kind"]).label, r["of"], r["n"]) for r in rows)


def by_size(heard: Q) -> tuple[Line, ...]:
    """By yearly income, in the order of the bands."""
    bands = [When(in_band(size), then=Value(size)) for size in SIZES]
    banded = register().order_by().annotate(size=Case(*bands, output_field=CharField()))
    rows = banded.values("size").annotate(of=Count("pk"), n=_heard(heard))
    found = {r["size"]: Line(r["size"], SIZES[r["size"]][0], r["of"], r["n"]) for r in rows}
    return tuple(found[size] for size in SIZES if size in found)


def by_cause(said: QuerySet[Submission]) -> tuple[Line, ...]:
    """By cause as registers state it; one organisation may count under several."""
    titles = dict(Term.objects.filter(scheme="what").values_list("code", "title"))
    heard = Q(organisation__in=said.exclude(organisation=None).values("organisation"))
    stated = Classification.objects.filter(scheme="what", suggested=False)
    rows = (
        stated.filter(organisation__in=register().values("pk"))
        .order_by()
        .values("code")
        .annotate(
            of=Count("organisation", distinct=True),
            n=Count("organisation", distinct=True, filter=heard),
        )
    )
    return least_heard(
        Line(r["code"], titles.get(r["code"], r["code"]), r["of"], r["n"]) for r in rows
    )


def by_area(heard: Q, said: QuerySet[Submission]) -> tuple[Line, ...]:
    """By district of the place, with the people who said that they live there."""
    rows = register().order_by().values("district").annotate(of=Count("pk"), n=_heard(heard))
    people = dict(
        said.filter(speaks_as=SpeaksAs.MYSELF)
        .exclude(area="")
        .order_by()
        .values_list("area")
        .annotate(n=Count("pk"))
    )
    here = {r["district"]: r for r in rows if r["district"]}
    names = dict(Area.objects.filter(code__in=here).values_list("code", "name"))
    return least_heard(
        Line(code, names.get(code, code), r["of"], r["n"], people.get(code, 0))
        for code, r in here.items()
    )


def _heard(heard: Q) -> Count:
    return Count("pk", filter=heard)


def least_heard(lines: object) -> tuple[Line, ...]:
    """The least heard first; of those alike, the larger group."""
    return tuple(sorted(lines, key=lambda line: (line.share, -line.of, line.title)))  # type: ignore[call-overload]


def unheard(
    consultation: Consultation, *, kind: str = "", size: str = "", cause: str = "", area: str = ""
) -> QuerySet[Organisation]:
    """Organisations of a group that were not heard and not yet invited, and publish an address."""
    said = said_in(consultation).exclude(organisation=None).values("organisation")
    asked = consultation.invited.values("organisation")
    rows = register().exclude(pk__in=said).exclude(pk__in=asked).exclude(email="")
    if kind in Kind.values:
        rows = rows.filter(kind=kind)
    if size in SIZES:
        rows = rows.filter(in_band(size))
    if area:
        rows = rows.filter(district=area)
    if cause:
        stated = Classification.objects.filter(scheme="what", suggested=False, code=cause)
        rows = rows.filter(pk__in=stated.values("organisation"))
    return rows.order_by("name", "pk")
