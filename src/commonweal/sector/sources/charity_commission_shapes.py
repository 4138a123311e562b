"""Turns the Commission's tables into the shape all sources share, as Ibis expressions."""

from __future__ import annotations

from collections.abc import Mapping

import ibis
import ibis.expr.types as ir
from ibis.backends.duckdb import Backend

from commonweal.intake.job import Job
from commonweal.sector.choices import Kind, LinkKind, NameKind, Side, Status
from commonweal.sector.loading.engine import save
from commonweal.sector.sources import charity_commission_areas as aliases
from commonweal.sector.sources.charity_commission_returns import set_rows_aside, years
from commonweal.sector.sources.charity_commission_tables import read_tables
from commonweal.sector.sources.charity_commission_words import (
    MOST_POUNDS,
    PREFIX,
    amount,
    as_published,
    company,
    day,
    email,
    one_line,
    stated,
    text,
    truth,
    website,
)
from commonweal.sector.sources.columns import postcode
from commonweal.sector.sources.shapes import Shapes

CHARITY_NUMBER = r"^[1-9][0-9]{5,6}$"
# No charity has ever had this much; a larger number is a slip of somebody's finger.
MERGED = r"(?i)amalgamat|transfer"
DISSOLVED = r"(?i)dissol"


def read(con: Backend, job: Job) -> Shapes:
    """The whole extract. Main charities are organisations; linked ones are tied to theirs."""
    given = read_tables(con, job)
    tables, charity = given.tables, given.tables["charity"]
    job.extract_date = given.day
    keyed = charity.mutate(
        key=PREFIX + charity.registered_charity_number.strip(),
        linked_charity_number=charity.linked_charity_number.strip().fill_null(""),
    )
    main = keyed.filter(keyed.linked_charity_number == "0")
    judged = judge(con, job, main, tables)
    linked = take_linked(con, job, keyed, judged)
    return Shapes(
        records=judged.filter(judged.fault == "").drop("fault", "number"),
        identifiers=identifiers(judged, linked),
        names=names(tables),
        years=years(con, job, tables),
        areas=areas(con, job, tables),
        classes=classes(con, job, tables),
        links=linked.union(mergers(tables, judged)),
        rejects=judged.filter(judged.fault != "")
        .select(row=ibis.literal("charity"), key="key", reason="fault")
        .union(unclear(keyed)),
        unchanged=given.unchanged,
    )


def unclear(keyed: ir.Table) -> ir.Table:
    """Rows that do not say whether they are a main charity, as rejects."""
    rows = keyed.filter(keyed.linked_charity_number == "")
    why = ibis.literal("does not say whether it is a main charity or a linked one")
    return rows.select(row=ibis.literal("charity"), key=rows.key.fill_null(""), reason=why)


def fault(main: ir.Table) -> ir.StringValue:
    """Why a main charity's row cannot be right, or an empty text."""
    extract = day(main.date_of_extract)
    registered, removed = day(main.date_of_registration), day(main.date_of_removal)
    wrong = [
        (
            ~main.registered_charity_number.strip().re_search(CHARITY_NUMBER),
            "its number is not a charity number",
        )
    ]
    for column in ("date_of_registration", "date_of_removal", "latest_acc_fin_period_end_date"):
        words = column.replace("_", " ").replace("latest acc fin", "latest financial")
        wrong.append((stated(main[column]) & day(main[column]).isnull(), f"{words} is not a day"))
    for column in ("latest_income", "latest_expenditure"):
        pounds = main[column].strip().try_cast("float64")
        possible = (pounds.abs() < MOST_POUNDS).fill_null(False)
        words = column.replace("_", " ")
        wrong.append((stated(main[column]) & ~possible, f"{words} is not a possible amount"))
    status = main.charity_registration_status.strip()
    wrong += [
        ((registered > extract).fill_null(False), "was registered after the day of the extract"),
        ((removed < registered).fill_null(False), "was removed before it was registered"),
        (~status.isin(["Registered", "Removed"]), "is neither registered nor removed"),
    ]
    return ibis.cases(*((c.fill_null(True), words) for c, words in wrong), else_="")


