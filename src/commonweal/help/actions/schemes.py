"""Schemes: set up, described, opened, paused and closed, and who has a part in them."""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from commonweal.accounts.models import User
from commonweal.core import clock
from commonweal.core.actions import action
from commonweal.core.actors import Actor
from commonweal.core.refused import Refused
from commonweal.core.unseen import seen
from commonweal.help.actions.members import tell_of_part
from commonweal.help.choices import (
    SCHEME_FOLLOWS,
    Guards,
    HelperStanding,
    Part,
    SchemeStanding,
)
from commonweal.help.models import (
    HandOver,
    Helper,
    Request,
    Scheme,
    SchemeArea,
    SchemeChange,
    SchemeMember,
    SchemeNeed,
)
from commonweal.places.models import Area, Postcode
from commonweal.places.postcodes import normalise
from commonweal.sector.models import Organisation, Term

A_SLUG = re.compile(r"^[a-z0-9]+(-[a-z0-9]+)*$")
DAYS = ("mo", "tu", "we", "th", "fr", "sa", "su")
A_TIME = re.compile(r"^([01]\d|2[0-3]):[0-5]\d$")
CODE = re.compile(r"^[A-Z]\d{8}$")
FREE = {
    "name": 200, "about": 5_000, "phone": 30, "email": 254, "address": 300,
}  # fmt: skip


@dataclass(frozen=True)
class Left:
    """What a scheme that would close still holds: each must be re-homed first."""

    requests: tuple[Request, ...]
    helpers: tuple[Helper, ...]
    offered: tuple[HandOver, ...]

    def __bool__(self) -> bool:
        return bool(self.requests or self.helpers or self.offered)


def left_in(scheme: Scheme, most: int = 50) -> Left:
    """What stands in the way of closing: open requests, standing helpers, hand-overs under way."""
    helpers = Helper.objects.of(scheme).exclude(standing=HelperStanding.LEFT)
    return Left(
        tuple(Request.objects.of(scheme).open().select_related("need").order_by("pk")[:most]),
        tuple(helpers.order_by("pk")[:most]),
        tuple(HandOver.objects.filter(to_scheme=scheme, ended_at=None).order_by("pk")[:most]),
    )


def checked_hours(hours: Sequence[Sequence[str]]) -> list[list[str]]:
    """Stretches of the week as they are kept, in order.

    :raises Refused: when one has no such day, or ends before it begins.
    """
    kept = []
    for stretch in hours:
        if (
            len(stretch) != 3
            or stretch[0] not in DAYS
            or not all(A_TIME.match(t) for t in stretch[1:])
        ):
            raise Refused("Hours are a day and two times, such as mo 09:00 12:30.", field="hours")
        if stretch[1] >= stretch[2]:
            raise Refused("Hours end after they begin.", field="hours")
        kept.append(list(stretch))
    return sorted(kept, key=lambda s: (DAYS.index(s[0]), s[1]))


@action(permission="help.set_up_schemes", keeps=("slug",))
def add_scheme(
    *, by: Actor, organisation: Organisation, slug: str, name: str, lead: User,
    front_door: bool = False, totals_only: bool = False,
) -> Scheme:  # fmt: skip
    """Set a scheme up, with its first lead, who also hears of worries about somebody's safety.

    :raises Refused: when its address is taken or cannot be, or the place has a front door.
    """
    words = seen(name).strip()
    if not words or len(words) > FREE["name"]:
        raise Refused("Give it a name of at most 200 letters.", field="name")
    if not A_SLUG.match(slug) or len(slug) > 80:
        raise Refused("Use small letters, digits and dashes, at most 80.", field="slug")
    if Scheme.objects.filter(slug=slug).exists():
        raise Refused("Another scheme has this address.", field="slug")
    if front_door and (totals_only or Scheme.objects.live().filter(front_door=True).exists()):
        raise Refused("A place has one front door, which takes requests.", field="front_door")
    now = clock.now()
    scheme = Scheme.objects.create(
        organisation=organisation, slug=slug, name=words, front_door=front_door,
        totals_only=totals_only, begun_at=now,
    )  # fmt: skip
    SchemeChange.objects.create(
        scheme=scheme, standing=SchemeStanding.PREPARING, at=now, by=by.label
    )
    SchemeMember.objects.create(
        scheme=scheme, person=lead, part=Part.LEAD, guards=Guards.LEAD, since=now, by=by.label
    )
    tell_of_part(scheme, lead, Part.LEAD, Guards.LEAD, by=by)
    return scheme


