"""The package's descriptor: what a program needs to read the tables, and a lawyer to use them."""

from __future__ import annotations

import datetime as dt
import hashlib
from collections.abc import Collection, Mapping
from pathlib import Path
from typing import Any

from commonweal.places.models import Place
from commonweal.sector.gathering import HERE
from commonweal.sector.packaging.saying import Sayer, sayers, terms_of, who_can_say
from commonweal.sector.packaging.tables import BOOLEAN, FORMATS, TABLES, Field, Table

CHUNK = 1024 * 1024
PROFILE = "https://datapackage.org/profiles/2.0/datapackage.json"
# The names by which licences are known to programs, by their address.
OPEN_NAMES = {
    "https://www.nationalarchives.gov.uk/doc/open-government-licence/version/3/": "OGL-UK-3.0",
    "https://creativecommons.org/licenses/by/4.0/": "CC-BY-4.0",
    "https://creativecommons.org/licenses/by-sa/4.0/": "CC-BY-SA-4.0",
    "https://creativecommons.org/publicdomain/zero/1.0/": "CC0-1.0",
}


def describe(
    folder: Path, made_at: dt.datetime, place: Place, formats: Collection[str] = tuple(FORMATS)
) -> dict[str, Any]:
    """The descriptor of the tables that lie in a folder."""
    known = sayers()
    invented = " All of it is invented." if place.fictional else ""
    return {
        "$schema": PROFILE,
        "name": "commonweal",
        "title": f"Organisations and services of {place.name or 'a place'}",
        "description": (
            "What a register of a place's voluntary sector publishes. Each field names the sources "
            "from which it can come (x-sources) and their licences (x-licences); each row of "
            f"organisations and services names its own.{invented}"
        ),
        "created": made_at.isoformat(),
        "sources": [source(one) for one in known.values() if one.name != HERE],
        "licenses": licences(known, known),
        "contributors": [{"title": place.keeper, "roles": ["publisher"]}] if place.keeper else [],
        "resources": [
            resource(table, ending, folder, known)
            for ending in formats
            for table in TABLES.values()
        ],
    }


def name_of(table: str, ending: str) -> str:
    """The name of one table in one format."""
    return table if ending == "csv" else f"{table}-{ending}"


def resource(table: Table, ending: str, folder: Path, known: Mapping[str, Sayer]) -> dict[str, Any]:
    """One file: where it is, what it holds, how large it is, by what to know it is whole."""
    path = folder / f"{table.name}.{ending}"
    form = {"csv": "csv", "jsonl": "ndjson", "parquet": "parquet"}[ending]
    said: dict[str, Any] = {
        "name": name_of(table.name, ending),
        "type": "table",
        "title": table.title,
        "description": table.says,
        "path": path.name,
        "format": form,
        "mediatype": FORMATS[ending],
        "encoding": "utf-8",
        "bytes": path.stat().st_size,
        "hash": f"sha256:{hash_of(path)}",
        "schema": schema(table, ending, known),
    }
    if ending == "csv":
        said["dialect"] = {"delimiter": ",", "lineTerminator": "\r\n", "quoteChar": '"'}
    return said


def schema(table: Table, ending: str, known: Mapping[str, Sayer]) -> dict[str, Any]:
    """The fields of a table, its key and what it refers to."""
    said: dict[str, Any] = {
        "fields": [field(table, one, ending, known) for one in table.fields],
        "missingValues": [""],
        "primaryKey": list(table.key),
    }
    if table.refers:
        said["foreignKeys"] = [
            {
                "fields": [own],
                "reference": {"resource": name_of(other, ending), "fields": [theirs]},
            }
            for own, (other, theirs) in table.refers.items()
        ]
    return said


def field(table: Table, one: Field, ending: str, known: Mapping[str, Sayer]) -> dict[str, Any]:
    """One field: its type and meaning, from whom it can come, and on what terms."""
    names = who_can_say(table, one.name, known)
    said: dict[str, Any] = {"name": one.name, "type": one.type, "description": f"{one.says}."}
    if one.constraints:
        said["constraints"] = dict(one.constraints)
    if one.type == BOOLEAN and ending == "csv":
        said |= {"trueValues": ["yes"], "falseValues": ["no"]}
    terms = terms_of(names, known)
    return said | {
        "x-sources": names,
        "x-licences": list(dict.fromkeys(licence.name for licence in terms)),
        "x-attribution": [licence.attribution for licence in terms if licence.attribution],
    }


def source(one: Sayer) -> dict[str, Any]:
    """A source as descriptors name one, with how to name it."""
    said = {"title": f"{one.title}, {one.publisher}" if one.publisher else one.title}
    if one.homepage:
        said["path"] = one.homepage
    terms = one.licence
    return said | {
        "x-name": one.name,
        "x-licence": terms.name,
        "x-attribution": terms.attribution,
    }


def licences(names: Any, known: Mapping[str, Sayer]) -> list[dict[str, str]]:
    """The licences that hold for some of it, each with its address or its name among programs."""
    said = []
    for terms in {one.name: one for one in terms_of(names, known)}.values():
        name = OPEN_NAMES.get(terms.address, "")
        one = {"title": terms.name, "name": name, "path": terms.address}
        if name or terms.address:
            said.append({key: value for key, value in one.items() if value})
    return said


def hash_of(path: Path) -> str:
    """The SHA-256 of a file."""
    summed = hashlib.sha256()
    with path.open("rb") as handle:
        while chunk := handle.read(CHUNK):
            summed.update(chunk)
    return summed.hexdigest()
