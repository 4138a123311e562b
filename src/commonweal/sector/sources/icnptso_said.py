"""What the files of ICNP/TSO say: the codes, and those given to organisations."""

from __future__ import annotations

import ibis
import ibis.expr.types as ir
from ibis.backends import BaseBackend

from commonweal.intake.job import Job, Unusable
from commonweal.intake.reading import choose_tables
from commonweal.sector.sources.columns import read_table, text, unreadable
from commonweal.sector.sources.stating import Said, Stating

SCHEME = "icnptso"
PUBLISHED = r"(.*icnptso.*|manual_adjustments)\.csv"
LIST = ("Section", "Group", "Sub-group", "Title")
GIVEN = ("org_id", "icnptso_code")
BY_HAND = ("org_id", "ICNPTSO")
CODE = r"^[A-L](\d\d)?$"


def read(con: BaseBackend, job: Job) -> Said:
    """The list of codes, codes given to organisations, or both."""
    terms, given, rejects = [], [], []
    for file in choose_tables(job, PUBLISHED, (".csv",)):
        table = read_table(con, [file], ())
        if set(LIST) <= set(table.columns):
            terms.append(terms_of(table))
        elif set(GIVEN) <= set(table.columns) or set(BY_HAND) <= set(table.columns):
            codes = codes_of(table)
            given.append(codes.filter(codes.reason.isnull()))
            rejects.append(rejects_of(codes))
    if not terms and not given:
        raise Unusable("No file here lists ICNP/TSO codes, or gives them to organisations.")
    broken = unreadable(con)
    return Said(
        terms=terms[0] if terms else None,
        codes=surest(ibis.union(*given) if len(given) > 1 else given[0]) if given else None,
        rejects=joined([*rejects, *([] if broken is None else [broken])]),
    )


def terms_of(table: ir.Table) -> ir.Table:
    """One row for each section, group and sub-group."""
    section, group, below = (text(table[c]) for c in LIST[:3])
    parent = ibis.cases((below.notnull(), group), (group.notnull(), section), else_="")
    return table.select(
        scheme=ibis.literal(SCHEME),
        code=ibis.coalesce(below, group, section),
        title=text(table.Title).left(160),
        parent=parent,
        expression=ibis.literal(""),
        exclusion=ibis.literal(""),
    ).filter(lambda t: t.code.notnull() & t.title.notnull())


def codes_of(table: ir.Table) -> ir.Table:
    """The code of each organisation, whether a program suggests it, and why it cannot be used."""
    by_hand = "ICNPTSO" in table.columns
    has = table.columns
    source = (
        text(table.icnptso_code_source) if "icnptso_code_source" in has else ibis.null("string")
    )
    sure = table["icnptso_code_probability"] if "icnptso_code_probability" in has else None
    share = ibis.null("float64") if sure is None else sure.try_cast("float64")
    given = table.mutate(
        ref=text(table.org_id),
        code=text(table["ICNPTSO" if by_hand else "icnptso_code"]),
        suggested=ibis.literal(not by_hand) & (source.fill_null("ml") != "manual"),
        confidence=share,
    )
    given = given.filter(given.code.notnull())
    return given.select(
        "row",
        "ref",
        "code",
        "suggested",
        "confidence",
        scheme=ibis.literal(SCHEME),
        reason=fault(given),
    )


def fault(table: ir.Table) -> ir.StringValue:
    """Why a code cannot be used, or null."""
    return ibis.cases(
        (~table.ref.re_search(r"^GB-[A-Z]+-\w+").fill_null(False), "the organisation is no org-id"),
        (~table.code.re_search(CODE), "the code is not one of ICNP/TSO"),
        (
            (table.confidence.fill_null(0.5) < 0) | (table.confidence.fill_null(0.5) > 1),
            "the probability is not between nought and one",
        ),
    )


def rejects_of(codes: ir.Table) -> ir.Table:
    """Those that cannot be used."""
    bad = codes.filter(codes.reason.notnull())
    return bad.select(row=bad.row.cast("string"), key=bad.ref, reason=bad.reason)


def surest(codes: ir.Table) -> ir.Table:
    """One code for each organisation: given by hand, else the one most probable."""
    rank = ibis.row_number().over(
        group_by=codes.ref,
        order_by=[codes.suggested, ibis.desc(codes.confidence.fill_null(0)), codes.code],
    )
    best = codes.mutate(rank=rank).filter(lambda t: t.rank == 0)
    return best.select("ref", "scheme", "code", "suggested", "confidence")


def joined(tables: list[ir.Table]) -> ir.Table | None:
    """Several tables as one, or nothing."""
    return None if not tables else tables[0] if len(tables) == 1 else ibis.union(*tables)


def loader(job: Job) -> Stating:
    """The loader of one run."""
    return Stating(job, read)
