"""What may be asked of services, and which are found.

The types are read while the program runs, so they are not put off (no future import).
"""

import datetime as dt
import math
from typing import Annotated, Any

import numpy as np
from django.db.models import Exists, OuterRef, Q, QuerySet
from ninja import Field, Schema
from ninja.errors import HttpError

from commonweal.api.open_referral.bodies import TAXONOMIES, Body, made
from commonweal.places.models import Postcode
from commonweal.places.postcodes import explain, normalise
from commonweal.sector.choices import AREA_COLUMNS
from commonweal.sector.models import (
    Location,
    Schedule,
    Service,
    ServiceArea,
    ServiceAtLocation,
    ServiceTerm,
    Term,
)
from commonweal.sector.opening import DAYS
from commonweal.sector.searching.near import distances_km, reach

MOST = 500
KM = 1000
WEEKDAYS = dict(zip(("mo", "tu", "we", "th", "fr", "sa", "su"), DAYS, strict=True))
Text = Annotated[str, Field(max_length=200)]


class Paged(Schema):
    """Which page."""

    page: Annotated[int, Field(ge=1, le=1_000_000)] = 1
    per_page: Annotated[int, Field(ge=1, le=MOST)] = 50


class Asked(Paged):
    """What may be asked of services."""

    search: Text = Field("", description="All of these words, in what is said of it.")
    taxonomy_term_id: Text = Field("", description="The id of a taxonomy term.")
    taxonomy_id: Text = Field("", description="The id of a taxonomy.")
    minimum_age: Annotated[float, Field(ge=0, le=200)] | None = Field(
        None, description="Its minimum age is at least this."
    )
    maximum_age: Annotated[float, Field(ge=0, le=200)] | None = Field(
        None, description="Its maximum age is at most this."
    )
    start_time: dt.time | None = Field(None, description="It opens at this time or later.")
    end_time: dt.time | None = Field(None, description="It closes at this time or sooner.")
    day: Text = Field("", description="MO to SU, a day's name, or a date.")
    modified_after: dt.datetime | None = Field(None, description="Changed at or after this.")


class AskedAt(Asked):
    """What may be asked of services at locations."""

    postcode: Text = Field("", description="Of services for an area, only those for this one.")
    proximity: Annotated[float, Field(gt=0, le=500_000)] | None = Field(
        None, description="Within so many metres of the middle of the postcode."
    )


def found(asked: Asked) -> QuerySet[Service]:
    """The published services that answer a question, in an order that lasts."""
    services = Service.objects.published()
    for word in asked.search.replace("\x00", "").split():
        services = services.filter(
            Q(name__icontains=word)
            | Q(description__icontains=word)
            | Q(organisation__name__icontains=word)
        )
    if asked.minimum_age is not None:
        services = services.filter(minimum_age__gte=asked.minimum_age)
    if asked.maximum_age is not None:
        services = services.filter(maximum_age__lte=asked.maximum_age)
    if asked.modified_after is not None:
        services = services.filter(changed_at__gte=aware(asked.modified_after))
    return in_hours(of_terms(services, asked), asked).order_by("pk")


def aware(moment: dt.datetime) -> dt.datetime:
    """A moment; where no zone is said, UTC's."""
    return moment if moment.tzinfo else moment.replace(tzinfo=dt.UTC)


def of_terms(services: QuerySet[Service], asked: Asked) -> QuerySet[Service]:
    """Only those with the term, or with any term of the taxonomy."""
    if asked.taxonomy_term_id:
        scheme, code = term_named(asked.taxonomy_term_id) or ("", "")
        rows = ServiceTerm.objects.filter(service=OuterRef("pk"), scheme=scheme, code=code)
        services = services.filter(Exists(rows))
    if asked.taxonomy_id:
        scheme = scheme_named(asked.taxonomy_id)
        services = services.filter(
            Exists(ServiceTerm.objects.filter(service=OuterRef("pk"), scheme=scheme))
        )
    return services


# The scheme and code that each id was made of. An id says nothing else, so this is never out of
# date; whether there still is such a term is asked of the register.
_made_of: dict[str, tuple[str, str]] = {}


