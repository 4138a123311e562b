"""Services for the contract: found as the finder finds them, every change since, or one whole."""

from __future__ import annotations

import datetime as dt
import uuid
from collections.abc import Iterable
from typing import Any

from django.http import Http404, HttpRequest
from django.urls import reverse
from ninja.errors import HttpError

from commonweal.api.listing import named, paging
from commonweal.api.schemas_services import AskedServices
from commonweal.sector.choices import Access, ServiceStatus
from commonweal.sector.finding_services import PARTS, Answer, Question, find, from_lists
from commonweal.sector.finding_services.asking import ADDRESS
from commonweal.sector.models import Location, Schedule, Service, Term
from commonweal.sector.needs import AUDIENCE, NEED
from commonweal.sector.packaging.saying import sayers
from commonweal.sector.packaging.services import service as terms_of_row
from commonweal.sector.reports import language

Titles = dict[tuple[str, str], str]
NOT_WITH_CHANGES = (
    "q", "need", "near", "within", "when", "evening", "free", "step_free", "language", "age",
    "remote", "sort",
)  # fmt: skip


def page_of(request: HttpRequest, asked: AskedServices, now: dt.datetime) -> dict[str, Any]:
    """One page, with how many there are in all and the address of the next."""
    read = None
    if asked.modified_after is not None:
        total, rows = changed_since(asked)
    else:
        answer = found(asked, now)
        total, read = answer.total, how_read(answer)
        rows = rows_of((r.service for r in answer.rows), {r.service.pk: r.km for r in answer.rows})
    beside = paging(request, asked.page, asked.limit, total)
    return {"paging": beside, "read": read, "services": rows}


def question(asked: AskedServices) -> Question:
    """The question that the parameters ask; refused where the finder would leave something out.

    :raises HttpError: naming what is not understood.
    """
    given: dict[str, list[str]] = {}
    for part, name in ADDRESS.items():
        value = getattr(asked, "q" if part == "words" else part)
        if value not in (None, "", False):
            given[name] = ["1" if value is True else str(value)]
    read = from_lists(given)
    lost = [
        name for part, name in ADDRESS.items()
        if name in given and part not in ("words", "near", "page", "within")
        and getattr(read, part) in (None, "", False)
    ]  # fmt: skip
    if lost:
        raise HttpError(422, f"{', '.join(lost)}: this is not understood.")
    return read


def found(asked: AskedServices, now: dt.datetime) -> Answer:
    """What the finder finds. An impossible place is refused, not passed over."""
    if asked.status:
        raise HttpError(422, "status goes only with modified_after.")
    answer = find(question(asked), now=now, size=asked.limit)
    if answer.problem:
        raise HttpError(422, answer.problem)
    return answer


def how_read(answer: Answer) -> dict[str, Any]:
    """What was made of the question."""
    return {
        "words": answer.question.words,
        "also_looked_for": list(answer.also),
        "near": answer.spot.label if answer.spot else "",
        "within_km": answer.question.within_km,
    }


def changed_since(asked: AskedServices) -> tuple[int, list[dict[str, Any]]]:
    """Everything that has a page and changed after a moment, the oldest change first."""
    used = [name for name in NOT_WITH_CHANGES if getattr(asked, name)]
    if used:
        raise HttpError(422, f"modified_after does not go with {', '.join(used)}.")
    rows = Service.objects.shown().filter(changed_at__gt=asked.modified_after)
    if asked.status:
        rows = rows.filter(status=asked.status)
    start = (asked.page - 1) * asked.limit
    whole = rows.select_related("organisation").prefetch_related(*PARTS)
    page = whole.order_by("changed_at", "pk")[start : start + asked.limit]
    return rows.count(), rows_of(page, {})


def rows_of(services: Iterable[Service], far: dict[int, float | None]) -> list[dict[str, Any]]:
    """Services as the list gives them."""
    shown = list(services)
    titles = titles_of(shown)
    return [row(service, titles, far.get(service.pk)) for service in shown]


def titles_of(services: Iterable[Service]) -> Titles:
    """The words for their needs and audiences. One query."""
    codes = {term.code for service in services for term in service.terms.all()}
    known = Term.objects.filter(scheme__in=(NEED, AUDIENCE), code__in=codes)
    return {(s, c): t for s, c, t in known.values_list("scheme", "code", "title")}


