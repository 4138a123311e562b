"""Postcodes as the data engine sees them: a Parquet file kept beside the database."""

from __future__ import annotations

import hashlib
import os
from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pyarrow as pa
import pyarrow.parquet as pq
from django.conf import settings
from django.db.models import Count, Max, Min, Sum
from django.db.models.functions import Length

from commonweal.places.bulk import batches
from commonweal.places.models import Postcode

if TYPE_CHECKING:
    import ibis

CODES = (
    "country",
    "region",
    "county",
    "district",
    "division",
    "ward",
    "msoa",
    "lsoa",
    "lsoa11",
    "constituency",
)
SCHEMA = pa.schema(
    [
        pa.field("postcode", pa.string()),
        pa.field("latitude", pa.float64()),
        pa.field("longitude", pa.float64()),
        pa.field("easting", pa.int32()),
        pa.field("northing", pa.int32()),
        pa.field("terminated", pa.date32()),
        *(pa.field(code, pa.string()) for code in CODES),
        pa.field("source", pa.string()),
    ]
)
COLUMNS = tuple(SCHEMA.names)


def postcodes(con: ibis.BaseBackend) -> ibis.Table:
    """Every postcode there is, terminated ones too, as a table on this engine.

    Columns are those of ``models.Postcode``; a code that is not known is ``""``.
    """
    table: ibis.Table = con.read_parquet(str(kept()))
    return table


def kept() -> Path:
    """The Parquet file of all postcodes, written anew when the database has moved on."""
    folder = Path(settings.HOME) / "cache"
    folder.mkdir(parents=True, exist_ok=True)
    path = folder / f"postcodes-{stamp()}.parquet"
    if not path.exists():
        write(path)
        forget(folder)
    return path


def forget(folder: Path) -> None:
    """Remove all but the two newest files: another process may still be reading one."""
    files = sorted(folder.glob("postcodes-*.parquet"), key=lambda f: f.stat().st_mtime)
    for old in files[:-2]:
        old.unlink(missing_ok=True)


def stamp() -> str:
    """A mark that changes when postcodes do: counts and sums over the whole table."""
    lengths = {f"length_{code}": Sum(Length(code)) for code in CODES}
    sums: dict[str, Any] = Postcode.objects.aggregate(
        rows=Count("pk"),
        first=Min("pk"),
        last=Max("pk"),
        ended=Count("terminated"),
        norths=Sum("latitude"),
        easts=Sum("longitude"),
        last_ward=Max("ward"),
        **lengths,
    )
    steady = {k: round(v, 3) if isinstance(v, float) else v for k, v in sums.items()}
    return hashlib.sha256(repr(sorted(steady.items())).encode()).hexdigest()[:20]


def write(path: Path) -> None:
    """Write every postcode to a Parquet file, a batch at a time; whole or not at all."""
    part = path.with_suffix(f".{os.getpid()}.part")
    with pq.ParquetWriter(part, SCHEMA) as writer:
        for batch in batches(_rows(), 50_000):
            columns = list(zip(*batch, strict=True))
            arrays = [pa.array(c, f.type) for c, f in zip(columns, SCHEMA, strict=True)]
            writer.write_batch(pa.RecordBatch.from_arrays(arrays, schema=SCHEMA))
    part.replace(path)


def _rows() -> Iterator[tuple[Any, ...]]:
    return Postcode.objects.order_by("pk").values_list(*COLUMNS).iterator(chunk_size=50_000)
