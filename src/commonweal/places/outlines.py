"""Outlines of areas: read from GeoJSON, repaired, simplified, joined. Knows no database."""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator, Sequence
from pathlib import Path
from typing import Any, TextIO

import numpy as np
import shapely
from shapely.geometry import mapping, shape
from shapely.geometry.base import BaseGeometry

# Degrees; about 3 metres. Publishers' generalised boundaries are rougher (20 m), so telling
# whether a point lies inside is not harmed, and full-resolution coastlines shrink a hundredfold.
TOLERANCE = 0.00004
DECIMALS = 6
CHUNK = 1 << 20
WGS84 = ("CRS84", "4326")


class NotOutlines(Exception):
    """The file holds no outlines that can be used; the message is a sentence."""


class _Text:
    """A text file read a piece at a time, decoded value by value."""

    def __init__(self, handle: TextIO) -> None:
        self.handle = handle
        self.held = ""
        self.at = 0

    def more(self) -> bool:
        """Read on, forgetting what is behind; false at the end."""
        piece = self.handle.read(CHUNK)
        self.held = self.held[self.at :] + piece
        self.at = 0
        return bool(piece)

    def next(self) -> str:
        """The next character that is neither space, comma nor colon; "" at the end."""
        while True:
            while self.at < len(self.held) and self.held[self.at] in " \r\n\t,:":
                self.at += 1
            if self.at < len(self.held):
                return self.held[self.at]
            if not self.more():
                return ""

    def take(self, character: str) -> bool:
        """Pass over this character if it is the next; whether it was."""
        found = self.next() == character
        self.at += found
        return found

    def value(self) -> Any:
        """The JSON value that comes next."""
        decoder = json.JSONDecoder()
        self.next()
        while True:
            try:
                value, end = decoder.raw_decode(self.held, self.at)
            except ValueError:
                if not self.more():
                    raise NotOutlines("It breaks off in the middle. Fetch it again.") from None
            else:
                length = end - self.at
                if end < len(self.held) or not self.more():
                    self.at += length
                    return value


def features(path: Path) -> Iterator[dict[str, Any]]:
    """The features of a GeoJSON file, one at a time, so that a national file needs little memory.

    :raises NotOutlines: when it is not GeoJSON, ends early, or is not in longitude and latitude.
    """
    with path.open(encoding="utf-8-sig") as handle:
        text = _Text(handle)
        try:
            yield from _members(text)
        except UnicodeDecodeError:
            raise NotOutlines("It is not a text file.") from None


def _members(text: _Text) -> Iterator[dict[str, Any]]:
    if not text.take("{"):
        raise NotOutlines("It is not GeoJSON." if text.next() else "It is empty.")
    found = False
    while not text.take("}"):
        name = text.value()
        if name == "features":
            found = True
            yield from _items(text)
        else:
            _check(str(name), text.value())
    if not found:
        raise NotOutlines("It is JSON, but it holds no features.")


def _items(text: _Text) -> Iterator[dict[str, Any]]:
    if not text.take("["):
        raise NotOutlines("Its features are not a list.")
    while not text.take("]"):
        item = text.value()
        if not isinstance(item, dict):
            raise NotOutlines("One of its features is not a feature.")
        yield item


def _check(name: str, value: Any) -> None:
    """Refuse a file that says it is something else."""
    if name == "type" and value != "FeatureCollection":
        raise NotOutlines(f"It is a {value}, not a FeatureCollection.")
    if name == "crs" and value:
        said = (
            str((value.get("properties") or {}).get("name", "")) if isinstance(value, dict) else ""
        )
        if not said.endswith(WGS84):
            raise NotOutlines(
                f"It is in {said or 'an unnamed grid'}. Save it in longitude and latitude (CRS84)."
            )


def read(geometry: Any) -> BaseGeometry:
    """A polygon from its GeoJSON, with crossed or open rings repaired.

    :raises ValueError: when there is no surface in it, or its numbers are no longitudes; the
        message says which.
    """
    try:
        drawn = shape(geometry or {})
    except Exception as error:
        raise ValueError("it has no outline that can be read") from error
    west, south, east, north = drawn.bounds if not drawn.is_empty else (0.0, 0.0, 0.0, 0.0)
    if not (-180 <= west <= east <= 180 and -90 <= south <= north <= 90):
        raise ValueError("its corners are metres on a grid, not longitude and latitude")
    whole = surface(drawn)
    if whole.is_empty:
        raise ValueError("its outline encloses nothing")
    return whole


def surface(drawn: BaseGeometry) -> BaseGeometry:
    """Only the surfaces of a geometry, made valid."""
    valid = drawn if drawn.is_valid else shapely.make_valid(drawn)
    parts = [p for p in shapely.get_parts(valid) if p.geom_type in {"Polygon", "MultiPolygon"}]
    if valid.geom_type in {"Polygon", "MultiPolygon"}:
        return valid
    return shapely.union_all(parts) if parts else shapely.Polygon()


def simplify(drawn: Sequence[BaseGeometry], tolerance: float = TOLERANCE) -> list[BaseGeometry]:
    """The outlines with fewer corners. Neighbours go on sharing their boundaries."""
    if not len(drawn):
        return []
    lighter = shapely.coverage_simplify(np.asarray(drawn, dtype=object), tolerance)
    return [
        kept if not kept.is_empty and kept.is_valid else whole
        for kept, whole in zip(lighter, drawn, strict=True)
    ]


def join(drawn: Iterable[BaseGeometry]) -> BaseGeometry:
    """One outline round several areas; where they do not quite meet, without hairlines between."""
    parts = np.asarray(list(drawn), dtype=object)
    if shapely.coverage_is_valid(parts):
        return surface(shapely.coverage_union_all(parts))
    grown = shapely.buffer(parts, TOLERANCE, quad_segs=1)
    return surface(shapely.buffer(shapely.union_all(grown), -TOLERANCE, quad_segs=1))


def text(drawn: BaseGeometry) -> str:
    """The outline as GeoJSON, rounded to a hand's breadth, always written the same way."""
    rounded = shapely.set_precision(drawn, 10**-DECIMALS, mode="pointwise")
    whole = surface(rounded)
    value = mapping(drawn if whole.is_empty else whole)
    return json.dumps(_rounded(value), separators=(",", ":"), sort_keys=True)


def _rounded(value: Any) -> Any:
    if isinstance(value, float):
        return round(value, DECIMALS)
    if isinstance(value, dict):
        return {k: _rounded(v) for k, v in value.items()}
    return [_rounded(v) for v in value] if isinstance(value, list | tuple) else value
