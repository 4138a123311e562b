"""The answers of the Reconciliation API, as plain values in the standard's shapes."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Sequence
from typing import Any

from django.urls import reverse

from commonweal.api.reconciling.asking import BATCH, Query
from commonweal.api.reconciling.properties import EVERY, Known, Property
from commonweal.places.models import Area
from commonweal.places.reports import the_place
from commonweal.sector import meant
from commonweal.sector.choices import Kind
from commonweal.sector.meant import Meant
from commonweal.sector.models import Identifier, Name, Organisation
from commonweal.sector.searching import suggest

Body = dict[str, Any]
ALL = {"id": "organisation", "name": "Organisation"}
SUGGESTED = 10
PREVIEW = {"width": 420, "height": 220}


def types() -> list[Body]:
    """The kinds of organisation, below the one type of all."""
    kinds = [{"id": k.value, "name": str(k.label), "broader": [ALL]} for k in Kind]
    return [ALL, *kinds]


def manifest(root: str) -> Body:
    """What this service offers. ``root`` is the site's own address, without a stroke at its end."""
    page = reverse("organisation", args=["REF"]).replace("REF", "{{id}}")
    preview = reverse("reconcile-preview", args=["REF"]).replace("REF", "{{id}}")
    services = {
        what: {"service_url": root, "service_path": reverse("reconcile-suggest", args=[what])}
        for what in ("entity", "property", "type")
    }
    return {
        "versions": ["0.2"],
        "name": f"Organisations of {the_place().name}",
        "identifierSpace": "http://org-id.guide",
        "schemaSpace": "https://schema.org",
        "defaultTypes": [ALL],
        "documentation": root + reverse("api"),
        "view": {"url": root + page},
        "preview": {"url": root + preview, **PREVIEW},
        "suggest": services,
        "extend": {
            "propose_properties": {
                "service_url": root, "service_path": reverse("reconcile-properties"),
            },
            "property_settings": [],
        },
        "batchSize": BATCH,
    }  # fmt: skip


def results(queries: dict[str, Query]) -> Body:
    """The candidates of every query. Those with the same bounds are matched together."""
    together: dict[tuple[frozenset[str], str, int], list[str]] = defaultdict(list)
    for name, query in queries.items():
        together[query.kinds, query.area, query.most].append(name)
    found: dict[str, list[Meant]] = {}
    for (kinds, area, most), names in together.items():
        asked = [queries[name].asked for name in names]
        answers = meant.who(asked, most=most, kinds=kinds, area=area)
        found.update(zip(names, answers, strict=True))
    districts = area_names([m.organisation for each in found.values() for m in each])
    return {name: {"result": [candidate(m, districts) for m in found[name]]} for name in queries}


def candidate(one: Meant, districts: dict[str, str]) -> Body:
    """One candidate: its score out of 100, whether that is sure, and each piece of evidence."""
    organisation, found = one.organisation, one.found
    return {
        "id": organisation.ref,
        "name": organisation.name,
        "description": described(organisation, districts),
        "score": round(found.score, 1),
        "match": found.sure,
        "type": [typed(organisation)],
        "features": [
            {"id": piece.about, "value": round(piece.weight, 2)} for piece in found.evidence
        ],
    }


def typed(organisation: Organisation) -> Body:
    """Its kind, as a type."""
    return {"id": organisation.kind, "name": organisation.get_kind_display()}


def described(organisation: Organisation, districts: dict[str, str]) -> str:
    """What tells namesakes apart: kind, place, standing."""
    where = districts.get(organisation.district, "")
    standing = "" if organisation.status == "active" else organisation.get_status_display()
    parts = (organisation.get_kind_display(), where, organisation.shown_postcode, standing)
    return ", ".join(filter(None, parts))


def area_names(organisations: Sequence[Organisation]) -> dict[str, str]:
    """Names of the districts that these are based in, by code."""
    codes = {o.district for o in organisations if o.district}
    return dict(Area.objects.filter(code__in=codes).values_list("code", "name")) if codes else {}


def suggested(what: str, prefix: str) -> Body:
    """What somebody may be typing: an organisation, a property or a kind."""
    if what == "entity":
        return {"result": suggested_entities(prefix)}
    typed_words = prefix.casefold()
    if what == "property":
        rows: list[Body] = [{"id": p.id, "name": p.name, "description": p.says} for p in EVERY]
    else:
        rows = [{"id": t["id"], "name": t["name"]} for t in types()]
    return {"result": [r for r in rows if typed_words in f"{r['id']} {r['name']}".casefold()]}


def suggested_entities(prefix: str) -> list[Body]:
    """The organisation of this number, or those whose name begins so."""
    refs = [ref for ref in (*meant.refs_in(prefix), prefix) if ref]
    found = list(meant.by_refs(refs).values())
    wanted = [s.ref for s in suggest(prefix, SUGGESTED)] if not found else []
    if wanted:
        by_ref = {o.ref: o for o in Organisation.objects.published().filter(ref__in=wanted)}
        found = [by_ref[ref] for ref in wanted if ref in by_ref]
    districts = area_names(found)
    return [
        {
            "id": o.ref, "name": o.name, "description": described(o, districts),
            "notable": [typed(o)],
        }
        for o in found
    ]  # fmt: skip


def proposed(kind: str, most: int | None) -> Body:
    """The properties that may be taken."""
    rows = [{"id": p.id, "name": p.name} for p in EVERY][:most]
    told: Body = {"type": kind, "properties": rows}
    return told if most is None else told | {"limit": most}


def extended(ids: list[str], wanted: list[Property], page: Callable[[str], str]) -> Body:
    """The values of these properties. Whoever was merged has the values of the one it is now."""
    found = meant.by_refs(ids)
    known = read(list(found.values()), page)
    rows = {
        ref: {p.id: p.values(found[ref], known) if ref in found else [] for p in wanted}
        for ref in ids
    }
    return {"meta": [{"id": p.id, "name": p.name} for p in wanted], "rows": rows}


def read(organisations: list[Organisation], page: Callable[[str], str]) -> Known:
    """Numbers, names and areas of all of them."""
    keys = [o.pk for o in organisations]
    numbers: dict[int, list[Identifier]] = defaultdict(list)
    for number in Identifier.objects.filter(organisation__in=keys).order_by("scheme", "value"):
        numbers[number.organisation_id].append(number)
    names: dict[int, list[str]] = defaultdict(list)
    for owner, name in (
        Name.objects.filter(organisation__in=keys)
        .order_by("pk")
        .values_list("organisation_id", "name")
    ):
        names[owner].append(name)
    return Known(numbers, names, area_names(organisations), page)
