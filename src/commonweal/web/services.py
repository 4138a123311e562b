"""One service as its page shows it: when, where, for whom, at what cost, how to get it."""

from __future__ import annotations

import datetime as dt
import uuid
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass

from django.urls import reverse

from commonweal.places.choices import Kind as AreaKind
from commonweal.places.models import Area
from commonweal.sector.choices import Access, Attending, LocationKind, ServiceStatus
from commonweal.sector.finding_services import PARTS, hours_at, local
from commonweal.sector.models import (
    CostOption,
    Location,
    Service,
    ServiceAtLocation,
    Term,
)
from commonweal.sector.needs import AUDIENCE, NEED
from commonweal.sector.opening import state_in_words
from commonweal.sector.reports import is_told_here, language, title_of
from commonweal.ui import maps, words
from commonweal.web.organisations import Line, neighbours_of
from commonweal.web.reaching import contact_of, ways_to_ask

LEDE = 60  # words of the description at the head of the page


@dataclass(frozen=True)
class Place:
    """Where it is given. Of a place whose address is not public, only its outward code."""

    name: str
    address: str
    access: tuple[str, ...]
    access_words: str
    hours: tuple[str, ...]
    is_open: bool
    opening: str


@dataclass(frozen=True)
class Shown:
    """A service, arranged for its page."""

    service: Service
    needs: tuple[Term, ...]
    is_open: bool
    opening: str
    hours: tuple[str, ...]
    changes: tuple[str, ...]
    places: tuple[Place, ...]
    who_for: tuple[Line, ...]
    costs: tuple[str, ...]
    languages: tuple[str, ...]
    contact: tuple[Line, ...]
    ask: tuple[Line, ...]
    nowhere: str
    areas: tuple[tuple[str, str], ...]
    standing: str
    kept_by: str
    drawing: maps.Drawing | None

    @property
    def is_long(self) -> bool:
        """Whether its description says more than stands at the head of the page."""
        return len(self.service.description.split()) > LEDE

    @property
    def ended(self) -> bool:
        """Whether it has ended."""
        return self.service.status == ServiceStatus.DEFUNCT


def one_service(key: uuid.UUID) -> Service | None:
    """A service that has a page, with all its parts."""
    rows = Service.objects.shown().select_related("organisation")
    return rows.prefetch_related(*PARTS, "contacts").filter(uuid=key).first()


@dataclass(frozen=True)
class Offered:
    """A service in the list of its organisation's page."""

    name: str
    address: str
    says: str
    is_open: bool
    opening: str
    standing: str
    hours: tuple[str, ...]
    free: bool


def offered_by(ref: str, now: dt.datetime) -> tuple[Offered, ...]:
    """What an organisation offers, by name. Four queries at most, however many there are."""
    rows = Service.objects.published().filter(organisation__ref=ref)
    rows = rows.prefetch_related("schedules", "closures", "at").order_by("name", "pk")
    return tuple(offered(service, now) for service in rows)


def offered(service: Service, now: dt.datetime) -> Offered:
    """One of them, in words."""
    is_open, opening = state_of(service, now)
    return Offered(
        name=service.name,
        address=reverse("service", args=[service.uuid]),
        says=service.description,
        is_open=is_open,
        opening=opening,
        standing=standing_of(service, local(now).date()),
        hours=tuple(dict.fromkeys(str(row) for row in service.schedules.all())),
        free=service.free is True,
    )


def state_of(service: Service, now: dt.datetime) -> tuple[bool, str]:
    """Whether it is open anywhere, and that in words; nothing of what does not run."""
    if service.status != ServiceStatus.ACTIVE:
        return False, ""
    return state_in_words(*hours_at(service, *service.at.all()), local(now))


def show(service: Service, now: dt.datetime) -> Shown:
    """The page of one service. Four queries beyond its own, for terms, areas and the map."""
    codes = {(t.scheme, t.code) for t in service.terms.all()}
    terms = Term.objects.filter(scheme__in=(NEED, AUDIENCE), code__in={c for _, c in codes})
    known = [t for t in terms.order_by("title") if (t.scheme, t.code) in codes]
    at = list(service.at.all())
    is_open, opening = state_of(service, now)
    today = local(now).date()
    return Shown(
        service=service,
        needs=tuple(t for t in known if t.scheme == NEED),
        is_open=is_open,
        opening=opening,
        hours=tuple(hours_in_words(service, None)),
        changes=tuple(changes_in_words(service, today)),
        places=tuple(place_of(one, service, now) for one in at),
        who_for=tuple(who_for(service, [t.title for t in known if t.scheme == AUDIENCE])),
        costs=tuple(costs_of(service, today)),
        languages=tuple(language(row.code) for row in service.languages.all()),
        contact=tuple(contact_of(service)),
        ask=tuple(ways_to_ask(service)),
        nowhere="" if at else without_place(service),
        areas=tuple(areas_of(service)),
        standing=standing_of(service, today),
        kept_by="" if is_told_here(service.source) else title_of(service.source),
        drawing=drawing_of([one.location for one in at]),
    )


