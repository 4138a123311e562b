"""How many organisations an area has, of what kind, cause and size, and how areas compare.

Counts are of published organisations of the sector that are active. *Based* means that the
postcode lies in the area; *serving* that a source names exactly this area as where they work.
Organisations are on public registers, so counts are never hidden; sums of money for fewer than
``FEWEST`` organisations are. The number of queries does not depend on the number of rows.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from django.db.models import (
    Case,
    CharField,
    Count,
    Exists,
    F,
    OuterRef,
    Q,
    QuerySet,
    Sum,
    Value,
    When,
    Window,
)
from django.db.models.functions import RowNumber

from commonweal.places.choices import Kind as AreaKind
from commonweal.places.models import Area
from commonweal.sector.choices import SIZES, Kind, Side, Status, in_band
from commonweal.sector.models import AreaServed, Classification, Organisation, Term
from commonweal.sector.querysets import OrganisationQuerySet

FEWEST = 3
UNREGISTERED = (Kind.GROUP,)
COLUMNS = {
    AreaKind.COUNTY: "county",
    AreaKind.DISTRICT: "district",
    AreaKind.WARD: "ward",
    AreaKind.MSOA: "msoa",
    AreaKind.LSOA: "lsoa",
}
PAGED = (AreaKind.COUNTRY, AreaKind.REGION, *COLUMNS)


@dataclass(frozen=True)
class Tally:
    """One line of a table: how many are based in the area, how many serve it from elsewhere."""

    code: str
    title: str
    based: int
    serving: int


@dataclass(frozen=True)
class AreaProfile:
    """One area's sector. Money is pounds, and None where fewer than three tell it.

    ``serving`` counts those that name the area and are based elsewhere. ``groups`` are informal
    and part of ``based``. ``classed`` is how many of those based there have a stated cause.
    """

    based: int
    groups: int
    serving: int
    partners: int
    kinds: tuple[Tally, ...]
    causes: tuple[Tally, ...]
    sizes: tuple[Tally, ...]
    classed: int
    income_known: int
    income_total: int | None
    income_median: int | None

    @property
    def registered(self) -> int:
        """Those based there that are on a register."""
        return self.based - self.groups

    @property
    def is_empty(self) -> bool:
        """Whether nobody is based there or serves it."""
        return not (self.based or self.serving or self.partners)


def living() -> OrganisationQuerySet:
    """The organisations that statistics count."""
    return Organisation.objects.published().active().of_the_sector()


@dataclass(frozen=True)
class Held:
    """All that can be found: those that statistics count, partners, and those that are gone."""

    sector: int
    partners: int
    gone: int


def held() -> Held:
    """How many can be found, of each of the three."""
    active = Q(status=Status.ACTIVE)
    counted = Organisation.objects.published().aggregate(
        all=Count("pk"),
        active=Count("pk", filter=active),
        partners=Count("pk", filter=active & Q(side=Side.PARTNER)),
    )
    return Held(
        counted["active"] - counted["partners"],
        counted["partners"],
        counted["all"] - counted["active"],
    )


def based_in(area: Area) -> Q:
    """Whose postcode lies in this area; regions and countries by the districts they hold."""
    column = COLUMNS.get(AreaKind(area.kind))
    if column:
        return Q(**{column: area.code})
    districts = Area.objects.filter(kind=AreaKind.DISTRICT)
    counties = Area.objects.filter(kind=AreaKind.COUNTY, parent=area.code).values("code")
    inside = districts.filter(Q(parent=area.code) | Q(parent__in=counties))
    if area.kind == AreaKind.COUNTRY:
        inside = districts.filter(code__startswith=area.code[:1])
    return Q(district__in=inside.values("code"))


def area_profile(area: Area) -> AreaProfile:
    """How many organisations by kind, cause and size are based in an area or serve it."""
    based = based_in(area)
    elsewhere = names_it(area.code) & ~based
    near = living().filter(based | elsewhere)
    totals = near.aggregate(
        based=Count("pk", filter=based),
        groups=Count("pk", filter=based & Q(kind__in=UNREGISTERED)),
        serving=Count("pk", filter=elsewhere),
        known=Count("pk", filter=based & Q(income__isnull=False)),
        income=Sum("income", filter=based),
    )
    told = totals["known"] >= FEWEST
    return AreaProfile(
        based=totals["based"],
        groups=totals["groups"],
        serving=totals["serving"],
        partners=count_partners(based),
        kinds=by_kind(near, based, elsewhere),
        causes=by_cause(based, area.code),
        sizes=by_size(near, based, elsewhere),
        classed=count_classed(based),
        income_known=totals["known"],
        income_total=totals["income"] if told else None,
        income_median=medians(living().filter(based)).get("") if told else None,
    )


def names_it(code: str, of: str = "pk") -> Q:
    """Who says that they serve exactly this area.

    A list made once: asked of each organisation by itself, it could take seconds.
    """
    served = AreaServed.objects.filter(code=code)
    return Q(**{f"{of}__in": served.values("organisation")})


def tallies(based: Q, elsewhere: Q) -> dict[str, Count]:
    """The two counts of every table."""
    return {"here": Count("pk", filter=based), "elsewhere": Count("pk", filter=elsewhere)}


def by_kind(near: OrganisationQuerySet, based: Q, elsewhere: Q) -> tuple[Tally, ...]:
    """By what they are in law, most first."""
    rows = near.order_by().values("kind").annotate(**tallies(based, elsewhere))
    found = [Tally(r["kind"], Kind(r["kind"]).label, r["here"], r["elsewhere"]) for r in rows]
    return tuple(sorted(found, key=lambda t: (-t.based, -t.serving, t.title)))


def by_size(near: OrganisationQuerySet, based: Q, elsewhere: Q) -> tuple[Tally, ...]:
    """By yearly income, in the order of the bands; bands that nobody is in are kept as nought."""
    bands = [When(in_band(size), then=Value(size)) for size in SIZES]
    banded = near.order_by().annotate(size=Case(*bands, output_field=CharField()))
    found = {r["size"]: r for r in banded.values("size").annotate(**tallies(based, elsewhere))}
    none = {"here": 0, "elsewhere": 0}
    return tuple(
        Tally(code, title, found.get(code, none)["here"], found.get(code, none)["elsewhere"])
        for code, (title, _, _) in SIZES.items()
    )


def stated_causes() -> QuerySet[Classification]:
    """Causes as a register states them: the Commission's "What" codes, never a suggestion."""
    return Classification.objects.filter(scheme="what", suggested=False)


