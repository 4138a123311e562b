"""What the list of UKCAT says: its tags, which are then suggested for everyone here."""

from __future__ import annotations

import ibis
import ibis.expr.types as ir
from ibis.backends import BaseBackend

from commonweal.intake.job import Counts, Job, Unusable
from commonweal.intake.reading import choose_tables
from commonweal.sector.sources.columns import read_table, sort_out, text, unreadable
from commonweal.sector.sources.stating import Said, Stating
from commonweal.sector.sources.suggesting import suggest_tags
from commonweal.sector.tagging import Tag, readable

SCHEME = "ukcat"
NEEDED = (
    "Code",
    "tag",
    "Category",
    "Subcategory",
    "Level",
    "Regular expression",
    "Exclude regular expression",
)


def read(con: BaseBackend, job: Job) -> Said:
    """The list of tags. An expression the engine cannot use is noted."""
    files = choose_tables(job, r"ukcat\.csv", (".csv",))
    if len(files) != 1:
        raise Unusable("Give the one file that lists the tags (ukcat.csv).")
    table = read_table(con, files, NEEDED)
    keyed = table.mutate(key=text(table.Code), height=table.Level.strip().try_cast("int8"))
    done = sort_out(
        con,
        keyed,
        {
            "the tag has no code": keyed.key.isnull(),
            "the tag has no name": text(keyed.tag).isnull(),
            "the level is not 1, 2 or 3": ~keyed.height.isin((1, 2, 3)).fill_null(False),
        },
    )
    terms = terms_of(done.good)
    for note in readable(con, tags_in(con, terms))[1]:
        job.notes.append(f"The expression of {note.code} is {note.why}.")
    broken = unreadable(con)
    return Said(terms=terms, rejects=done.rejects if broken is None else done.rejects.union(broken))


def terms_of(table: ir.Table) -> ir.Table:
    """One row for each tag; above it is its sub-category's tag, and above that its category's."""
    ahead = table.select(
        "height", above="key", over=text(table.Category), named=text(table.tag),
    )  # fmt: skip
    first = ahead.filter(ahead.height == 1).select("above", category="over")
    second = ahead.filter(ahead.height == 2).select("above", category="over", sub="named")
    rows = table.mutate(category=text(table.Category), sub=text(table.Subcategory))
    under = rows.left_join(first, "category").rename(top="above")
    under = under.left_join(second, ["category", "sub"])
    parent = ibis.cases(
        (under.height == 1, ""),
        (under.height == 2, under.top),
        else_=ibis.coalesce(under.above, under.top),
    )
    return under.select(
        scheme=ibis.literal(SCHEME),
        code="key",
        title=text(under.tag).left(160),
        parent=parent.fill_null(""),
        expression=under["Regular expression"].fill_null(""),
        exclusion=under["Exclude regular expression"].fill_null(""),
    ).distinct(on="code")


def tags_in(con: BaseBackend, terms: ir.Table) -> list[Tag]:
    """The tags of a table of terms."""
    rows = con.to_pyarrow(terms.select("code", "parent", "expression", "exclusion")).to_pylist()
    return [Tag(**row) for row in rows]


class Tagging(Stating):
    """Keeps the list of tags, then suggests them anew for every organisation here."""

    def apply(self) -> Counts:
        """Tags whose expression changed may apply to others than before."""
        counts = super().apply()
        counts.tables["organisations tagged"] = suggest_tags(say=self.job.say)
        return counts


def loader(job: Job) -> Tagging:
    """The loader of one run."""
    return Tagging(job, read)
