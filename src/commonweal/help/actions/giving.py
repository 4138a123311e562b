"""Something is given to a household, counted by what is said to be counted, and never twice."""

from __future__ import annotations

import datetime as dt
import uuid
from decimal import Decimal
from typing import Any

from django.db import IntegrityError, transaction

from commonweal.core import clock
from commonweal.core.actions import action
from commonweal.core.actors import Actor
from commonweal.core.refused import Refused
from commonweal.core.unseen import seen
from commonweal.help.actions.households import mark_for, times_before, told_of
from commonweal.help.actions.requests import words_of
from commonweal.help.choices import SCHEME_LIVES, CountBasis, GivenKind
from commonweal.help.households import Told
from commonweal.help.models import Client, Given, Request, Scheme, Stop
from commonweal.help.parcels import DAYS, month_of, months_kept

MOST_PEOPLE = 30
MOST_PENCE = 1_000_000


def check_people(adults: int, children: int) -> None:
    """Refuse what is given to nobody, or to more than live anywhere."""
    if min(adults, children) < 0 or adults + children == 0:
        raise Refused("Say for how many people it is.", field="adults")
    if adults + children > MOST_PEOPLE:
        raise Refused(f"More than {MOST_PEOPLE} people: write down each household.", field="adults")


def check_kind(kind: str, basis: str, days: int | None, what: str, pence: int | None) -> None:
    """Refuse what does not say what it is, what it counts, or how long it lasts."""
    if kind not in GivenKind.values:
        raise Refused("Choose what was given.", field="kind")
    if basis not in CountBasis.values:
        raise Refused("Say whether people are counted, or households.", field="basis")
    if kind == GivenKind.PARCEL and days not in DAYS:
        raise Refused("A parcel lasts 3 days or 7.", field="days")
    if kind == GivenKind.PACK and not what:
        raise Refused("Say which pack, such as “creativity pack”.", field="what")
    if kind in (GivenKind.VOUCHER, GivenKind.GRANT) and not pence:
        raise Refused("Say how much it is worth.", field="pence")
    if pence is not None and not 0 <= pence <= MOST_PENCE:
        raise Refused("That is more than £10,000. Look at the figure again.", field="pence")


def check_day(on: dt.date) -> None:
    """Refuse a day to come, and one whose months are no longer kept apart."""
    if on > clock.today():
        raise Refused("That day is to come.", field="on")
    if month_of(on) not in months_kept(clock.today()):
        raise Refused("That is more than six months ago. Report it with the totals.", field="on")


def check_whose(scheme: Scheme, client: Client | None, request: Request | None) -> None:
    """Refuse a scheme that is closed, and the record of another: each is a room of its own."""
    if scheme.standing not in SCHEME_LIVES:
        raise Refused(f"{scheme} is closed.")
    for thing in (client, request):
        if thing is not None and thing.scheme_id != scheme.pk:
            raise Refused("That record is not of this scheme.")
    if client is not None and request is not None and request.client_id != client.pk:
        raise Refused("That request is somebody else's.")


def written_before(scheme: Scheme, key: uuid.UUID | None) -> Given | None:
    """What was written down from this very form already."""
    return Given.objects.filter(scheme=scheme, key=key).first() if key else None


def check_number(scheme: Scheme, number: str) -> None:
    """Refuse a voucher that was given to somebody already."""
    if number and Given.objects.counted().filter(scheme=scheme, number=number).exists():
        raise Refused(f"Voucher {number} was given out already.", field="number")


def write_given(*, by: Actor, scheme: Scheme, household: Told | None, **told: Any) -> Given:
    """Write a row of what was given, marked so that the household is known again. Inner step.

    Whoever sends the same form at the same moment gets the row that was written first.
    """
    on, kind = told["on"], told["kind"]
    given = Given(
        scheme=scheme, by=by.label, at=clock.now(), mark=mark_for(scheme, household, on),
        times=times_before(scheme, household, on, kind), **told,
    )  # fmt: skip
    try:
        with transaction.atomic():
            given.save()
    except IntegrityError:
        if first := written_before(scheme, told.get("key")):
            return first
        check_number(scheme, given.number)
        raise
    return given


