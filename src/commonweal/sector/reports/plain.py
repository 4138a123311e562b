"""A profile as plain values, for ``.json``, the command line and the API."""

from __future__ import annotations

import datetime as dt
from typing import Any

from commonweal.sector.reports.profile import AreaName, Profile

CLASS = ("scheme", "code", "title", "suggested", "confidence", "source_title")
SEEN = (
    "name", "title", "seen", "gone", "licence", "licence_address", "attribution",
)  # fmt: skip


def as_plain(profile: Profile) -> dict[str, Any]:
    """What the public may see of a profile, ready for JSON. Days are ISO text, money pounds."""
    return {
        "id": profile.ref,
        "uuid": profile.uuid,
        "name": profile.name,
        "kind": {"code": profile.kind, "words": profile.kind_words},
        "side": {"code": profile.side, "words": profile.side_words},
        "status": {
            "code": profile.status,
            "words": profile.status_words,
            "sentence": profile.standing,
        },
        "facts": _facts(profile),
        "where": _where(profile),
        "identifiers": [
            {
                "id": n.org_id,
                "scheme": n.scheme,
                "scheme_title": n.scheme_title,
                "value": n.value,
                "register": n.address or None,
            }
            for n in profile.numbers
        ],
        "names": [{"name": n.name, "kind": n.kind} for n in profile.names],
        "areas_served": [
            {"code": s.code or None, "name": s.name, "words": s.words} for s in profile.served
        ],
        "classifications": [_chosen(c, *CLASS) for c in profile.classes],
        "years": [_plain(vars(year)) for year in profile.years],
        "links": [
            {**_chosen(t, "words", "name", "on"), "id": t.org_id, "here": bool(t.ref)}
            for t in profile.ties
        ],
        "history": [_chosen(event, "on", "words") for event in profile.story],
        "sources": [{**_chosen(s, *SEEN), "record": s.key} for s in profile.sources],
        "confirmed_on": _plain(profile.confirmed_on),
        "changed": profile.changed_at.isoformat(),
    }


def _facts(profile: Profile) -> dict[str, Any]:
    return {
        name: _chosen(fact, "value", "words", "source", "source_title", "seen", "corrected")
        for name, fact in profile.facts.items()
        if not fact.withheld
    }


def _where(profile: Profile) -> dict[str, Any]:
    where = profile.where
    return {
        **_chosen(where, "street", "postcode", "latitude", "longitude"),
        "areas": [_area(area) for area in where.areas],
    }


def _chosen(thing: Any, *names: str) -> dict[str, Any]:
    return {name: _plain(getattr(thing, name)) for name in names}


def _area(area: AreaName) -> dict[str, str]:
    return {"code": area.code, "name": area.name}


def _plain(value: Any) -> Any:
    if isinstance(value, dict):
        return {key: _plain(inner) for key, inner in value.items()}
    if isinstance(value, list | tuple):
        return [_plain(inner) for inner in value]
    return value.isoformat() if isinstance(value, dt.date) else value
