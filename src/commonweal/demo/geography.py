"""The county as the files that the publishers of places would give out."""

from __future__ import annotations

import csv
import json
from collections.abc import Iterable
from pathlib import Path
from typing import Any

from shapely.geometry import mapping

from commonweal.demo.county import COUNTY_CODE, RANKED, YEAR, County, Drawn

COUNTRY = "E92000001"
DOMAINS = (
    "Income", "Employment", "Education", "Health", "Crime", "Housing_and_Services", "Environment",
)  # fmt: skip


def write_geography(folder: Path, county: County) -> dict[str, Path]:
    """Write a folder for each source of places, in the order in which they are to be read."""
    made = {}
    for source, write in (
        ("boundaries", boundaries),
        ("area-names", area_names),
        ("lsoa-lookup", lookup),
        ("code-point-open", code_point),
        ("imd", deprivation),
    ):
        made[source] = folder / source
        made[source].mkdir(parents=True, exist_ok=True)
        write(made[source], county)
    return made


def boundaries(folder: Path, county: County) -> None:
    """One GeoJSON file for each kind of area, with the publisher's names of properties."""
    names = {d.code: d.name for d in county.of_kind("district")}
    stems = {"ward": "WD25", "lsoa": "LSOA21", "district": "LAD25", "county": "CTY25"}
    for kind, stem in stems.items():
        features = []
        for area in county.of_kind(kind):
            told: dict[str, Any] = {f"{stem}CD": area.code, f"{stem}NM": area.name}
            if kind in {"ward", "lsoa"}:
                told |= {"LADCD_ACTIVE": area.parent, "UTLACD": COUNTY_CODE}
            if kind == "ward":
                told |= {"LAD25CD": area.parent, "LAD25NM": names[area.parent]}
            if kind == "district":
                told |= {"CTY25CD": COUNTY_CODE, "CTY25NM": county.name}
            features.append(
                {"type": "Feature", "properties": told, "geometry": mapping(area.shape)}
            )
        whole = {"type": "FeatureCollection", "features": features}
        (folder / f"{kind}.geojson").write_text(json.dumps(whole), encoding="utf-8")


def table(path: Path, header: Iterable[str], rows: Iterable[Iterable[Any]]) -> None:
    """A comma separated file."""
    with path.open("w", newline="", encoding="utf-8") as handle:
        writer = csv.writer(handle)
        writer.writerow(header)
        writer.writerows(rows)


def small_areas(county: County) -> list[tuple[Drawn, str]]:
    """Each small area with the code of its ward."""
    ward = {spot.lsoa: spot.ward for spot in county.spots}
    return [(area, ward[area.code]) for area in county.of_kind("lsoa")]


def lookup(folder: Path, county: County) -> None:
    """Which ward and district each small area is in."""
    names = {area.code: area.name for area in county.areas}
    table(
        folder / "lookup_lsoa21_ward24_ltla24.csv",
        ("lsoa21_name", "lsoa21_code", "ward24_name", "ward24_code", "ltla24_name", "ltla24_code"),
        (
            (area.name, area.code, names[ward], ward, names[area.parent], area.parent)
            for area, ward in small_areas(county)
        ),
    )


def code_point(folder: Path, county: County) -> None:
    """Every postcode, without a header, as the Ordnance Survey writes them."""
    with (folder / "zz.csv").open("w", newline="", encoding="utf-8") as handle:
        writer = csv.writer(handle, quoting=csv.QUOTE_NONNUMERIC)
        for spot in county.spots:
            writer.writerow(
                [spot.postcode, 10, spot.easting, spot.northing, COUNTRY, "", "", COUNTY_CODE,
                 spot.district, spot.ward]
            )  # fmt: skip


def deprivation(folder: Path, county: County) -> None:
    """The 2025 index for the small areas."""
    header = ["lsoa21_code", "IMD_decile", *(f"{d}_decile" for d in DOMAINS)]
    header += ["IMD_rank", *(f"{d}_rank" for d in DOMAINS), "IMD_score"]
    rows = []
    for at, area in enumerate(county.of_kind("lsoa")):
        overall = area.rank or RANKED
        each = [
            min(RANKED, max(1, overall + ((at * 7 + d * 13) % 41 - 20) * 260))
            for d in range(len(DOMAINS))
        ]
        deciles = [1 + (rank - 1) * 10 // RANKED for rank in [overall, *each]]
        rows.append([area.code, *deciles, overall, *each, round(60 * (1 - overall / RANKED), 3)])
    table(folder / "imd2025_lsoa21.csv", header, rows)


def area_names(folder: Path, county: County) -> None:
    """How many people live in each small area; larger areas are added up from them."""
    table(
        folder / f"population{YEAR}_lsoa21.csv",
        ("lsoa21_name", "lsoa21_code", "total_population"),
        ((a.name, a.code, a.population) for a in county.of_kind("lsoa")),
    )
