"""A profile as plain values, for ``.json``, the command line and the API."""

from __future__ import annotations

import datetime as dt
from typing import Any

from commonweal.sector.reports.profile import AreaName, Profile


def as_plain(profile: Profile) -> dict[str, Any]:
    """What the public may see of a profile, ready for JSON. Days are ISO text, money pounds."""
    where = profile.where
    plain: dict[str, Any] = _plain(
        {
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
            "facts": {
                name: {
                    "value": fact.value,
                    "words": fact.words,
                    "source": fact.source,
                    "source_title": fact.source_title,
                    "seen": fact.seen,
                    "corrected": fact.corrected,
                }
                for name, fact in profile.facts.items()
                if not fact.withheld
            },
            "where": {
                "street": where.street,
                "postcode": where.postcode,
                "latitude": where.latitude,
                "longitude": where.longitude,
                "areas": [_area(area) for area in where.areas],
            },
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
            "classifications": [
                {
                    "scheme": c.scheme,
                    "code": c.code,
                    "title": c.title,
                    "suggested": c.suggested,
                    "confidence": c.confidence,
                    "source_title": c.source_title,
                }
                for c in profile.classes
            ],
            "years": [vars(year) for year in profile.years],
            "links": [
                {"words": t.words, "id": t.org_id, "name": t.name, "here": bool(t.ref), "on": t.on}
                for t in profile.ties
            ],
            "history": [{"on": e.on, "words": e.words} for e in profile.story],
            "sources": [
                {
                    "name": s.name,
                    "title": s.title,
                    "record": s.key,
                    "seen": s.seen,
                    "gone": s.gone,
                    "licence": s.licence,
                    "licence_address": s.licence_address,
                    "attribution": s.attribution,
                }
                for s in profile.sources
            ],
            "changed": profile.changed_at,
        }
    )
    return plain


def _area(area: AreaName) -> dict[str, str]:
    return {"code": area.code, "name": area.name}


def _plain(value: Any) -> Any:
    if isinstance(value, dict):
        return {key: _plain(inner) for key, inner in value.items()}
    if isinstance(value, list | tuple):
        return [_plain(inner) for inner in value]
    return value.isoformat() if isinstance(value, dt.date) else value
