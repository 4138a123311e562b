"""The addresses of Open Referral UK 3.0, and of organisations beside them.

The types are read while the program runs, so they are not put off (no future import).
"""

import uuid
from typing import Any

from django.db.models import QuerySet
from django.http import Http404, HttpRequest
from ninja import Query

from commonweal.api.door import Contract, answer_errors, opened
from commonweal.api.envelope import Problem
from commonweal.api.open_referral import asking, bodies
from commonweal.api.open_referral.asking import Asked, AskedAt, Paged
from commonweal.sector.models import Organisation, Service, ServiceAtLocation, Term

api = Contract(
    title="Open Referral UK",
    version="3.0",
    description="The services of a place, by the standard of Open Referral UK 3.0.",
    urls_namespace="open-referral",
    docs_url=None,
)
answer_errors(api)
Body = dict[str, Any]
ERRORS: dict[int, Any] = {422: Problem, 429: Problem}
MISSING: dict[int, Any] = {404: Problem, **ERRORS}
ROOT = {
    "version": "HSDS-UK-3.0",
    "profile": "https://github.com/OpenReferralUK/uk-profile/blob/main/docs/index.md",
    "openapi_url": "https://docs.openreferraluk.org/en/latest/openapi30.json",
}
# What a whole service is made of, read at once.
PARTS = (
    "schedules", "areas", "at__location", "languages", "costs", "contacts", "terms",
    "organisation__identifiers",
)  # fmt: skip


@api.get("/", response={200: Body, 429: Problem}, url_name="root")
@opened(None)
def root(request: HttpRequest) -> Body:
    """Which version of the standard this is."""
    return ROOT


@api.get("/services", response={200: Body, **ERRORS}, url_name="services")
@opened(None)
def services(request: HttpRequest, asked: Query[Asked]) -> Body:
    """Services, a page at a time."""
    rows = asking.found(asked).select_related("organisation")
    return asking.page_of(rows, asked, bodies.service_in_list)


@api.get("/services/{key}", response={200: Body, **MISSING}, url_name="service")
@opened(None)
def service(request: HttpRequest, key: uuid.UUID) -> Body:
    """One service, with all that is below it."""
    row = whole(Service.objects.published()).filter(uuid=key).first()
    if row is None:
        raise Http404("No service here has that id.")
    return bodies.whole_service(row, terms_of([row]))


@api.get("/taxonomies", response={200: Body, **ERRORS}, url_name="taxonomies")
@opened(None)
def taxonomies(request: HttpRequest, asked: Query[Paged]) -> Body:
    """The classifications there are codes of."""
    return asking.page_of(asking.schemes(), asked, bodies.taxonomy)


@api.get("/taxonomies/{key}", response={200: Body, **MISSING}, url_name="taxonomy")
@opened(None)
def taxonomy(request: HttpRequest, key: uuid.UUID) -> Body:
    """One classification."""
    scheme = asking.scheme_named(str(key))
    if not scheme or scheme not in asking.schemes():
        raise Http404("No taxonomy here has that id.")
    return bodies.taxonomy(scheme)


@api.get("/taxonomy_terms", response={200: Body, **ERRORS}, url_name="taxonomy-terms")
@opened(None)
def taxonomy_terms(request: HttpRequest, asked: Query[Paged]) -> Body:
    """The codes of all classifications and what they mean."""
    return asking.page_of(Term.objects.order_by("scheme", "code"), asked, bodies.taxonomy_term)


@api.get("/taxonomy_terms/{key}", response={200: Body, **MISSING}, url_name="taxonomy-term")
@opened(None)
def taxonomy_term(request: HttpRequest, key: uuid.UUID) -> Body:
    """One code and what it means."""
    scheme, code = asking.term_named(str(key)) or ("", "")
    term = Term.objects.filter(scheme=scheme, code=code).first()
    if term is None:
        raise Http404("No term here has that id.")
    return bodies.taxonomy_term(term)


@api.get("/service_at_locations", response={200: Body, **ERRORS}, url_name="service-at-locations")
@opened(None)
def service_at_locations(request: HttpRequest, asked: Query[AskedAt]) -> Body:
    """Services where they are given, a page at a time."""
    rows = asking.found_at(asked).select_related("service__organisation", "location")
    return asking.page_of(rows, asked, bodies.at_location_in_list)


@api.get(
    "/service_at_locations/{key}",
    response={200: Body, **MISSING},
    url_name="service-at-location",
)
@opened(None)
def service_at_location(request: HttpRequest, key: uuid.UUID) -> Body:
    """One service at one location, with the whole service."""
    at = ServiceAtLocation.objects.filter(
        uuid=key, service__in=Service.objects.published().values("pk")
    ).select_related("location").first()  # fmt: skip
    if at is None:
        raise Http404("No service at a location here has that id.")
    at.service = whole(Service.objects.filter(pk=at.service_id)).get()
    return bodies.whole_at_location(at, terms_of([at.service]))


@api.get("/organizations", response={200: Body, **ERRORS}, url_name="organizations")
@opened(None)
def organizations(request: HttpRequest, asked: Query[Paged]) -> Body:
    """Organisations, a page at a time; the UK profile leaves them out, readers ask for them."""
    rows = Organisation.objects.published().order_by("pk")
    return asking.page_of(rows, asked, bodies.organization_row)


@api.get("/organizations/{key}", response={200: Body, **MISSING}, url_name="organization")
@opened(None)
def organization(request: HttpRequest, key: uuid.UUID) -> Body:
    """One organisation, with its identifiers."""
    published = Organisation.objects.published().prefetch_related("identifiers")
    row = published.filter(uuid=key).first()
    if row is None:
        raise Http404("No organisation here has that id.")
    return bodies.whole_organization(row)


def whole(rows: QuerySet[Service]) -> QuerySet[Service]:
    """Services with all their parts, in a number of questions that does not grow with them."""
    return rows.select_related("organisation").prefetch_related(*PARTS)


def terms_of(rows: list[Service]) -> dict[tuple[str, str], Term]:
    """The meaning of each code that these services have."""
    codes = {row.code for service in rows for row in service.terms.all()}
    return {(t.scheme, t.code): t for t in Term.objects.filter(code__in=codes)}
