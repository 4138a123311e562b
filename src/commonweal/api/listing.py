"""Pages of organisations: found by search, or every change since a moment."""

from __future__ import annotations

import math
from collections.abc import Iterable
from functools import reduce
from operator import or_
from typing import Any

from django.db.models import Q
from django.http import HttpRequest
from django.urls import reverse
from ninja.errors import HttpError

from commonweal.api.schemas import Asked
from commonweal.places.models import Area
from commonweal.sector import searching
from commonweal.sector.choices import AREA_COLUMNS, Kind, Side, Status, in_band
from commonweal.sector.models import Classification, Organisation, Term
from commonweal.sector.querysets import OrganisationQuerySet
from commonweal.sector.searching import Query, Results, whereabouts

ALONE = ("q", "near", "within", "cause", "who", "how", "ukcat", "icnptso", "sort", "exactly")


def page_of(request: HttpRequest, asked: Asked) -> dict[str, Any]:
    """One page, with how many there are in all and the address of the next."""
    read = None
    if asked.modified_after is not None:
        total, rows = changed_since(asked)
    else:
        results, rows = searched(asked)
        total, read = results.total, how_read(results)
    beside = paging(request, asked.page, asked.limit, total)
    return {"paging": beside, "read": read, "organisations": rows}


def how_read(results: Results) -> dict[str, Any]:
    """What was made of the question."""
    query = results.query
    return {
        "words": results.corrected_words or query.words,
        "place_not_known": results.unknown,
        "with_part_of_the_words": results.partly,
        "also_looked_for": list(results.also),
        "areas": list(query.areas),
        "near": results.spot.label if results.spot else "",
        "within_km": query.within_km,
    }


def question(asked: Asked) -> Query:
    """The question that the parameters ask."""
    return Query(
        words=asked.q.replace("\x00", "").strip(),
        areas=tuple(asked.area),
        where=asked.where,
        kinds=tuple(asked.kind),
        what=tuple(asked.cause),
        who=tuple(asked.who),
        how=tuple(asked.how),
        ukcat=tuple(c.upper() for c in asked.ukcat),
        icnptso=tuple(c.upper() for c in asked.icnptso),
        sizes=tuple(asked.size),
        statuses=tuple(asked.status),
        side=asked.side,
        near=asked.near.replace("\x00", "").strip(),
        within=asked.within,
        unit=asked.unit,
        sort=asked.sort,
        exactly=asked.exactly,
        page=asked.page,
        limit=asked.limit,
    )


def searched(asked: Asked) -> tuple[Results, list[dict[str, Any]]]:
    """What the search page would find. An impossible postcode is refused, not passed over."""
    results = searching.search(question(asked), counted=False)
    if results.problems:
        raise HttpError(422, " ".join(results.problems.values()))
    found = Organisation.objects.published().in_bulk([f.key for f in results.shown])
    far = {f.key: f.distance_km for f in results.shown}
    shown = [found[f.key] for f in results.shown if f.key in found]
    return results, rows(shown, far)


def changed_since(asked: Asked) -> tuple[int, list[dict[str, Any]]]:
    """Everything published that changed after a moment, the oldest change first."""
    used = [name for name in ALONE if getattr(asked, name)]
    if used:
        raise HttpError(422, f"modified_after does not go with {', '.join(used)}.")
    found = Organisation.objects.published().filter(changed_at__gt=asked.modified_after)
    found = narrowed(found, asked).order_by("changed_at", "pk")
    start = (asked.page - 1) * asked.limit
    return found.count(), rows(list(found[start : start + asked.limit]), {})


def narrowed(found: OrganisationQuerySet, asked: Asked) -> OrganisationQuerySet:
    """Only those that the filters leave."""
    if asked.kind:
        found = found.filter(kind__in=asked.kind)
    if asked.status:
        found = found.filter(status__in=asked.status)
    if asked.side:
        found = found.filter(side=asked.side)
    if asked.size:
        found = found.filter(reduce(or_, map(in_band, asked.size)))
    if asked.area:
        found = found.filter(pk__in=Organisation.objects.filter(somewhere(asked)).values("pk"))
    return found


def somewhere(asked: Asked) -> Q:
    """Based in, or serving, one of the areas: the same areas as a search would take."""
    around = whereabouts.around(tuple(asked.area)) if asked.where != "based" else ()
    based, serves = Q(), Q(areas_served__code__in=(*asked.area, *around))
    for column in AREA_COLUMNS:
        based |= Q(**{f"{column}__in": asked.area})
    return {"based": based, "serving": serves}.get(asked.where, based | serves)


def rows(shown: Iterable[Organisation], far: dict[int, float | None]) -> list[dict[str, Any]]:
    """Organisations as the list gives them; the number of queries does not depend on how many."""
    shown = list(shown)
    names = dict(
        Area.objects.filter(code__in={o.district for o in shown}).values_list("code", "name")
    )
    titles = dict(Term.objects.filter(scheme="what").values_list("code", "title"))
    causes: dict[int, dict[str, None]] = {}
    stated = Classification.objects.filter(organisation__in=shown, scheme="what").order_by("code")
    for key, code in stated.values_list("organisation_id", "code"):
        causes.setdefault(key, {})[code] = None
    return [
        {
            "id": o.ref,
            "name": o.name,
            "kind": named(o.kind, Kind(o.kind).label),
            "status": named(o.status, Status(o.status).label),
            "side": named(o.side, Side(o.side).label),
            "district": named(o.district, names.get(o.district, "")) if o.district else None,
            "outward": o.outward,
            "latitude": o.latitude,
            "longitude": o.longitude,
            "income": o.income,
            "causes": [named(code, titles.get(code, code)) for code in causes.get(o.pk, {})],
            "distance_km": far.get(o.pk),
            "changed_at": o.changed_at,
            "url": f"/organisations/{o.ref}/",
            "links": {"self": reverse("api-v1:organisation", args=[o.ref])},
        }
        for o in shown
    ]


def named(code: str, title: str) -> dict[str, str]:
    """A code and its words."""
    return {"code": code, "title": str(title)}


def paging(request: HttpRequest, page: int, limit: int, total: int) -> dict[str, Any]:
    """How many there are, and the addresses of the pages beside this one."""
    pages = max(1, math.ceil(total / limit))

    def address(number: int) -> str | None:
        if not 1 <= number <= pages:
            return None
        asked = request.GET.copy()
        asked["page"] = str(number)
        return f"{request.path}?{asked.urlencode()}"

    return {
        "total": total,
        "page": page,
        "pages": pages,
        "limit": limit,
        "next": address(page + 1),
        "previous": address(min(page - 1, pages)),
    }