def row(service: Service, titles: Titles, far: float | None) -> dict[str, Any]:
    """One service in a list."""
    by = service.organisation
    outwards = (at.location.postcode.partition(" ")[0] for at in service.at.all())
    hours = (str(one) for one in service.schedules.all())
    return {
        "id": str(service.uuid),
        "name": service.name,
        "organisation": {
            "id": by.ref, "name": by.name, "url": reverse("organisation", args=[by.ref]),
        },
        "description": service.description,
        "status": named(service.status, ServiceStatus(service.status).label),
        "needs": terms_of(service, NEED, titles),
        "audiences": terms_of(service, AUDIENCE, titles),
        "free": service.free,
        "minimum_age": service.minimum_age,
        "maximum_age": service.maximum_age,
        "languages": [named(one.code, language(one.code)) for one in service.languages.all()],
        "hours_words": list(dict.fromkeys(filter(None, hours))),
        "outwards": sorted(set(filter(None, outwards))),
        "assured_on": service.assured_on,
        "distance_km": far,
        "changed_at": service.changed_at,
        "url": reverse("service", args=[service.uuid]),
        "links": {
            "self": reverse("api-v1:service", args=[service.uuid]),
            "organisation": reverse("api-v1:organisation", args=[by.ref]),
            "calendar": reverse("service-calendar", args=[service.uuid]),
        },
    }  # fmt: skip


def terms_of(service: Service, scheme: str, titles: Titles) -> list[dict[str, str]]:
    """Its terms in one scheme, with words."""
    codes = sorted(term.code for term in service.terms.all() if term.scheme == scheme)
    return [named(code, titles.get((scheme, code), code)) for code in codes]


def one(key: uuid.UUID) -> dict[str, Any]:
    """One service whole, also one that does not run.

    :raises Http404: when there is none, or its organisation may not be shown.
    """
    rows = Service.objects.shown().select_related("organisation").prefetch_related(*PARTS)
    service = rows.filter(uuid=key).first()
    if service is None:
        raise Http404("No service here is known by that UUID.")
    terms = terms_of_row(service, sayers())
    places = list(service.at.all())
    numbers = {at.pk: number for number, at in enumerate(places)}
    texts = (
        "how_to_get_it", "who_for", "fees", "website", "email", "telephone", "accreditations",
        "alert", "why_not", "back_on",
    )  # fmt: skip
    return {
        **row(service, titles_of([service]), None),
        **{name: getattr(service, name) for name in texts},
        "costs": list(service.costs.all()),
        "places": [place(at.location) for at in places],
        "hours": [hours_of(s, numbers) for s in service.schedules.all()],
        "closures": [closure(c) for c in service.closures.all()],
        "areas": [{"code": a.code or None, "words": a.words} for a in service.areas.all()],
        **{name: terms[name] for name in ("kept_by", "licence", "attribution")},
    }


def place(location: Location) -> dict[str, Any]:
    """A place as it may be shown."""
    shown = location.address_public
    outward = location.postcode.partition(" ")[0]
    return {
        **{name: getattr(location, name) if shown else "" for name in ("name", "street", "town")},
        "postcode": location.postcode if shown else outward,
        "latitude": location.latitude if shown else None,
        "longitude": location.longitude if shown else None,
        "access": [named(w, Access(w).label) for w in location.access if w in Access.values],
        "access_words": location.access_words,
    }


def hours_of(row: Schedule, numbers: dict[int, int]) -> dict[str, Any]:
    """Hours that come again."""
    plain = (
        "freq", "interval", "byday", "bymonthday", "starts", "valid_from", "valid_to", "opens",
        "closes", "attending",
    )  # fmt: skip
    at = None if row.at_id is None else numbers.get(row.at_id)
    return {"words": str(row), "place": at, **{name: getattr(row, name) for name in plain}}


def closure(row: Any) -> dict[str, Any]:
    """Days with other hours."""
    plain = ("first", "last", "closed", "opens", "closes")
    return {"words": str(row), **{name: getattr(row, name) for name in plain}}
