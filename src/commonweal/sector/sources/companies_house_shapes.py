"""Companies in the shape of all sources, and which of them are taken."""

from __future__ import annotations

from dataclasses import dataclass
from hashlib import blake2b

import ibis
import ibis.expr.types as ir
from django.db.models import Exists, OuterRef
from ibis.backends import BaseBackend

from commonweal.intake.job import Counts, Job
from commonweal.intake.reading import choose_tables
from commonweal.places.reports import place_areas, the_place
from commonweal.sector.choices import Kind, NameKind, Side, Status
from commonweal.sector.loading.loader import OrganisationLoader
from commonweal.sector.loading.loader import depends as place_and_postcodes
from commonweal.sector.loading.meaning import Meaning
from commonweal.sector.models import BodyLink, Identifier, Nomination, SourceRecord
from commonweal.sector.sources.columns import (
    Sorted,
    as_published,
    bad_day,
    day,
    held,
    one_line,
    postcode,
    read_table,
    sort_out,
    text,
    unreadable,
)
from commonweal.sector.sources.shapes import Shapes

NEEDED = (
    "CompanyName",
    "CompanyNumber",
    "RegAddress.PostCode",
    "CompanyCategory",
    "CompanyStatus",
    "IncorporationDate",
    "DissolutionDate",
    "SICCode.SicText_1",
)
KINDS = {
    "Community Interest Company": Kind.CIC,
    "Registered Society": Kind.SOCIETY,
    "Industrial and Provident Society": Kind.SOCIETY,
    "PRI/LBG/NSC (Private, Limited by guarantee, no share capital, use of 'Limited' exemption)": (
        Kind.GUARANTEE
    ),
    "PRI/LTD BY GUAR/NSC (Private, limited by guarantee, no share capital)": Kind.GUARANTEE,
    "Private Limited Company": Kind.BUSINESS,
    "Public Limited Company": Kind.BUSINESS,
}
ALWAYS = ("Community Interest Company", "Registered Society", "Industrial and Provident Society")
# Numbers that stand for charities which have no company number: the charity is the record.
STAND_INS = (
    "Charitable Incorporated Organisation",
    "Scottish Charitable Incorporated Organisation",
)
NAME = "companies-house"
ENDED = r"(?i)^(dissolved|removed|converted|closed)"
ADDRESS = (
    "RegAddress.CareOf",
    "RegAddress.POBox",
    "RegAddress.AddressLine1",
    "RegAddress.AddressLine2",
    "RegAddress.PostTown",
    "RegAddress.County",
)
# What changes every month although nothing happened to the company.
LEFT_OUT = ("row", "key")


@dataclass(frozen=True)
class Wanted:
    """Which companies of other kinds are taken: those known as some body's, and those named.

    ``served`` are the areas of the place, for those nominated because they work here.
    """

    numbers: frozenset[str]
    works_here: frozenset[str] = frozenset()
    served: tuple[tuple[str, str], ...] = ()


def wanted() -> Wanted:
    """The company numbers stated for bodies known here, and those that people nominated."""
    known = Identifier.objects.filter(scheme="GB-COH").values_list("value", flat=True)
    pairs = BodyLink.objects.filter(right__startswith="GB-COH-").values_list("right", flat=True)
    lefts = BodyLink.objects.filter(left__startswith="GB-COH-").values_list("left", flat=True)
    stated = {ref.removeprefix("GB-COH-") for ref in (*pairs, *lefts)}
    nominated = dict(
        Nomination.objects.filter(withdrawn_at=None).values_list("number", "works_here")
    )
    named = {area.code: area.name for area in place_areas()}
    held = frozenset(filter(None, known)) - let_go()
    return Wanted(
        held | stated | nominated.keys(),
        frozenset(number for number, here in nominated.items() if here),
        tuple((code, named.get(code, code)) for code in the_place().codes),
    )


def let_go() -> frozenset[str]:
    """Companies that are here only because they were nominated, and the nomination is withdrawn."""
    withdrawn = Nomination.objects.exclude(withdrawn_at=None).values("number")
    own = Identifier.objects.filter(scheme="GB-COH", value__in=withdrawn, source=NAME)
    others = SourceRecord.objects.filter(organisation=OuterRef("organisation")).exclude(source=NAME)
    return frozenset(own.exclude(Exists(others)).values_list("value", flat=True))


def read(con: BaseBackend, job: Job) -> Shapes:
    """Community interest companies and societies, and those companies of others that are wanted."""
    files = choose_tables(job, r"BasicCompanyData.*\.(csv|txt)")
    everything = read_table(con, files, NEEDED)
    chosen = wanted()
    done = sorted_out(con, everything, chosen)
    job.options["titles"] = titles(con, done.good)
    return shapes(con, done, chosen)


def sorted_out(con: BaseBackend, everything: ir.Table, wanted: Wanted) -> Sorted:
    """The wanted rows of the published table, and those of them that cannot be used."""
    chosen = held(con, choose(everything, wanted))
    return sort_out(
        con,
        chosen,
        {
            "the company number is not one": chosen.key.isnull(),
            "the company has no name": text(chosen["CompanyName"]).isnull(),
            "the day of incorporation is not a day": bad_day(chosen["IncorporationDate"]),
            "the day of dissolution is not a day": bad_day(chosen["DissolutionDate"]),
        },
    )


