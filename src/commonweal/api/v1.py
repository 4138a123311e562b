"""Version 1 of the public contract. Names and shapes only grow; nothing is taken away.

The types are read while the program runs, so they are not put off (no future import).
"""

import uuid
from typing import Annotated, Any

from django.db.models import Q
from django.http import Http404, HttpRequest
from django.urls import reverse
from ninja import Path, Query
from ninja.errors import HttpError

from commonweal.api import listing, serving
from commonweal.api.door import Contract, answer_errors, opened
from commonweal.api.envelope import Problem, about
from commonweal.api.schemas import (
    Areas,
    Asked,
    OneArea,
    Organisations,
    PostcodeAreas,
    Sources,
)  # fmt: skip
from commonweal.api.schemas_services import AskedServices, OneService, Services
from commonweal.api.v1_promises import router as promises
from commonweal.api.whole import OneOrganisation
from commonweal.core import clock
from commonweal.core.actors import Visitor
from commonweal.intake.described import KnownSources
from commonweal.intake.models import SourceState
from commonweal.places.choices import KINDS_OF_A_POSTCODE
from commonweal.places.choices import Kind as AreaKind
from commonweal.places.models import Area, Postcode, Succession
from commonweal.places.postcodes import explain, normalise
from commonweal.sector.models import Organisation
from commonweal.sector.reports import as_plain, profile

api = Contract(
    title="Commonweal",
    version="1",
    description="The organisations of a place, as they are published: free to copy, with sources.",
    urls_namespace="api-v1",
    docs_url=None,
)
answer_errors(api)
api.add_router("", promises, tags=["promises"])
ERRORS: dict[int, Any] = {422: Problem, 429: Problem}
MISSING: dict[int, Any] = {404: Problem, **ERRORS}
Gss = Annotated[str, Path(pattern=r"^[A-Z]\d{8}$", description="A GSS code.")]


@api.get("/organisations", response={200: Organisations, **ERRORS}, url_name="organisations")
@opened(None)
def organisations(request: HttpRequest, asked: Query[Asked]) -> dict[str, Any]:
    """Organisations that match, a page at a time."""
    return {"about": about(), **listing.page_of(request, asked)}


@api.get(
    "/organisations/{org_id}",
    response={200: OneOrganisation, **MISSING},
    url_name="organisation",
)
@opened(None)
def organisation(
    request: HttpRequest,
    org_id: Annotated[str, Path(max_length=100, description="Such as GB-CHC-1090095.")],
) -> dict[str, Any]:
    """Everything published about one organisation, each fact with its source."""
    found = profile(org_id.replace("\x00", ""), viewer=Visitor())
    if found is None:
        raise Http404("No organisation here is known by that number.")
    whole = as_plain(found)
    for number in whole["identifiers"]:
        number["register_url"] = number.pop("register")
    return {"about": about(), "organisation": whole}


@api.get("/services", response={200: Services, **ERRORS}, url_name="services")
@opened(None, by_the_clock=True)
def services(request: HttpRequest, asked: Query[AskedServices]) -> dict[str, Any]:
    """Services that the finder finds, or that changed since a moment, a page at a time."""
    return {"about": about(), **serving.page_of(request, asked, clock.now())}


@api.get("/services/{key}", response={200: OneService, **MISSING}, url_name="service")
@opened(None)
def service(request: HttpRequest, key: uuid.UUID) -> dict[str, Any]:
    """Everything published about one service, also one that does not run."""
    return {"about": about(), "service": serving.one(key)}