def term_named(key: str) -> tuple[str, str] | None:
    """The scheme and code of the term whose id this is. Only an id not met before is looked for."""
    key = key.lower()
    if key not in _made_of:
        terms = Term.objects.values_list("scheme", "code")
        _made_of.update({made("term", *pair): pair for pair in terms})
    return _made_of.get(key)


def scheme_named(key: str) -> str:
    """The scheme whose taxonomy has this id."""
    known = {*TAXONOMIES, *schemes()}
    return next((s for s in sorted(known) if made("taxonomy", s) == key.lower()), "")


def schemes() -> list[str]:
    """The classifications there are codes of."""
    return sorted(Term.objects.values_list("scheme", flat=True).distinct())


def in_hours(services: QuerySet[Service], asked: Asked) -> QuerySet[Service]:
    """Only those with hours that fit, all conditions on the same hours."""
    hours = Q()
    if asked.start_time is not None:
        hours &= Q(opens__gte=asked.start_time.replace(tzinfo=None))
    if asked.end_time is not None:
        hours &= Q(closes__lte=asked.end_time.replace(tzinfo=None))
    if asked.day:
        hours &= on_day(asked.day)
    if not hours:
        return services
    return services.filter(Exists(Schedule.objects.filter(hours, service=OuterRef("pk"))))


def on_day(words: str) -> Q:
    """Hours on a day of the week, or on a date of which the day of the week is taken."""
    try:
        date = dt.date.fromisoformat(words.strip())
    except ValueError:
        code = WEEKDAYS.get(words.strip().lower()[:2], "")
        if not code:
            raise HttpError(
                422, f"{words[:20]} is not a day. Write MO, Monday or a date."
            ) from None
        return Q(byday__contains=code)
    return Q(byday__contains=DAYS[date.weekday()]) | Q(freq="", starts=date)


def found_at(asked: AskedAt) -> QuerySet[ServiceAtLocation]:
    """The services at locations that answer a question."""
    rows = ServiceAtLocation.objects.filter(service__in=found(asked).values("pk"))
    if asked.proximity is not None and not asked.postcode:
        raise HttpError(422, "Proximity needs a postcode to be near to.")
    if asked.postcode:
        spot = postcode_of(asked.postcode)
        other = ServiceArea.objects.filter(service=OuterRef("service")).exclude(code="")
        around = [getattr(spot, column) for column in AREA_COLUMNS]
        own = other.filter(code__in=[code for code in around if code])
        rows = rows.filter(Exists(own) | ~Exists(other))
        if asked.proximity is not None:
            rows = rows.filter(location__in=near(spot, asked.proximity / KM))
    return rows.order_by("pk")


def postcode_of(words: str) -> Postcode:
    """A postcode that is known.

    :raises HttpError: in a sentence, when it is none or not known.
    """
    whole = normalise(words)
    if not whole:
        raise HttpError(422, explain(words))
    known = Postcode.objects.filter(postcode=whole).first()
    if known is None or known.latitude is None:
        raise HttpError(422, f"{whole} is not a postcode that we know.")
    return known


def near(spot: Postcode, km: float) -> list[int]:
    """The locations no farther than this, judged by what anyone may see of where they are."""
    assert spot.latitude is not None
    assert spot.longitude is not None
    up, across = reach(spot.latitude, km + 1)
    rows = Location.objects.filter(
        latitude__range=(spot.latitude - up, spot.latitude + up),
        longitude__range=(spot.longitude - across, spot.longitude + across),
    )
    shown = list(rows.values_list("pk", "latitude", "longitude"))
    if not shown:
        return []
    keys, lats, lons = (np.array(column) for column in zip(*shown, strict=True))
    far = distances_km(spot.latitude, spot.longitude, lats.astype(float), lons.astype(float))
    return [int(key) for key in keys[far <= km]]


def page_of(rows: Any, asked: Paged, body: Any) -> Body:
    """A page in the standard's envelope."""
    total = len(rows) if isinstance(rows, list) else rows.count()
    pages = max(1, math.ceil(total / asked.per_page))
    start = (asked.page - 1) * asked.per_page
    contents = [body(row) for row in rows[start : start + asked.per_page]]
    return {
        "total_items": total,
        "total_pages": pages,
        "page_number": asked.page,
        "size": len(contents),
        "first_page": asked.page == 1,
        "last_page": asked.page >= pages,
        "empty": not contents,
        "contents": contents,
    }
