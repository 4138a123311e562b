"""Reads Code-Point Open: files without headings, one for each postcode area."""

from __future__ import annotations

from pathlib import Path

import duckdb
import pyarrow as pa
import pyarrow.parquet as pq

from commonweal.intake.job import Unusable
from commonweal.places import engine
from commonweal.places.loading.given import set_aside
from commonweal.places.loading.loader import PostcodeLoader
from commonweal.places.loading.tables import header, readable, scan, tables_among
from commonweal.places.points import from_grid

NAMES = (
    "postcode",
    "quality",
    "easting",
    "northing",
    "country",
    "nhs_region",
    "nhs_area",
    "county",
    "district",
    "ward",
)
NO_POSITION = 90  # the publisher's mark for a postcode whose place is not known


def is_code_point(path: Path) -> bool:
    """Whether a file looks like one of the publisher's: ten columns, a postcode, no header."""
    first = header(path)
    return len(first) == len(NAMES) and first[1].isdigit() and any(c.isdigit() for c in first[0])


class CodePointLoader(PostcodeLoader):
    """Reads the headerless files, one for each postcode area."""

    source = "code-point-open"

    def read(self) -> None:
        """All the files that are Code-Point's, as one table of postcodes."""
        files = [f for f in tables_among(self.job.files) if is_code_point(f)]
        if not files:
            raise Unusable(
                "None of these files is from Code-Point Open: its files have no header and ten "
                "columns, the first a postcode and the second a number from 10 to 90."
            )
        self.con.execute(
            "CREATE TABLE raw AS SELECT '' AS file, 0 AS row, " + _blank() + " LIMIT 0"
        )
        for done, path in enumerate(files):
            self.job.say("Reading Code-Point Open", done, len(files))
            try:
                self.con.execute(
                    f"INSERT INTO raw SELECT '{path.stem[:20].replace(chr(39), '')}', "  # noqa: S608
                    f"row_number() OVER (), * FROM {scan(path, names=NAMES)}"
                )
            except duckdb.Error as error:
                raise readable(error, path) from error
        self.con.execute(TIDIED)
        set_aside(self.con, self.job)
        self._locate()

    def _locate(self) -> None:
        """Write the usable rows with latitude and longitude."""
        rows = self.con.execute("SELECT * FROM tidied WHERE reason IS NULL ORDER BY postcode")
        with pq.ParquetWriter(self.given, engine.SCHEMA) as writer:
            for batch in rows.to_arrow_reader(200_000):
                writer.write_batch(located(batch))


def located(batch: pa.RecordBatch) -> pa.RecordBatch:
    """A batch of postcodes with WGS84 positions (six decimals) where they have a grid reference."""
    east, north = (batch[c].to_numpy(zero_copy_only=False) for c in ("easting", "northing"))
    lat, long = (values.round(6) for values in from_grid(east, north))
    blank = batch["easting"].is_null().to_numpy(zero_copy_only=False)
    known = {name: batch[name] for name in batch.schema.names}
    known["latitude"] = pa.array(lat, mask=blank)
    known["longitude"] = pa.array(long, mask=blank)
    empty = pa.array([""] * len(batch), pa.string())
    columns = [
        known[f.name].cast(f.type)
        if f.name in known
        else (pa.nulls(len(batch), f.type) if f.name == "terminated" else empty)
        for f in engine.SCHEMA
    ]
    return pa.RecordBatch.from_arrays(columns, schema=engine.SCHEMA)


def _blank() -> str:
    return ", ".join(f"'' AS {n}" for n in NAMES)


TIDIED = f"""
CREATE TABLE tidied AS
WITH parts AS (
    SELECT *, upper(regexp_replace(postcode, '\\s', '', 'g')) AS squeezed FROM raw),
shaped AS (
    SELECT * REPLACE (
        CASE WHEN regexp_full_match(squeezed, '([A-Z]{{1,2}}[0-9][A-Z0-9]?|GIR)[0-9][A-Z]{{2}}')
            THEN squeezed[:-4] || ' ' || squeezed[-3:] END AS postcode,
        TRY_CAST(quality AS INTEGER) AS quality,
        TRY_CAST(easting AS INTEGER) AS easting, TRY_CAST(northing AS INTEGER) AS northing)
    FROM parts)
SELECT file || '.csv ' || row AS row, coalesce(postcode, squeezed) AS key, postcode,
    CASE WHEN quality < {NO_POSITION} AND easting > 0 THEN easting END AS easting,
    CASE WHEN quality < {NO_POSITION} AND easting > 0 THEN northing END AS northing,
    coalesce(country, '') AS country, coalesce(county, '') AS county,
    coalesce(district, '') AS district, coalesce(ward, '') AS ward,
    CASE
        WHEN postcode IS NULL THEN 'This is not a whole postcode.'
        WHEN quality IS NULL THEN 'The quality of its position is not a number.'
        WHEN quality < {NO_POSITION} AND (easting IS NULL OR northing IS NULL)
            THEN 'Its grid reference is not a number.'
        WHEN quality < {NO_POSITION} AND NOT (easting BETWEEN 0 AND 700000
            AND northing BETWEEN 0 AND 1300000) THEN 'Its grid reference lies outside Britain.'
        WHEN len(concat_ws('', country, county, district, ward)) % 9 <> 0
            THEN 'One of its area codes is not nine characters long.'
        WHEN row_number() OVER (PARTITION BY postcode ORDER BY file, row) > 1
            THEN 'The same postcode stands in the files twice.'
    END AS reason
FROM shaped
"""  # noqa: S608 - no word of it comes from outside
