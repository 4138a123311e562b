"""What the postcodes become: given rows laid over known ones, and blanks filled from the areas."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import duckdb
import pyarrow as pa

from commonweal.intake.job import Counts, Job
from commonweal.places import engine
from commonweal.places.bulk import upsert
from commonweal.places.choices import Kind
from commonweal.places.loading.book import Book
from commonweal.places.loading.tables import closed_engine, fetch, text
from commonweal.places.models import Postcode

# Whose word on a postcode counts more: the lower number.
RANKS = {"onspd": 1, "code-point-open": 2}
# The kinds that are found by the outline a postcode lies in.
BY_OUTLINE = (Kind.DISTRICT, Kind.WARD, Kind.MSOA, Kind.LSOA, Kind.LSOA11)
# Those of them that lie within one district.
WITHIN = (Kind.WARD, Kind.MSOA, Kind.LSOA)
BY_PARENT = ("county", "region", "country")
POINTS_AT_ONCE = 200_000


@dataclass
class PostcodePlan:
    """The postcodes that have to be written, in a file; and how many of each sort.

    ``given`` counts the file's own; ``filled`` those that only gained what was blank; ``gone``
    those that the file no longer has, in the postcode areas (letters) that it covers.
    """

    path: Path
    created: int = 0
    updated: int = 0
    unchanged: int = 0
    filled: int = 0
    gone: int = 0
    known: int = 0

    @property
    def empty(self) -> bool:
        """Whether nothing has to be written."""
        return not (self.created or self.updated or self.filled or self.gone)

    def count(self, counts: Counts) -> None:
        """Add what is planned to a report of postcodes."""
        counts.created, counts.updated = self.created, self.updated
        counts.unchanged, counts.gone = self.unchanged, self.gone

    def write(self) -> int:
        """Write them; how many."""
        return 0 if self.empty else upsert(Postcode, engine.COLUMNS, ("postcode",), self._rows())

    def _rows(self) -> Iterator[tuple[Any, ...]]:
        with closed_engine(self.path.parent, memory="300MB", threads=1) as con:
            dated = ", ".join(
                "CAST(terminated AS VARCHAR)" if c == "terminated" else c for c in engine.COLUMNS
            )
            yield from fetch(con, f"SELECT {dated} FROM {text(self.path)}")  # noqa: S608


class Postcodes:
    """Works out a plan on the data engine. ``given`` is a Parquet file, or nothing to lay over."""

    def __init__(
        self, con: duckdb.DuckDBPyConnection, job: Job, book: Book, given: Path | None = None
    ) -> None:
        self.con, self.job, self.book, self.given = con, job, book, given
        self.merged = job.folder / "postcodes-merged.parquet"
        self.result = job.folder / "postcodes-changed.parquet"

    def plan(self) -> PostcodePlan:
        """Merge, fill, and keep only what differs from what is known."""
        self.con.execute(f"CREATE OR REPLACE VIEW old AS FROM {text(engine.kept())}")
        self._merge()
        for kind in BY_OUTLINE:
            self._find(kind)
        self._homes()
        self._parents()
        self._changes()
        return self._counted()

    def _merge(self) -> None:
        """Lay the given rows over the known ones. Rows of a better source keep what they say."""
        given = f"FROM {text(self.given)}" if self.given else "FROM old LIMIT 0"
        self.con.execute(f"CREATE OR REPLACE VIEW given AS {given}")
        columns = ", ".join(f"{self._merged(c)} AS {c}" for c in engine.COLUMNS)
        rank = RANKS.get(self.book.source, 9)
        ranks = " ".join(f"WHEN '{s}' THEN {r}" for s, r in RANKS.items())
        today = dt.date.isoformat(self.job.now.date())
        self.con.execute(
            f"""COPY (
            WITH covered AS (SELECT DISTINCT regexp_extract(postcode, '^[A-Z]+') AS l FROM given),
            paired AS (
                SELECT g.postcode IS NOT NULL AS is_given,
                    g.postcode IS NOT NULL
                        AND {rank} <= coalesce(CASE o.source {ranks} END, 9) AS wins,
                    o.source = '{self.book.source}' AND g.postcode IS NULL
                        AND o.terminated IS NULL
                        AND regexp_extract(o.postcode, '^[A-Z]+') IN (SELECT l FROM covered)
                        AS is_gone,
                    o, g
                FROM old o FULL OUTER JOIN given g ON g.postcode = o.postcode)
            SELECT {columns}, is_given, is_gone,
                CASE WHEN is_gone THEN DATE '{today}'
                     WHEN wins THEN g.terminated ELSE o.terminated END AS ended
            FROM paired) TO {text(self.merged)} (FORMAT parquet)"""  # noqa: S608
        )

    def _merged(self, column: str) -> str:
        """The engine's words for what one column becomes."""
        if column == "postcode":
            return "coalesce(g.postcode, o.postcode)"
        if column == "source":
            return f"CASE WHEN wins THEN '{self.book.source}' ELSE coalesce(o.source, '') END"
        blank = "" if column not in engine.CODES else ", ''"
        new, old = (f"nullif({x}.{column}{blank})" if blank else f"{x}.{column}" for x in "go")
        if column in BY_OUTLINE:
            # A postcode that has moved forgets the areas that were found by its old position.
            moved = "wins AND g.easting IS NOT NULL AND o.easting IS DISTINCT FROM g.easting"
            old = f"CASE WHEN {moved} THEN NULL ELSE {old} END"
        first, then = f"coalesce({new}, {old}{blank})", f"coalesce({old}, {new}{blank})"
        return f"CASE WHEN wins THEN {first} ELSE {then} END"

    def _find(self, kind: Kind) -> None:
        """Find the area of this kind for postcodes that have a position and lack the code."""
        self.con.execute(f"CREATE OR REPLACE TABLE by_{kind} (postcode VARCHAR, code VARCHAR)")
        blank = (
            f"FROM {text(self.merged)} WHERE {kind} = '' AND latitude IS NOT NULL "
            "AND longitude IS NOT NULL"
        )
        count = self.con.execute(f"SELECT count(*) {blank}").fetchone()
        if not count or not count[0]:
            return
        outlines = self.book.outlines(kind)
        if not outlines.codes:
            return
        west, south, east, north = (float(b) for b in outlines.bounds())
        query = (
            f"SELECT postcode, latitude, longitude {blank} AND longitude BETWEEN {west} AND {east} "
            f"AND latitude BETWEEN {south} AND {north}"
        )
        for done, batch in enumerate(self.con.execute(query).to_arrow_reader(POINTS_AT_ONCE)):
            self.job.say(f"Finding each postcode's {kind.label}", done * POINTS_AT_ONCE, count[0])
            self._keep(kind, batch, outlines)

    def _keep(self, kind: Kind, batch: pa.RecordBatch, outlines: Any) -> None:
        found = outlines.areas_of(batch["latitude"].to_numpy(), batch["longitude"].to_numpy())
        rows = pa.table({"postcode": batch["postcode"], "code": pa.array(found, pa.string())})
        with self.con.cursor() as other:
            other.register("rows", rows)
            other.execute(f"INSERT INTO by_{kind} SELECT * FROM rows WHERE code <> ''")  # noqa: S608
            other.unregister("rows")

    def _homes(self) -> None:
        """Say for each small area which district it lies in, where that is known.

        A postcode just outside everything that is drawn is near an area of another district: it
        does not get that one.
        """
        found = {(k, c): district_of(self.book, k, c) for k, c in self.book.now if k in WITHIN}
        rows = [(str(k), c, d) for (k, c), d in found.items() if d]
        self.con.execute(
            "CREATE OR REPLACE TABLE homes (kind VARCHAR, code VARCHAR, district VARCHAR)"
        )
        if rows:
            columns = zip(("kind", "code", "district"), zip(*rows, strict=True), strict=True)
            self.con.register("home_rows", pa.table(dict(columns)))
            self.con.execute("INSERT INTO homes SELECT * FROM home_rows")
        for kind in WITHIN:
            self.con.execute(
                f"""DELETE FROM by_{kind} WHERE postcode IN (
                SELECT b.postcode FROM by_{kind} b JOIN homes h ON h.code = b.code
                    AND h.kind = '{kind}' JOIN {text(self.merged)} m ON m.postcode = b.postcode
                WHERE m.district <> '' AND m.district <> h.district)"""  # noqa: S608
            )

    def _parents(self) -> None:
        """Say for each district which county, region and country it lies in."""
        rows = []
        for code in {c for k, c in self.book.now if k == Kind.DISTRICT}:
            above = ancestors(self.book, code)
            rows.append((code, *(above.get(kind, "") for kind in BY_PARENT)))
        names = ", ".join(f"{c} VARCHAR" for c in ("district", *BY_PARENT))
        self.con.execute(f"CREATE OR REPLACE TABLE chain ({names})")
        if rows:
            table = pa.table(
                dict(zip(("district", *BY_PARENT), zip(*rows, strict=True), strict=True))
            )
            self.con.register("chain_rows", table)
            self.con.execute("INSERT INTO chain SELECT * FROM chain_rows")

    def _changes(self) -> None:
        """Keep the rows that are new or differ."""
        columns = []
        for c in engine.COLUMNS:
            if c == "terminated":
                columns.append("m.ended AS terminated")
            elif c in BY_OUTLINE:
                columns.append(f"coalesce(nullif(m.{c}, ''), by_{c}.code, '') AS {c}")
            elif c in BY_PARENT:
                columns.append(f"coalesce(nullif(m.{c}, ''), chain.{c}, '') AS {c}")
            else:
                columns.append(f"m.{c} AS {c}")
        joins = " ".join(f"LEFT JOIN by_{k} ON by_{k}.postcode = m.postcode" for k in BY_OUTLINE)
        differs = " OR ".join(
            f"f.{c} IS DISTINCT FROM o.{c}" for c in engine.COLUMNS if c != "postcode"
        )
        self.con.execute(
            f"""COPY (
            WITH f AS (SELECT {", ".join(columns)}, m.is_given, m.is_gone
                FROM {text(self.merged)} m {joins}
                LEFT JOIN chain ON chain.district
                    = coalesce(nullif(m.district, ''), by_district.code, ''))
            SELECT f.*, o.postcode IS NULL AS is_new
            FROM f LEFT JOIN old o ON o.postcode = f.postcode
            WHERE o.postcode IS NULL OR {differs}
            ORDER BY f.postcode) TO {text(self.result)} (FORMAT parquet)"""  # noqa: S608
        )
        self.merged.unlink()

    def _counted(self) -> PostcodePlan:
        created, updated, filled, gone = self._one(
            f"""SELECT count(*) FILTER (is_given AND is_new),
                count(*) FILTER (is_given AND NOT is_new),
                count(*) FILTER (NOT is_given AND NOT is_gone), count(*) FILTER (is_gone)
            FROM {text(self.result)}"""  # noqa: S608
        )
        (given,) = self._one("SELECT count(*) FROM given")
        (known,) = self._one(
            f"SELECT count(*) FROM old WHERE source = '{self.book.source}' AND terminated IS NULL"  # noqa: S608
        )
        unchanged = given - created - updated
        return PostcodePlan(self.result, created, updated, unchanged, filled, gone, known)

    def _one(self, query: str) -> tuple[int, ...]:
        row = self.con.execute(query).fetchone()
        return tuple(row or ())


def ancestors(book: Book, district: str) -> dict[str, str]:
    """The areas above a district, by kind: its county, region and country where they are known."""
    above: dict[str, str] = {}
    code = book.now[Kind.DISTRICT, district].parent
    while code and code not in above.values():
        kind = next(
            (k for k in (Kind.COUNTY, Kind.REGION, Kind.COUNTRY) if (k, code) in book.now), ""
        )
        if not kind:
            break
        above[kind] = code
        code = book.now[kind, code].parent
    return above


def district_of(book: Book, kind: str, code: str) -> str:
    """The district that an area lies in, through the areas above it; "" where that is not known."""
    seen: set[str] = set()
    while code and code not in seen:
        if (Kind.DISTRICT, code) in book.now:
            return code
        seen.add(code)
        above = next((k for k in (kind, Kind.WARD, Kind.MSOA) if (k, code) in book.now), "")
        code = book.now[above, code].parent if above else ""
        kind = ""
    return ""
