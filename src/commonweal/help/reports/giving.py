"""What one scheme gave from one day to another, each number with what it counts."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass

from django.db.models import Count, Q, QuerySet, Sum

from commonweal.help.choices import CountBasis, GivenKind
from commonweal.help.models import Given, Scheme


@dataclass(frozen=True)
class GivenNumbers:
    """Numbers of what was given; none of them stands for another.

    ``as_counted`` is of parcels by the basis on which each was written down. ``people`` and
    ``households`` count all of them the one way or the other; ``person_days`` are days of food for
    one person; ``again`` households had one in the six months before. Money is in pence.
    """

    as_counted: dict[str, int]
    people: int
    children: int
    households: int
    person_days: int
    again: int
    packs: int
    pack_children: int
    vouchers: int
    voucher_pence: int
    grants: int
    grant_pence: int

    @property
    def nothing(self) -> bool:
        """Whether nothing was given."""
        return not (self.households or self.packs or self.vouchers or self.grants)

    @property
    def voucher_pounds(self) -> str:
        """What the vouchers were worth: ``1,049.50``."""
        return f"{self.voucher_pence / 100:,.2f}"

    @property
    def grant_pounds(self) -> str:
        """How much money was given."""
        return f"{self.grant_pence / 100:,.2f}"

    @property
    def lines(self) -> list[tuple[str, str]]:
        """The parcels as they were counted, each with its basis in words."""
        says = {
            CountBasis.PEOPLE.value: "parcels, counting each person fed",
            CountBasis.HOUSEHOLDS.value: "parcels, counting each household",
        }
        return [(f"{n:,}", says[basis]) for basis, n in sorted(self.as_counted.items())]


def given_numbers(scheme: Scheme, first: dt.date, last: dt.date) -> GivenNumbers:
    """The numbers of one scheme, from one day to another, both counted, in one question."""
    rows = (
        Given.objects.counted()
        .between(first, last)
        .filter(scheme=scheme)
        .values("kind", "basis", "days")
        .annotate(
            n=Count("pk"), grown=Sum("adults"), young=Sum("children"), money=Sum("pence"),
            again=Count("pk", filter=Q(times__gt=0)),
        )
        .order_by("kind", "basis", "days")
    )  # fmt: skip
    parcels = [r for r in rows if r["kind"] == GivenKind.PARCEL]
    counted: dict[str, int] = {}
    for r in parcels:
        n = r["n"] if r["basis"] == CountBasis.HOUSEHOLDS else r["grown"] + r["young"]
        counted[r["basis"]] = counted.get(r["basis"], 0) + n

    def total(kind: str, name: str) -> int:
        return sum(r[name] or 0 for r in rows if r["kind"] == kind)

    return GivenNumbers(
        as_counted=counted, people=sum(r["grown"] + r["young"] for r in parcels),
        children=total(GivenKind.PARCEL, "young"), households=total(GivenKind.PARCEL, "n"),
        person_days=sum((r["grown"] + r["young"]) * r["days"] for r in parcels),
        again=total(GivenKind.PARCEL, "again"), packs=total(GivenKind.PACK, "n"),
        pack_children=total(GivenKind.PACK, "young"), vouchers=total(GivenKind.VOUCHER, "n"),
        voucher_pence=total(GivenKind.VOUCHER, "money"), grants=total(GivenKind.GRANT, "n"),
        grant_pence=total(GivenKind.GRANT, "money"),
    )  # fmt: skip


def given_rows(scheme: Scheme, first: dt.date, last: dt.date, kind: str = "") -> QuerySet[Given]:
    """What was given, the newest first, what was taken back among it."""
    rows = Given.objects.between(first, last).filter(scheme=scheme)
    return (rows.filter(kind=kind) if kind in GivenKind.values else rows).order_by("-on", "-pk")


def given_cells(given: Given) -> list[object]:
    """A row of the file, which names nobody and says nothing of anybody's health."""
    return [
        given.on, given.get_kind_display(), given.what, given.adults, given.children,
        given.get_basis_display(), given.days, given.kilograms, given.pence, given.source,
        given.reason, given.times, given.area, given.taken_back_at is not None,
    ]  # fmt: skip


GIVEN_HEADER = (
    "day", "kind", "what", "adults", "children", "count basis", "days", "kilograms", "pence",
    "source", "reason", "times in the six months before", "ward", "taken back",
)  # fmt: skip