@api.get("/areas", response={200: Areas, **ERRORS}, url_name="areas")
@opened(None)
def areas(
    request: HttpRequest,
    kind: Annotated[AreaKind, Query(description="Which kind of area.")] = AreaKind.DISTRICT,
    parent: Annotated[str, Query(pattern=r"^([A-Z]\d{8})?$", description="Within this.")] = "",
    page: Annotated[int, Query(ge=1, le=10_000)] = 1,
    limit: Annotated[int, Query(ge=1, le=500)] = 100,
) -> dict[str, Any]:
    """The areas of one kind, in order of their codes."""
    found = Area.objects.filter(kind=kind)
    if parent:
        found = found.filter(parent=parent)
    start = (page - 1) * limit
    shown = found.order_by("code").defer("outline")[start : start + limit]
    return {
        "about": about(),
        "paging": listing.paging(request, page, limit, found.count()),
        "areas": [area_shape(area) for area in shown],
    }


@api.get("/areas/{code}", response={200: OneArea, **MISSING}, url_name="area")
@opened(None)
def area(request: HttpRequest, code: Gss) -> dict[str, Any]:
    """One area, and how many active organisations are based in it, registered and informal."""
    known = Area.objects.filter(code=code).defer("outline").order_by("valid_to", "kind").first()
    if known is None:
        raise Http404(f"No area here has the code {code}.")
    based = Organisation.objects.published().active().of_the_sector().based_in(code)
    after = Succession.objects.filter(old=code).order_by("new").values_list("new", flat=True)
    return {
        "about": about(),
        "area": area_shape(known),
        "organisations_based": based.count(),
        "registered_based": based.registered().count(),
        "informal_groups_based": based.exclude(pk__in=based.registered().values("pk")).count(),
        "successors": list(after),
    }


@api.get("/postcodes/{postcode}", response={200: PostcodeAreas, **MISSING}, url_name="postcode")
@opened(None)
def postcode(request: HttpRequest, postcode: Annotated[str, Path(max_length=20)]) -> dict[str, Any]:
    """Where a postcode is: the middle of it, and every area it lies in."""
    whole = normalise(postcode)
    if not whole:
        raise HttpError(422, explain(postcode))
    known = Postcode.objects.filter(postcode=whole).first()
    if known is None:
        raise Http404(f"{whole} is not a postcode that we know.")
    lies = {kind: getattr(known, kind) for kind in KINDS_OF_A_POSTCODE if getattr(known, kind)}
    wanted = Q()
    for kind, code in lies.items():
        wanted |= Q(kind=kind, code=code)
    found = Area.objects.filter(wanted).defer("outline") if lies else Area.objects.none()
    order = [str(kind) for kind in KINDS_OF_A_POSTCODE]
    return {
        "about": about(),
        "postcode": whole,
        "latitude": known.latitude,
        "longitude": known.longitude,
        "terminated": known.terminated,
        "areas": [area_shape(a) for a in sorted(found, key=lambda a: order.index(a.kind))],
    }


@api.get("/sources", response={200: Sources, 429: Problem}, url_name="sources")
@opened(None)
def sources(request: HttpRequest) -> dict[str, Any]:
    """Where all of it comes from, under which licence, and when it was last read."""
    states = {s.source: s for s in SourceState.objects.select_related("applied", "last_seen")}
    shown = []
    for name, source in KnownSources().all().items():
        state = states.get(name)
        run = (state.last_seen or state.applied) if state else None
        shown.append(
            {
                "name": name,
                "title": source.title,
                "publisher": source.publisher,
                "homepage": source.homepage,
                "licence": source.licence.name,
                "licence_url": source.licence.address,
                "attribution": source.licence.attribution,
                "brings": source.brings,
                "refreshed": source.refreshed,
                "last_read": run.finished_at if run else None,
                "extract_date": run.extract_date if run else None,
            }
        )
    return {"about": about(), "sources": shown}


def area_shape(area: Area) -> dict[str, Any]:
    """An area as the contract gives it."""
    return {
        "code": area.code,
        "kind": listing.named(area.kind, AreaKind(area.kind).label),
        "name": area.name,
        "parent": area.parent or None,
        "valid_from": area.valid_from,
        "valid_to": area.valid_to,
        "population": area.population,
        "population_year": area.population_year,
        "url": reverse("api-v1:area", args=[area.code]),
    }
