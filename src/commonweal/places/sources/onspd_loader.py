"""Reads the ONS Postcode Directory."""

from __future__ import annotations

import re
from pathlib import Path

import duckdb

from commonweal.intake.job import Unusable
from commonweal.places import engine
from commonweal.places.loading.given import set_aside
from commonweal.places.loading.loader import PostcodeLoader
from commonweal.places.loading.tables import header, need, readable, scan, tables_among, text

# How each edition has named what we keep: "osward" (ONSPD), "ward" (NSPL), "wd25cd" (since 2025).
COLUMNS = {
    "postcode": r"pcds|pcd|pcd2|pcd7|pcd8",
    "ended": r"doterm",
    "begun": r"dointr",
    "easting": r"oseast1m|east1m",
    "northing": r"osnrth1m|north1m",
    "latitude": r"lat",
    "longitude": r"long",
    "country": r"ctry(\d\dcd)?",
    "region": r"rgn(\d\dcd)?|gor",
    "county": r"(os)?cty(\d\dcd)?",
    "district": r"(os)?laua|lad\d\dcd",
    "division": r"ced(\d\dcd)?",
    "ward": r"(os)?ward|wd\d\dcd",
    "constituency": r"pcon(\d\dcd)?",
    "lsoa": r"lsoa21(cd)?",
    "msoa": r"msoa21(cd)?",
    "lsoa11": r"lsoa11(cd)?",
}
NEEDED = {
    "the postcode": "postcode",
    "the month it ended (doterm)": "ended",
    "its latitude (lat)": "latitude",
    "its longitude (long)": "longitude",
    "its district (laua)": "district",
}


def found(names: list[str]) -> dict[str, str]:
    """For each thing we keep, the column that holds it in this edition; "" where there is none."""
    chosen: dict[str, str] = {}
    for thing, pattern in COLUMNS.items():
        hits = [n for n in names if re.fullmatch(pattern, n, re.IGNORECASE)]
        order = pattern.split("|")
        hits.sort(key=lambda n: (order.index(n.lower()) if n.lower() in order else 0, n))
        chosen[thing] = hits[0] if hits else ""
    return chosen


def is_directory(path: Path) -> bool:
    """Whether a table's header is that of a postcode directory."""
    columns = found(header(path))
    return bool(columns["postcode"] and (columns["ended"] or columns["easting"]))


class OnspdLoader(PostcodeLoader):
    """Reads one edition, as one file or one file for each postcode area."""

    source = "onspd"

    def read(self) -> None:
        """All the files that are the directory's, as one table of postcodes."""
        files = [f for f in tables_among(self.job.files) if is_directory(f)]
        # The published zip holds everything twice: whole, and cut up in the folder multi_csv.
        files = [f for f in files if "multi_csv" not in f.parts] or files
        if not files:
            raise Unusable(
                "None of these files is a postcode directory: its first line names columns such as "
                "pcds, doterm, lat, long and laua."
            )
        for done, path in enumerate(files):
            self.job.say("Reading the postcode directory", done, len(files))
            self._add(path, first=not done)
        self.con.execute(TIDIED)
        set_aside(self.con, self.job)
        columns = ", ".join(_written(c) for c in engine.COLUMNS)
        self.con.execute(
            f"COPY (SELECT {columns} FROM tidied WHERE reason IS NULL ORDER BY postcode) "  # noqa: S608
            f"TO {text(self.given)} (FORMAT parquet)"
        )

    def _add(self, path: Path, *, first: bool) -> None:
        columns = found(header(path))
        need({said: columns[thing] for said, thing in NEEDED.items()}, path)
        chosen = ", ".join(
            (f'"{column}"' if column else "NULL::VARCHAR") + f" AS {thing}"
            for thing, column in columns.items()
        )
        create = "CREATE TABLE raw AS" if first else "INSERT INTO raw"
        name = path.name.replace("'", "")
        try:
            self.con.execute(
                f"{create} SELECT '{name}' AS file, row_number() OVER () AS row, {chosen} "  # noqa: S608
                f"FROM {scan(path)}"
            )
        except duckdb.Error as error:
            raise readable(error, path) from error


def _written(column: str) -> str:
    """One column of the staged file."""
    types = {
        "latitude": "DOUBLE",
        "longitude": "DOUBLE",
        "easting": "INTEGER",
        "northing": "INTEGER",
    }
    if column == "source":
        return "'' AS source"
    return f"{column}::{types[column]} AS {column}" if column in types else column


def _code(column: str) -> str:
    """A GSS code; the publisher's codes for "none of these" (E99999999) become blank."""
    return (
        f"CASE WHEN regexp_full_match({column}, '[A-Z][0-9]{{8}}') "
        f"AND {column} NOT LIKE '_99999999' THEN {column} ELSE '' END AS {column}"
    )


CODES = ",\n    ".join(_code(c) for c in engine.CODES)
TIDIED = f"""
CREATE TABLE tidied AS
WITH parts AS (
    SELECT *, upper(regexp_replace(postcode, '\\s', '', 'g')) AS squeezed FROM raw),
shaped AS (
    SELECT * REPLACE (
        CASE WHEN regexp_full_match(squeezed, '([A-Z]{{1,2}}[0-9][A-Z0-9]?|GIR)[0-9][A-Z]{{2}}')
            THEN squeezed[:-4] || ' ' || squeezed[-3:] END AS postcode,
        round(TRY_CAST(latitude AS DOUBLE), 6) AS latitude,
        round(TRY_CAST(longitude AS DOUBLE), 6) AS longitude,
        TRY_CAST(easting AS INTEGER) AS easting, TRY_CAST(northing AS INTEGER) AS northing),
        latitude AS said_latitude, longitude AS said_longitude,
        TRY_CAST(TRY_STRPTIME(ended, '%Y%m') AS DATE) AS terminated
    FROM parts),
placed AS (SELECT *, latitude IS NOT NULL AND latitude < 99 AS is_placed FROM shaped)
SELECT file || ' ' || row AS row, coalesce(postcode, squeezed) AS key, postcode, terminated,
    CASE WHEN is_placed THEN latitude END AS latitude,
    CASE WHEN is_placed THEN longitude END AS longitude,
    CASE WHEN is_placed THEN easting END AS easting,
    CASE WHEN is_placed THEN northing END AS northing,
    {CODES},
    CASE
        WHEN postcode IS NULL THEN 'This is not a whole postcode.'
        WHEN ended <> '' AND terminated IS NULL
            THEN 'The month in which it ended (' || ended || ') is no month.'
        WHEN ended <> '' AND begun > ended THEN 'It ended (' || ended || ') before it began.'
        WHEN said_latitude <> '' AND (latitude IS NULL OR longitude IS NULL)
            THEN 'Its position is not a number.'
        WHEN is_placed AND NOT (latitude BETWEEN 49 AND 61.5 AND longitude BETWEEN -9 AND 2.5)
            THEN 'Its position lies outside the United Kingdom.'
        WHEN row_number() OVER (PARTITION BY postcode ORDER BY file, row) > 1
            THEN 'The same postcode stands in the files twice.'
    END AS reason
FROM placed
"""  # noqa: S608 - no word of it comes from outside