@action(permission="help.keep_scheme", about="scheme")
def describe_scheme(
    *,
    by: Actor,
    scheme: Scheme,
    edition: int | None = None,
    hours: Sequence[Sequence[str]] | None = None,
    closed_on: Sequence[dt.date] | None = None,
    languages: Iterable[str] | None = None,
    postcode: str | None = None,
    capacity: int | None = None,
    money_limit: int = 2_000,
    complaint_days: int = 7,
    keep_months: int = 12,
    words: Mapping[str, str] | None = None,
) -> Scheme:
    """Say what a scheme does, when it can be reached and how much it takes on.

    :raises Refused: when somebody changed it meanwhile, or something is too long or cannot be.
    """
    held: Scheme = Scheme.objects.select_for_update().get(pk=scheme.pk)
    if edition is not None and edition != held.edition:
        raise Refused("Somebody changed this while you had it open. Look at it again first.")
    for name, value in (words or {}).items():
        plain = seen(value).strip()
        if len(plain) > FREE[name]:
            raise Refused(f"At most {FREE[name]:,} letters are kept.", field=name)
        setattr(held, name, plain)
    if not held.name:
        raise Refused("Give it a name.", field="name")
    if not 0 <= money_limit <= 10_000 or not 1 <= complaint_days <= 30:
        raise Refused("A helper handles at most £100; a complaint is answered within 30 days.")
    if not 1 <= keep_months <= 72:
        raise Refused("Details are kept for one to 72 months after the last request.")
    held.capacity, held.money_limit = capacity, money_limit
    held.complaint_days, held.keep_months = complaint_days, keep_months
    if hours is not None:
        held.hours = checked_hours(hours)
    if closed_on is not None:
        held.closed_on = sorted(day.isoformat() for day in closed_on)
    if languages is not None:
        held.languages = sorted(set(languages))
    if postcode is not None:
        held.easting, held.northing = starting_point(postcode)
    held.edition += 1
    held.save()
    return held


def starting_point(postcode: str) -> tuple[int | None, int | None]:
    """Where a scheme's helpers start from, in metres of the national grid.

    :raises Refused: when the postcode is not known.
    """
    if not postcode.strip():
        return None, None
    row = Postcode.objects.filter(postcode=normalise(postcode)).first()
    if row is None or row.easting is None:
        raise Refused("This postcode is not known here.", field="postcode")
    return row.easting, row.northing


@action(permission="help.keep_scheme", about="scheme", keeps=("standing",))
def change_scheme(*, by: Actor, scheme: Scheme, standing: str, reason: str = "") -> Scheme:
    """Open, pause or close a scheme. It closes only once everybody was found another place.

    :raises Refused: when that may not follow; when nobody leads it, it serves no need or no area,
        or nobody hears of worries; or when somebody is still in it, and who.
    """
    held: Scheme = Scheme.objects.select_for_update().get(pk=scheme.pk)
    if standing not in SCHEME_FOLLOWS[held.standing]:
        raise Refused(f"It stands at “{held.get_standing_display()}”; that cannot follow.")
    if standing == SchemeStanding.OPEN:
        check_can_open(held)
    if standing == SchemeStanding.CLOSED and (left := left_in(held)):
        raise Refused(
            f"It still has {len(left.requests)} open requests, {len(left.helpers)} helpers and "
            f"{len(left.offered)} hand-overs. Find each another place first."
        )
    if held.front_door and standing in (SchemeStanding.PAUSED, SchemeStanding.CLOSING):
        raise Refused("It is the front door: what no other scheme takes comes here.")
    held.standing = standing
    held.edition += 1
    held.save()
    SchemeChange.objects.create(
        scheme=held, standing=standing, at=clock.now(), by=by.label,
        reason=seen(reason).strip()[:500],
    )  # fmt: skip
    return held


def check_can_open(scheme: Scheme) -> None:
    """Refuse to open what could lose somebody.

    :raises Refused: when it has no lead, nobody who guards, no need or no area.
    """
    members = SchemeMember.objects.standing().filter(scheme=scheme)
    if not members.who(Part.LEAD).exists():
        raise Refused("Name somebody who leads it first.")
    if not members.guarding().exists():
        raise Refused("Name somebody who hears of worries about somebody's safety first.")
    if scheme.totals_only:
        return
    if not scheme.front_door and not (scheme.needs.exists() and scheme.areas.exists()):
        raise Refused("Say first which needs it answers, and in which areas.")


@action(permission="help.keep_scheme", about="scheme", keeps=("codes",))
def serve_areas(*, by: Actor, scheme: Scheme, codes: Iterable[str]) -> None:
    """Say which areas a scheme serves, by their codes, in place of those before.

    :raises Refused: when one is not known here.
    """
    wanted = set(codes)
    known = set(Area.objects.filter(code__in=wanted).values_list("code", flat=True))
    if unknown := sorted(c for c in wanted - known):
        raise Refused(f"{unknown[0]} is no area that is known here.", field="codes")
    SchemeArea.objects.filter(scheme=scheme).exclude(code__in=wanted).delete()
    there = set(SchemeArea.objects.filter(scheme=scheme).values_list("code", flat=True))
    SchemeArea.objects.bulk_create(
        SchemeArea(scheme=scheme, code=code) for code in sorted(wanted - there)
    )


@action(permission="help.keep_scheme", about="scheme")
def serve_need(*, by: Actor, scheme: Scheme, term: Term, minutes: int = 60) -> SchemeNeed:
    """Say that a scheme answers a need, and how long it usually takes.

    :raises Refused: when it is no need, or the minutes cannot be.
    """
    if term.scheme != "need":
        raise Refused("Choose a need from the list.", field="term")
    if not 5 <= minutes <= 720:
        raise Refused("A task takes five minutes to twelve hours.", field="minutes")
    served, _ = SchemeNeed.objects.update_or_create(
        scheme=scheme, term=term, defaults={"minutes": minutes}
    )
    return served


@action(permission="help.keep_scheme", about="scheme")
def drop_need(*, by: Actor, scheme: Scheme, term: Term) -> None:
    """Answer a need no longer; requests that are open for it stay."""
    SchemeNeed.objects.filter(scheme=scheme, term=term).delete()
