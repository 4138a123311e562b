"""Lantern, a village whose good neighbours answer requests: where the journeys of help happen."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from django.test import Client

from commonweal.accounts.models import User
from commonweal.accounts.tests.factories import UserFactory
from commonweal.core import clock
from commonweal.help.models import Scheme
from commonweal.help.tests.asking_given import WARD, a_place, a_scheme
from commonweal.help.tests.factories import (
    DutyFactory,
    HelperFactory,
    HelpLineFactory,
    RequestFactory,
    SchemeMemberFactory,
)
from commonweal.sector.models import Term
from commonweal.sector.tests.factories import AreaFactory, PlaceFactory
from tests.journeys.conftest import COMPUTER, PHONE

HOUR = dt.timedelta(hours=1)
ALWAYS = [[day, "00:00", "23:59"] for day in ("mo", "tu", "we", "th", "fr", "sa", "su")]


@dataclass(frozen=True)
class Lantern:
    """The scheme of the village, who leads it, and who holds its telephone now."""

    scheme: Scheme
    lead: User
    holder: User


def open_lantern() -> Lantern:
    """The village with its scheme, on duty now; whatever nobody serves goes to the front door."""
    now = clock.now()
    PlaceFactory(name="Saltwold", everywhere=True)
    AreaFactory(code=WARD, kind="ward", name="Staithe")
    a_place()
    Term.objects.get_or_create(scheme="need", code="care", defaults={"title": "Caring"})
    HelpLineFactory()
    scheme = a_scheme("Lantern neighbours", needs=("shopping", "pets"), slug="lantern")
    lead = scheme.members.get().person
    holder = UserFactory(name="Dilys Page")
    SchemeMemberFactory(scheme=scheme, person=holder, part="phone")
    for person in (lead, holder):
        DutyFactory(scheme=scheme, person=person, starts_at=now - HOUR, ends_at=now + 6 * HOUR)
    return Lantern(scheme, lead, holder)


def asked_for(lantern: Lantern, **more: Any) -> Any:
    """Olive of Staithe Lane asks for shopping; it is being looked at."""
    now = clock.now()
    told = {"asked_at": now - 2 * HOUR, "state_since": now - HOUR, "due_at": now + 70 * HOUR,
            "owner": lantern.lead, "next_on": now + 2 * HOUR}  # fmt: skip
    return RequestFactory(scheme=lantern.scheme, **{**told, **more})


def a_helper(lantern: Lantern, name: str, metres: int, **more: Any) -> Any:
    """A helper of the scheme who shops, is free, and lives that far from Staithe Lane."""
    first = name.split(" ", maxsplit=1)[0].lower()
    return HelperFactory(
        scheme=lantern.scheme, name=name, email=f"{first}@example.org", times=ALWAYS,
        spot={"easting": 623_000 + metres, "northing": 308_000},
        **{"last_asked_at": clock.now() - 30 * 24 * HOUR, **more},
    )  # fmt: skip


def at_work(open_page: Callable[..., Any], person: User, **how: Any) -> Any:
    """A browser in which somebody is signed in."""
    page = open_page("/healthz", **how)
    client = Client()
    client.force_login(person, backend="django.contrib.auth.backends.ModelBackend")
    cookie = {"name": "sessionid", "value": client.cookies["sessionid"].value}
    page.context.add_cookies([{**cookie, "url": page.url}])
    return page


def came_to(page: Any, heading: str) -> None:
    """The page with that heading has come."""
    page.get_by_role("heading", level=1, name=heading).wait_for()


def on_both_screens(check: Callable[[Any], None]) -> Callable[[Any], None]:
    """The same check on a computer and on a phone."""

    def both(page: Any) -> None:
        before = page.viewport_size
        for screen in (COMPUTER, PHONE):
            page.set_viewport_size(screen["viewport"])
            check(page)
        page.set_viewport_size(before)

    return both