def standing_of(service: Service, today: dt.date) -> str:
    """How a service stands that does not run, why, and until when; blank of one that does."""
    if service.status == ServiceStatus.ACTIVE:
        return ""
    said = f"is {ServiceStatus(service.status).label.lower()}"
    if service.status == ServiceStatus.DEFUNCT:
        said = "has ended"
    until = ""
    if service.back_on:
        is_to = "is" if service.back_on > today else "was"
        until = f"It {is_to} to be back on {words.long_day(service.back_on)}."
    return " ".join(filter(None, [f"This service {said}.", service.because, until]))


def hours_in_words(service: Service, at: ServiceAtLocation | None) -> Iterator[str]:
    """The hours told for all of a service, or for it at one of its places."""
    for row in service.schedules.all():
        if row.at_id == (at.pk if at else None) and str(row):
            how = Attending(row.attending).label.lower() if row.attending else ""
            yield f"{row} ({how})" if how and row.attending != Attending.IN_PERSON else str(row)


def changes_in_words(service: Service, today: dt.date) -> Iterator[str]:
    """The days on which it keeps other hours, from today on."""
    for row in sorted(service.closures.all(), key=lambda c: (c.first, c.pk)):
        if row.last >= today:
            yield str(row)


def place_of(at: ServiceAtLocation, service: Service, now: dt.datetime) -> Place:
    """A place as it may be shown, and when it is open there if that differs from elsewhere."""
    location = at.location
    own = tuple(hours_in_words(service, at))
    running = own and service.status == ServiceStatus.ACTIVE
    state = state_in_words(*hours_at(service, at), local(now)) if running else (False, "")
    return Place(
        name=location.name if location.address_public else "",
        address=address_of(location),
        access=tuple(str(Access(word).label) for word in location.access if word in Access.values),
        access_words=location.access_words,
        hours=own,
        is_open=state[0],
        opening=state[1],
    )


def address_of(location: Location) -> str:
    """The address as it may be shown: whole, or only the first half of the postcode."""
    if location.kind == LocationKind.VIRTUAL:
        return "Online or by telephone"
    if location.address_public:
        return ", ".join(filter(None, [location.street, location.town, location.postcode]))
    outward = location.postcode.partition(" ")[0]
    where = f"Somewhere in {outward}. " if outward else ""
    return f"{where}The address is given to those who ask."


def without_place(service: Service) -> str:
    """How people attend what has no place, where it tells: ``By telephone or online``."""
    told = [row.attending for row in service.schedules.all()]
    ways = [Attending(way).label.lower() for way in Attending.values if way in told]
    said = words.listed(ways, "or")
    return f"{said[:1].upper()}{said[1:]}" if ways else "It does not say where"


def who_for(service: Service, audiences: Sequence[str]) -> Iterator[Line]:
    """Whom it is for: audiences, ages and its own words."""
    if audiences:
        yield Line("For", "; ".join(audiences))
    if ages := ages_in_words(service.minimum_age, service.maximum_age):
        yield Line("Ages", ages)
    if service.who_for:
        yield Line("In its own words", service.who_for)


def ages_in_words(youngest: int | None, oldest: int | None) -> str:
    """``11 to 18``, ``55 and over``, ``Up to 4``; blank where there is no limit."""
    if oldest is None:
        return f"{youngest} and over" if youngest else ""
    return f"{youngest} to {oldest}" if youngest else f"Up to {oldest}"


def costs_of(service: Service, today: dt.date) -> Iterator[str]:
    """What it costs, line by line; blank where nobody has said."""
    if service.free:
        yield "Free"
    for row in service.costs.all():
        if row.valid_to is None or row.valid_to >= today:
            yield cost_in_words(row)
    if service.fees:
        yield service.fees


def cost_in_words(row: CostOption) -> str:
    """``A meal: £4.50``, ``Free``, or only words."""
    amount = "" if row.amount is None else pounds(row)
    said = ": ".join(filter(None, [row.option, amount]))
    return ". ".join(filter(None, [said, row.words]))


def pounds(row: CostOption) -> str:
    """An amount to the penny; whole pounds without pence."""
    if not row.amount:
        return "Free"
    whole = row.amount == row.amount.to_integral_value()
    return f"£{row.amount:,.0f}" if whole else f"£{row.amount:,.2f}"


def areas_of(service: Service) -> list[tuple[str, str]]:
    """The areas it is for, each with the page of those we know."""
    rows = list(service.areas.all())
    codes = {row.code for row in rows if row.code}
    known = set(Area.objects.filter(code__in=codes).values_list("code", flat=True))
    return [(r.words, reverse("area", args=[r.code]) if r.code in known else "") for r in rows]


def drawing_of(locations: Iterable[Location]) -> maps.Drawing | None:
    """The ward of its first public place, the wards round it, and a pin for each such place."""
    public = [
        one for one in locations
        if one.address_public and one.latitude is not None and one.longitude is not None
    ]  # fmt: skip
    wards = [one.ward for one in public if one.ward]
    if not wards:
        return None
    around = Area.objects.filter(code=wards[0], kind=AreaKind.WARD).exclude(outline=None).first()
    if around is None:
        return None
    pins = [maps.Point(o.latitude or 0.0, o.longitude or 0.0, name=o.name) for o in public]
    own = maps.Outline(key=around.code, name="", geometry=around.outline, style="here")
    focus = maps.focus_on(around.outline, pins)
    return maps.draw([*neighbours_of(around), own], pins, focus=focus)