def shapes(con: BaseBackend, done: Sorted, chosen: Wanted) -> Shapes:
    """The companies in the shape all sources share."""
    broken = unreadable(con)
    return Shapes(
        records=records(done.good),
        identifiers=done.good.select(
            key="key", scheme=ibis.literal("GB-COH"), value=number_of(done.good)
        ),
        names=previous_names(done.good),
        areas=areas_of_nominated(done.good, chosen),
        classes=activities(done.good),
        rejects=done.rejects if broken is None else done.rejects.union(broken),
    )


def number_of(table: ir.Table) -> ir.StringValue:
    """The company number in eight characters, or null if it cannot be one."""
    tight = table["CompanyNumber"].upper().re_replace(r"\s", "")
    full = tight.re_search(r"^\d{1,7}$").ifelse(tight.lpad(8, "0"), tight)
    valid = full.re_search(r"^(\d{8}|R\d{7}|[A-Z]{2}\d{2,6}[A-Z]{0,4})$") & (full.length() == 8)
    return valid.ifelse(full, ibis.null("string"))


def choose(everything: ir.Table, wanted: Wanted) -> ir.Table:
    """The rows this register holds; stand-in numbers of charities are left to their register."""
    category = everything["CompanyCategory"].strip()
    number = number_of(everything)
    known = ibis.memtable({"known": sorted(wanted.numbers) or ["none"]}).cast({"known": "string"})
    chosen = everything.filter(
        (category.isin(ALWAYS) | number.isin(known.known)) & ~category.isin(STAND_INS)
    )
    return chosen.mutate(key="GB-COH-" + number_of(chosen))


def records(table: ir.Table) -> ir.Table:
    """One row for each company. Its registered office is public by law."""
    category = table["CompanyCategory"].strip()
    ended = day(table["DissolutionDate"])
    gone = ended.notnull() | text(table["CompanyStatus"]).re_search(ENDED).fill_null(False)
    return table.select(
        key="key",
        name=text(table["CompanyName"]).left(255),
        kind=category.cases(*KINDS.items(), else_=str(Kind.OTHER)),
        side=ibis.literal(str(Side.SECTOR)),
        status=gone.ifelse(str(Status.DISSOLVED), str(Status.ACTIVE)),
        status_on=ended,
        registered_on=day(table["IncorporationDate"]),
        street=one_line(*(table[c] for c in ADDRESS if c in table.columns)).left(400),
        postcode=postcode(table["RegAddress.PostCode"]),
        address_public=ibis.literal(True),
        national=ibis.literal(False),
        raw=as_published(table, leave=LEFT_OUT),
    )


def previous_names(table: ir.Table) -> ir.Table | None:
    """The names a company had, each once."""
    columns = [c for c in table.columns if c.startswith("PreviousName_") and "CompanyName" in c]
    if not columns:
        return None
    had = table.select("key", name=ibis.array([text(table[c]) for c in columns]).unnest())
    had = had.filter(had.name.notnull())
    return had.mutate(name=had.name.left(255), kind=ibis.literal(str(NameKind.PREVIOUS))).distinct()


def areas_of_nominated(table: ir.Table, chosen: Wanted) -> ir.Table | None:
    """That the nominated work in the place, which no company says of itself: a person does."""
    if not (chosen.works_here and chosen.served):
        return None
    served = {
        "code": [code for code, _ in chosen.served],
        "words": [f"{name}, as nominated here" for _, name in chosen.served],
    }
    few = table.filter(number_of(table).isin(sorted(chosen.works_here)))
    return few.select("key").cross_join(ibis.memtable(served))


def spoken(table: ir.Table) -> ir.Table:
    """Each code of economic activity that a company states of itself, and its words."""
    columns = [c for c in table.columns if c.startswith("SICCode.")]
    said = table.select("key", said=ibis.array([text(table[c]) for c in columns]).unnest())
    code = said.said.re_extract(r"^(\d{4,5})\b", 1)
    title = said.said.re_replace(r"^\d+\s*-\s*", "").left(160)
    coded = said.mutate(code=code.lpad(5, "0"), title=title, bare=code)
    return coded.filter(coded.bare.notnull() & (coded.bare != ""))


def titles(con: BaseBackend, table: ir.Table) -> dict[str, str]:
    """What each code means, in the publisher's words."""
    said = spoken(table).group_by("code").agg(title=lambda t: t.title.max())
    rows = con.to_pyarrow(said).to_pylist()
    return {row["code"]: row["title"] for row in rows if row["title"]}


def activities(table: ir.Table) -> ir.Table:
    """The codes as classes, stated by the company."""
    coded = spoken(table)
    return coded.select(
        key="key",
        scheme=ibis.literal("sic"),
        code="code",
        suggested=ibis.literal(False),
        confidence=ibis.null("float64"),
    ).distinct()


def depends() -> str:
    """What decides which companies are taken: the place, and the numbers known of bodies here."""
    chosen = wanted()
    numbers = " ".join([*sorted(chosen.numbers), "here", *sorted(chosen.works_here)])
    return f"{place_and_postcodes()} {blake2b(numbers.encode(), digest_size=8).hexdigest()}"


class Companies(OrganisationLoader):
    """Brings companies in, and remembers what their codes mean."""

    def apply(self) -> Counts:
        """The titles were noted as the file was read."""
        said = self.job.options.get("titles", {})
        self.meanings = tuple(Meaning("sic", code, said[code]) for code in sorted(said))
        return super().apply()


def loader(job: Job) -> Companies:
    """The loader of one run."""
    return Companies(job, read)
