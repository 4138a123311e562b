"""Postcodes as a source gives them: what cannot be used is set aside with its reason."""

from __future__ import annotations

import duckdb

from commonweal.intake.job import Job, Unusable
from commonweal.places.loading.tables import fetch

MOST_REJECTS = 0.2


def set_aside(con: duckdb.DuckDBPyConnection, job: Job) -> None:
    """Reject the rows of ``tidied`` that have a reason; refuse a file that is mostly such rows.

    :raises Unusable: when the file is empty, or more than a fifth of it cannot be used.
    """
    counted = con.execute("SELECT count(*), count(reason) FROM tidied").fetchone()
    total, bad = counted or (0, 0)
    if not total:
        raise Unusable("The file holds no postcodes.")
    if bad > MOST_REJECTS * total:
        worst = con.execute(
            "SELECT reason, row FROM tidied WHERE reason IS NOT NULL ORDER BY row LIMIT 1"
        ).fetchone()
        said = f" For example {worst[1]}: {worst[0]}" if worst else ""
        raise Unusable(f"{bad:,} of {total:,} rows cannot be used: it is the wrong file.{said}")
    for row, key, reason in fetch(
        con, "SELECT row, key, reason FROM tidied WHERE reason IS NOT NULL ORDER BY row"
    ):
        job.reject(row=row, key=key or "", reason=reason)
