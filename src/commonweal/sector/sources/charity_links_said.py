"""What tables of two numbers say: which numbers name one body."""

from __future__ import annotations

from pathlib import Path

import ibis
import ibis.expr.types as ir
from ibis.backends import BaseBackend

from commonweal.intake.job import Job, Unusable
from commonweal.intake.reading import choose_tables
from commonweal.sector.identifiers import RULES, normalise, parse
from commonweal.sector.sources.columns import held, read_table, unreadable
from commonweal.sector.sources.stating import Said, Stating

# The two columns that hold the numbers, and what a bare number in each is.
HEADINGS: dict[tuple[str, str], tuple[str, str]] = {
    ("charity_number", "company_number"): ("GB-CHC", "GB-COH"),
    ("org_id_a", "org_id_b"): ("", ""),
    ("mutual_id", "company_id"): ("GB-MPR", "GB-COH"),
    ("E&W Charity Number", "Scottish Charity Number"): ("GB-CHC", "GB-SC"),
    ("casc_orgid", "ch_orgid"): ("GB-CASC", "GB-COH"),
}
# The scheme of the left end, where both could stand there.
ORDER = {scheme: place for place, scheme in enumerate(RULES)}


def read(con: BaseBackend, job: Job) -> Said:
    """Every pair in every file whose headings are known; other files are named and left."""
    read = [pairs_of(con, file, job) for file in choose_tables(job, r".*\.csv")]
    tables = [found for found in read if found is not None]
    if not tables:
        names = ", ".join(f.name for f in job.files[:4])
        raise Unusable(f"No file here has two columns of numbers that we know: {names}.")
    every = ibis.union(*tables) if len(tables) > 1 else tables[0]
    judged = held(con, every.mutate(reason=fault(every)))
    bad = judged.filter(judged.reason.notnull())
    rejects = bad.select("row", key=bad.said, reason=bad.reason)
    broken = unreadable(con)
    good = judged.filter(judged.reason.isnull()).select("left", "right").distinct()
    return Said(pairs=good, rejects=rejects if broken is None else rejects.union(broken))


def pairs_of(con: BaseBackend, file: Path, job: Job) -> ir.Table | None:
    """The pairs of one file, or nothing if it is another kind of file."""
    if file.suffix.lower() not in {".csv", ".txt"}:
        return None
    table = read_table(con, [file], ())
    for columns, schemes in HEADINGS.items():
        if set(columns) <= set(table.columns):
            return tidied(con, table.select("row", a=columns[0], b=columns[1]), schemes)
    job.notes.append(f"{file.name} was left: its headings are none we know.")
    return None


def tidied(con: BaseBackend, table: ir.Table, schemes: tuple[str, str]) -> ir.Table:
    """Each pair as two org-ids, the charity's first; null for a number that is none."""
    read = con.to_pyarrow(table)
    rows = []
    for row, a, b in zip(*(read[c].to_pylist() for c in ("row", "a", "b")), strict=True):
        ends = sorted(filter(None, (ref(a, schemes[0]), ref(b, schemes[1]))), key=place)
        left, right = ends if len(ends) == 2 else (None, None)
        rows.append({"row": str(row), "said": f"{a}, {b}", "left": left, "right": right})
    schema = {"row": "string", "said": "string", "left": "string", "right": "string"}
    return ibis.memtable(rows, schema=schema)


def ref(number: str | None, scheme: str) -> str | None:
    """The number as an org-id, whether it says its scheme or not. A Scottish one says so itself."""
    text = (number or "").strip()
    if text.upper().startswith("SC") and scheme == "GB-CHC":
        scheme = "GB-SC"
    known = parse(text) or ((scheme, normalise(scheme, text)) if scheme else None)
    return f"{known[0]}-{known[1]}" if known and known[1] else None


def place(org_id: str) -> tuple[int, str]:
    """Where an org-id stands in the order of schemes."""
    return next((n for scheme, n in ORDER.items() if org_id.startswith(scheme)), 99), org_id


def fault(table: ir.Table) -> ir.StringValue:
    """Why a pair cannot be used, or null."""
    return ibis.cases(
        (table.left.isnull(), "one of the two is not a number of its register"),
        (table.left == table.right, "both are the same number"),
    )


def loader(job: Job) -> Stating:
    """The loader of one run."""
    return Stating(job, read)
