"""Postcodes of a whole country brought in; and which area each of many points lies in."""

from __future__ import annotations

import random
import resource
import tempfile
import time
from pathlib import Path

import duckdb
import numpy as np
import shapely

from benchmarks.common import Result

NATIONAL = 1_700_000
SAMPLE = 5_000
COLUMNS = 10


def write_code_point(path: Path, rows: int) -> None:
    """Invented postcodes in Code-Point Open's own format: half with a space, half without."""
    letters = "ABDEFGHJLNPQRSTUWXYZ"
    with path.open("w", encoding="ascii") as handle:
        for n in range(rows):
            a, b = letters[n % 20], letters[n // 20 % 20]
            c, d = letters[n // 400 % 20], letters[n // 8_000 % 20]
            gap = " " if n % 2 else ""
            outward = f"{c}{d}{n // 160_000 % 10}{n // 1_600_000}"
            handle.write(
                f'"{outward}{gap}{n % 10}{a}{b}",10,{400_000 + n % 200_000},'
                f'{200_000 + n // 9 % 200_000},"E92000001","E19000001","E18000006","E10000020",'
                f'"E07000148","E05{n % 9_000:06d}"\n'
            )


def bring_in(path: Path) -> float:
    """Seconds to bring one file in through the import, into an empty database or a full one."""
    from commonweal.core.actors import Operator
    from commonweal.intake.actions import import_file

    began = time.perf_counter()
    run = import_file(by=Operator(), source="code-point-open", path=path)
    if run.problem or run.rejected:
        raise RuntimeError(f"{run.problem} {run.rejected} rejected")
    return time.perf_counter() - began


def scan(path: Path) -> float:
    """Seconds in which the bare engine reads the same columns."""
    began = time.perf_counter()
    with duckdb.connect(config={"threads": 2}) as con:
        columns = ", ".join(f"count(distinct column{n})" for n in range(COLUMNS))
        con.execute(f"SELECT {columns} FROM read_csv('{path}', header=false, all_varchar=true)")
    return time.perf_counter() - began


def row_by_row(path: Path, rows: int) -> float:
    """Seconds for a sample in the usual way: read a row, look it up, save it."""
    import csv

    from django.db import transaction
    from pyproj import Transformer

    from commonweal.core.actions import door
    from commonweal.places.models import Postcode

    to_wgs84 = Transformer.from_crs("EPSG:27700", "EPSG:4326", always_xy=True)
    began = time.perf_counter()
    with path.open(encoding="ascii") as handle, transaction.atomic(), door("benchmark"):
        for n, row in enumerate(csv.reader(handle)):
            if n == rows:
                break
            longitude, latitude = to_wgs84.transform(float(row[2]), float(row[3]))
            Postcode.objects.update_or_create(
                postcode=f"ROW {n}", defaults={"latitude": latitude, "longitude": longitude}
            )
        taken = time.perf_counter() - began
        Postcode.objects.filter(postcode__startswith="ROW ").delete()
    return taken


def import_results(quick: bool) -> list[Result]:
    """A country's postcodes: new, and again with one in a hundred changed."""
    rows = NATIONAL // 20 if quick else NATIONAL
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "gb.csv"
        write_code_point(path, rows)
        usual = row_by_row(path, SAMPLE) * rows / SAMPLE
        bare = scan(path)
        first = bring_in(path)
        lines = path.read_text(encoding="ascii").splitlines()
        for n in range(0, rows, 100):
            lines[n] = lines[n].replace('"E05', '"E06')
        path.write_text("\n".join(lines) + "\n", encoding="ascii")
        again = bring_in(path)
    held = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    return [
        Result(
            f"bring in {rows:,} postcodes", first, bare, usual,
            goal="10x the row loop, under 1.5 GB", met=usual >= 10 * first and held < 1500,
            note=f"peak {held:,.0f} MB; the row loop is reckoned from {SAMPLE:,} rows",
        ),
        Result(
            "the same with 1 % changed", again, bare, first,
            goal="faster than the first time", met=again < first,
        ),
    ]  # fmt: skip


def inside_results(quick: bool) -> list[Result]:
    """Points against 35,000 small areas, beside the bare tree and a loop over boxes."""
    from commonweal.places.inside import Outlines

    side, count = 187, (100_000 if quick else 1_000_000)
    squares = [shapely.box(x, y, x + 1, y + 1) for x in range(side) for y in range(side)]
    codes = [f"E01{n:06d}" for n in range(len(squares))]
    drawn = [shapely.transform(s.segmentize(0.1), lambda c: c / 100) for s in squares]
    chance = random.Random(7)
    xs = np.array([chance.uniform(0, side) / 100 for _ in range(count)])
    ys = np.array([chance.uniform(0, side) / 100 for _ in range(count)])
    outlines = Outlines.of(codes, drawn)
    began = time.perf_counter()
    outlines.areas_of(ys, xs)
    ours = time.perf_counter() - began
    tree = shapely.STRtree(drawn)
    began = time.perf_counter()
    tree.query(shapely.points(xs, ys), predicate="intersects")
    bare = time.perf_counter() - began
    began = time.perf_counter()
    for x, y in list(zip(xs.tolist(), ys.tolist(), strict=True))[:300]:
        point = shapely.Point(x, y)
        next((c for c, d in zip(codes, drawn, strict=True) if d.intersects(point)), "")
    loop = (time.perf_counter() - began) * count / 300
    return [
        Result(
            f"areas of {count:,} points among {len(codes):,}", ours, bare, loop,
            goal="within 3x of the bare tree", met=ours <= 3 * bare,
            note="the loop over all areas is reckoned from 300 points",
        )
    ]  # fmt: skip


def run(quick: bool = False) -> list[Result]:
    """Both."""
    from django.core.management import call_command

    call_command("migrate", verbosity=0)
    return [*inside_results(quick), *import_results(quick)]