def by_cause(based: Q, code: str) -> tuple[Tally, ...]:
    """By cause, most first. One organisation may count under several."""
    titles = dict(Term.objects.filter(scheme="what").values_list("code", "title"))
    inside = through_organisation(based)
    elsewhere = names_it(code, "organisation") & ~inside
    rows = (
        stated_causes()
        .filter(organisation__in=living().values("pk"))
        .filter(inside | elsewhere)
        .order_by()
        .values("code")
        .annotate(
            here=Count("organisation", distinct=True, filter=inside),
            elsewhere=Count("organisation", distinct=True, filter=elsewhere),
        )
    )
    found = [
        Tally(r["code"], titles.get(r["code"], r["code"]), r["here"], r["elsewhere"]) for r in rows
    ]
    return tuple(sorted(found, key=lambda t: (-t.based, -t.serving, t.title)))


def through_organisation(based: Q) -> Q:
    """The same condition, asked of a row that belongs to an organisation."""
    asked: list[Any] = list(based.children)
    return Q(*[(f"organisation__{name}", value) for name, value in asked])


def count_classed(based: Q) -> int:
    """How many of those based there have a stated cause."""
    classed = Exists(stated_causes().filter(organisation=OuterRef("pk")))
    return living().filter(based).filter(classed).count()


def count_partners(based: Q) -> int:
    """Public bodies and firms based there that work with the sector."""
    return Organisation.objects.published().active().filter(side="partner").filter(based).count()


def medians(organisations: OrganisationQuerySet, by: str = "") -> dict[str, int]:
    """The middle yearly income, in whole pounds, for each value of a column (or of all as ``""``).

    The mean of the two in the middle where their number is even. Works alike on both databases.
    """
    parts = [F(by)] if by else []
    middle = (
        organisations.filter(income__isnull=False)
        .annotate(
            group=F(by) if by else Value(""),
            rank=Window(RowNumber(), partition_by=parts or None, order_by=["income", "pk"]),
            of=Window(Count("pk"), partition_by=parts or None),
        )
        .filter(rank__gte=F("of") / 2.0, rank__lte=F("of") / 2.0 + 1)
        .values_list("group", "income", "of")
    )
    found: dict[str, list[int]] = {}
    for group, income, _ in middle:
        found.setdefault(group, []).append(int(income or 0))
    return {group: round(sum(values) / len(values)) for group, values in found.items()}
