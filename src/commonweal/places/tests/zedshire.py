"""Zedshire: four square wards in two districts, and the publishers' files about it."""

from __future__ import annotations

import csv
import json
from collections.abc import Sequence
from pathlib import Path
from typing import Any

COUNTY, REGION, COUNTRY = "E10000099", "E12000099", "E92000001"
NORTH, SOUTH = "E07000901", "E07000902"
WEST, SIDE = 1.0, 0.02
# Ward, its district, and the corner (in squares) at which it begins.
WARDS = (
    ("E05099001", "Alder", NORTH, 0, 1),
    ("E05099002", "Birch", NORTH, 1, 1),
    ("E05099003", "Cedar", SOUTH, 0, 0),
    ("E05099004", "Damson", SOUTH, 1, 0),
)
CRS84 = {"type": "name", "properties": {"name": "urn:ogc:def:crs:OGC:1.3:CRS84"}}


def square(x: float, y: float, side: float = SIDE) -> list[list[list[float]]]:
    """A square's ring, its south-western corner so many sides from the county's."""
    west, south = WEST + x * SIDE, 52.6 + y * SIDE
    return [
        [
            [west, south], [west + side, south], [west + side, south + side],
            [west, south + side], [west, south],
        ]
    ]  # fmt: skip


def feature(properties: dict[str, Any], rings: Any) -> dict[str, Any]:
    return {
        "type": "Feature",
        "properties": properties,
        "geometry": {"type": "Polygon", "coordinates": rings},
    }


def collection(features: Sequence[Any], crs: Any = CRS84) -> dict[str, Any]:
    return {"type": "FeatureCollection", "crs": crs, "features": list(features)}


def write_json(path: Path, value: Any) -> Path:
    path.write_text(json.dumps(value), encoding="utf-8")
    return path


def write_csv(path: Path, rows: Sequence[Sequence[Any]]) -> Path:
    with path.open("w", newline="", encoding="utf-8") as handle:
        csv.writer(handle).writerows(rows)
    return path


def wards(folder: Path) -> Path:
    """The wards' outlines, as published in 2025."""
    drawn = [
        feature(
            {
                "WD25CD": code, "WD25NM": name, "LAD25CD": district,
                "LAD25NM": {NORTH: "North Zed", SOUTH: "South Zed"}[district],
                "UTLACD": COUNTY, "RGNCD": REGION,
            },
            square(x, y),
        )
        for code, name, district, x, y in WARDS
    ]  # fmt: skip
    return write_json(folder / "wards.geojson", collection(drawn))


def small_areas(folder: Path) -> Path:
    """One small area for each ward, with the same outline."""
    drawn = [
        feature(
            {"LSOA21CD": f"E0109900{n}", "LSOA21NM": f"Zed 00{n}A", "LADCD_ACTIVE": d},
            square(x, y),
        )
        for n, (_, _, d, x, y) in enumerate(WARDS, start=1)
    ]
    return write_json(folder / "lsoa.geojson", collection(drawn))


# The grid references lie in the middle of Alder, Birch and Cedar; the last has none.
CODE_POINT = (
    ("ZZ99 1AA", 10, 603803, 307836, COUNTRY, "", "", COUNTY, NORTH, "E05099001"),
    ("ZZ991AB", 10, 605157, 307893, COUNTRY, "", "", COUNTY, NORTH, "E05099002"),
    ("ZZ99  1AC", 50, 603896, 305612, COUNTRY, "", "", COUNTY, SOUTH, "E05099003"),
    ("zz99 1ad", 90, 0, 0, COUNTRY, "", "", COUNTY, SOUTH, "E05099004"),
)


def code_point(folder: Path, rows: Sequence[Sequence[Any]] = CODE_POINT, name: str = "zz") -> Path:
    """Code-Point's file of one postcode area."""
    return write_csv(folder / f"{name}.csv", rows)


ONSPD_HEADER = (
    "pcd", "pcd2", "pcds", "dointr", "doterm", "oscty", "oslaua", "osward", "oseast1m",
    "osnrth1m", "ctry", "rgn", "pcon", "lsoa11", "msoa11", "lat", "long", "lsoa21", "msoa21",
)  # fmt: skip


def directory_row(
    postcode: str, ended: str = "", lat: Any = 52.63, long: Any = 1.01, **also: str
) -> list[Any]:
    """One row of the ONS Postcode Directory."""
    row = {
        "pcd": postcode.replace(" ", ""), "pcd2": postcode.replace(" ", "  "), "pcds": postcode,
        "dointr": "198001", "doterm": ended, "oscty": "E99999999", "oslaua": NORTH,
        "osward": "E05099001", "oseast1m": "0603803", "osnrth1m": "0307836", "ctry": COUNTRY,
        "rgn": REGION, "pcon": "E14009901", "lsoa11": "E01099001", "msoa11": "E02009901",
        "lat": lat, "long": long, "lsoa21": "E01099001", "msoa21": "E02009901", **also,
    }  # fmt: skip
    return [row[name] for name in ONSPD_HEADER]


def directory(folder: Path, *rows: Sequence[Any], header: Sequence[str] = ONSPD_HEADER) -> Path:
    """The ONS Postcode Directory."""
    return write_csv(folder / "ONSPD_NOV_2026_UK.csv", [header, *rows])