def judge(con: Backend, job: Job, main: ir.Table, tables: Mapping[str, ir.Table]) -> ir.Table:
    """Main charities in our words, each with its fault, saved: several tables are made from it."""
    main = beside(main, tables)
    raw = as_published(main, [c for c in main.columns if c not in BESIDE])
    web = text(main.charity_contact_web)
    status = standing(main)
    made = main.select(
        key="key",
        number=company(main.charity_company_registration_number),
        name=text(main.charity_name),
        kind=kind(main),
        side=ibis.literal(str(Side.SECTOR)),
        status=status,
        status_on=(status == str(Status.ACTIVE)).ifelse(
            ibis.null("date"), day(main.date_of_removal)
        ),
        description=text(main.charity_activities),
        purposes=text(main.charitable_objects),
        registered_on=day(main.date_of_registration),
        email=email(main.charity_contact_email),
        telephone=text(main.charity_contact_phone),
        website=website(web),
        street=one_line(*(main[f"charity_contact_address{n}"] for n in range(1, 6))),
        postcode=postcode(main.charity_contact_postcode),
        address_public=ibis.literal(False),
        trustees=main.trustees,
        income=amount(main.latest_income),
        spending=amount(main.latest_expenditure),
        money_year_end=day(main.latest_acc_fin_period_end_date),
        national=main.nationwide.fill_null(False),
        raw=raw,
        fault=fault(main),
    )
    return save(made, con, job.folder / "read" / "main.parquet")


BESIDE = {"key", "charitable_objects", "trustees", "why", "nationwide"}


def beside(main: ir.Table, tables: Mapping[str, ir.Table]) -> ir.Table:
    """The main charities with what other tables say once of each."""
    for name, make, blank in (
        ("charity_governing_document", objects, {"charitable_objects": "string"}),
        ("charity_trustee", trustees, {"trustees": "int64"}),
        ("charity_event_history", removals, {"why": "string"}),
        ("charity_area_of_operation", nationwide, {"nationwide": "boolean"}),
    ):
        if name in tables:
            main = main.left_join(make(of_main(tables[name])), "key").drop("key_right")
        else:
            main = main.mutate(**{c: ibis.null(kind) for c, kind in blank.items()})
    return main


def of_main(table: ir.Table) -> ir.Table:
    """The rows about main charities, with their key."""
    rows = table.filter(table.linked_charity_number.strip() == "0")
    return rows.mutate(key=PREFIX + rows.registered_charity_number.strip())


def objects(rows: ir.Table) -> ir.Table:
    """The purposes in its governing document."""
    return rows.group_by("key").aggregate(charitable_objects=rows.charitable_objects.max())


def trustees(rows: ir.Table) -> ir.Table:
    """How many trustees."""
    return rows.group_by("key").aggregate(trustees=rows.count())


def removals(rows: ir.Table) -> ir.Table:
    """Why it was removed, and whether what it had went to another charity."""
    ended = rows.filter(rows.event_type.isin(["Removed", "Asset transfer out"]))
    went = (ended.event_type == "Asset transfer out") & stated(
        ended.assoc_registered_charity_number
    )
    why = went.ifelse("transfer", ended.reason.fill_null(""))
    # Texts sort so that the plain reason comes first; only what it contains matters.
    return (
        ended.select("key", why=why)
        .group_by("key")
        .aggregate(why=lambda t: t.why.group_concat(" ", order_by=t.why))
    )


def nationwide(rows: ir.Table) -> ir.Table:
    """Whether it says that it works throughout a country."""
    words = rows.geographic_area_description.strip().lower()
    return rows.group_by("key").aggregate(nationwide=words.isin(aliases.NATIONWIDE).any())


def kind(main: ir.Table) -> ir.StringValue:
    """What it is in law."""
    form = main.charity_type.strip().lower()
    is_company = company(main.charity_company_registration_number).notnull()
    return ibis.cases(
        ((form == "cio") | truth(main.charity_is_cio), str(Kind.CIO)),
        ((form == "charitable company") | is_company, str(Kind.CHARITABLE_COMPANY)),
        else_=str(Kind.CHARITY),
    )


def standing(main: ir.Table) -> ir.StringValue:
    """Active, removed, merged into another, or dissolved."""
    why = main.why.fill_null("")
    return ibis.cases(
        (main.charity_registration_status.strip() != "Removed", str(Status.ACTIVE)),
        (why.re_search(r"\btransfer\b") & why.re_search(MERGED), str(Status.MERGED)),
        (truth(main.cio_is_dissolved) | why.re_search(DISSOLVED), str(Status.DISSOLVED)),
        else_=str(Status.REMOVED),
    )