def tidy_number(number: str) -> str:
    """A voucher's number as it is kept: capitals, no spaces."""
    return "".join(seen(number).split()).upper()[:40]


@action(permission="help.give", about="scheme", keeps=("kind", "on", "basis", "days"))
def give(
    *,
    by: Actor,
    scheme: Scheme,
    kind: str,
    on: dt.date,
    adults: int,
    children: int,
    basis: str,
    days: int | None = None,
    what: str = "",
    kilograms: Decimal | None = None,
    pence: int | None = None,
    number: str = "",
    source: str = "",
    reason: str = "",
    diet: str = "",
    allergens: str = "",
    client: Client | None = None,
    request: Request | None = None,
    household: Told | None = None,
    area: str = "",
    key: uuid.UUID | None = None,
) -> Given:
    """Write down that something was given to a household on a day.

    ``household`` says who they are without keeping it: postcode, house and surname. ``key`` names
    the form: sent twice, it is given once.

    :raises Refused: when it does not say what is counted, for how many, for how long, or a
        voucher was given out already.
    """
    if first := written_before(scheme, key):
        return first
    check_whose(scheme, client, request)
    client = client or (request.client if request else None)
    check_people(adults, children)
    check_kind(kind, basis, days, what.strip(), pence)
    check_day(on)
    check_number(scheme, tidy_number(number))
    return write_given(
        by=by, scheme=scheme, household=household or (told_of(client) if client else None),
        kind=kind, on=on, adults=adults, children=children, basis=basis,
        days=days if kind == GivenKind.PARCEL else None, what=words_of(what, "what", most=120),
        kilograms=kilograms, pence=pence, number=tidy_number(number),
        source=words_of(source, "source", most=120), reason=words_of(reason, "reason", most=30),
        diet=words_of(diet, "diet"), allergens=words_of(allergens, "allergens"),
        client=client, request=request, area=area or (client.area if client else ""), key=key,
    )  # fmt: skip


def undo_given(given: Given, *, by: Actor, why: str) -> None:
    """Count something no more, and keep why. Inner step."""
    given.taken_back_at, given.taken_back_why = clock.now(), f"{why} ({by.label})"[:300]
    given.save()


@action(permission="help.give", about="given")
def take_back_given(*, by: Actor, given: Given, reason: str) -> Given:
    """Say that something was not given after all: it stays in the list and counts no more.

    :raises Refused: when nobody says why, or it was taken back already.
    """
    held: Given = Given.objects.select_for_update().get(pk=given.pk)
    why = words_of(reason, "reason", needed="Say why, so that the numbers can be told.", most=200)
    if held.taken_back_at is not None:
        raise Refused("It was taken back already.")
    undo_given(held, by=by, why=why)
    return held


def given_at_door(stop: Stop, *, by: Actor, on: dt.date) -> Given | None:
    """Count what a driver handed over at a stop, once; count it again if it was undone. Inner step.

    Nothing is counted where the stop does not say what it gives.
    """
    there: Given | None = Given.objects.filter(stop=stop).first()
    if there is not None:
        if there.taken_back_at is not None:
            there.taken_back_at, there.taken_back_why = None, ""
            there.save()
        return there
    if not stop.gives:
        return None
    client: Client | None = stop.client
    return write_given(
        by=by, scheme=stop.round.scheme, household=told_of(client) if client else None, on=on,
        client=client, request=stop.request, stop=stop, area=client.area if client else "",
        allergens=stop.allergens, key=stop.key, **stop.gives,
    )  # fmt: skip


def not_given_at_door(stop: Stop, *, by: Actor) -> None:
    """Count no more what a driver at first said was handed over. Inner step."""
    for given in Given.objects.counted().filter(stop=stop):
        undo_given(given, by=by, why="The driver said otherwise afterwards")