def take_linked(con: Backend, job: Job, keyed: ir.Table, judged: ir.Table) -> ir.Table:
    """Linked charities as ties of their main charity; one whose main is not here is set aside."""
    rows = keyed.filter(~keyed.linked_charity_number.isin(["0", ""]))
    ref = rows.key + "-" + rows.linked_charity_number
    made = rows.select(
        key="key", kind=ibis.literal(str(LinkKind.LINKED)), other_ref=ref,
        other_name=text(rows.charity_name), on=day(rows.date_of_registration),
    )  # fmt: skip
    made = save(made, con, job.folder / "read" / "linked.parquet")
    for row in con.to_pyarrow(made.anti_join(judged, "key")).to_pylist():
        job.reject_row(
            row="charity", key=row["other_ref"] or "", reason="its main charity is not here"
        )
    return made


def identifiers(judged: ir.Table, linked: ir.Table) -> ir.Table:
    """The charity's number, its company's, and those of its linked charities."""
    own = judged.select(
        key="key", scheme=ibis.literal("GB-CHC"), value=judged.key.substr(len(PREFIX))
    )
    companies = judged.filter(judged.number.notnull())
    companies = companies.select(key="key", scheme=ibis.literal("GB-COH"), value="number")
    tied = linked.select(
        key="key", scheme=ibis.literal("GB-CHC"), value=linked.other_ref.substr(len(PREFIX))
    )
    return own.union(companies).union(tied)


def names(tables: Mapping[str, ir.Table]) -> ir.Table | None:
    """Working and former names."""
    if "charity_other_names" not in tables:
        return None
    rows = of_main(tables["charity_other_names"])
    kinds = rows.charity_name_type.strip().lower().cases(
        ("working name", str(NameKind.WORKING)), ("previous name", str(NameKind.PREVIOUS)),
        else_=str(NameKind.ALSO),
    )  # fmt: skip
    return rows.select(key="key", name=text(rows.charity_name), kind=kinds)


def areas(con: Backend, job: Job, tables: Mapping[str, ir.Table]) -> ir.Table | None:
    """Where it works: the Commission's words and, where we know it, the area's code."""
    if "charity_area_of_operation" not in tables:
        return None
    rows = of_main(tables["charity_area_of_operation"])
    words = text(rows.geographic_area_description)
    alias = words.lower().re_replace(r"[.,]", " ").re_replace(r"\s+", " ").strip()
    both = rows.select("key", words=words, alias=alias).left_join(aliases.table(), "alias")
    split = both.means.fill_null("") != ""
    return both.select(
        key="key", code="code", words=split.ifelse(both.words + " (" + both.means + ")", both.words)
    )


def classes(con: Backend, job: Job, tables: Mapping[str, ir.Table]) -> ir.Table | None:
    """What it does, for whom and how, in the Commission's codes."""
    if "charity_classification" not in tables:
        return None
    rows = of_main(tables["charity_classification"])
    scheme, code = rows.classification_type.strip().lower(), rows.classification_code.strip()
    code = code.re_replace(r"\.0+$", "")
    sound = scheme.isin(["what", "who", "how"]) & code.re_search(r"^[1-9][0-9]{2}$")
    read = rows.select(
        "key", number=rows.registered_charity_number, scheme=scheme, code=code,
        sound=sound.fill_null(False), suggested=ibis.literal(False),
    )  # fmt: skip
    read = save(read, con, job.folder / "read" / "codes.parquet")
    wrong = "its code is not one of the register's"
    set_rows_aside(con, job, "charity_classification", read.filter(~read.sound), wrong)
    return read.filter("sound").drop("sound", "number")


def mergers(tables: Mapping[str, ir.Table], judged: ir.Table) -> ir.Table:
    """Which charity took over what a removed one had."""
    if "charity_event_history" not in tables:
        return ibis.memtable([], schema=ibis.schema({
            "key": "string", "kind": "string", "other_ref": "string", "other_name": "string",
            "on": "date",
        }))  # fmt: skip
    rows = of_main(tables["charity_event_history"])
    other = PREFIX + rows.assoc_registered_charity_number.strip()
    went = rows.filter(
        (rows.event_type == "Asset transfer out")
        & stated(rows.assoc_registered_charity_number)
        & (other != rows.key)
    )
    ended = judged.filter(judged.status != str(Status.ACTIVE))
    return went.semi_join(ended, "key").select(
        key="key", kind=ibis.literal(str(LinkKind.MERGED_INTO)),
        other_ref=PREFIX + went.assoc_registered_charity_number.strip(),
        other_name=text(went.assoc_charity_name), on=day(went.date_of_event),
    )  # fmt: skip
