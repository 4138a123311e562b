"""Visits: planned, begun while somebody watches, and ended when the helper says they are back."""

from __future__ import annotations

import datetime as dt
import secrets

from commonweal.accounts.models import User
from commonweal.core import clock
from commonweal.core.actions import action
from commonweal.core.actors import Actor
from commonweal.core.refused import Refused
from commonweal.core.unseen import seen
from commonweal.help.actions import life
from commonweal.help.actions.telling import look_soon, take_back_texts, tell_person
from commonweal.help.actions.visit_letters import tell_helper
from commonweal.help.choices import HelperStanding, State, VisitStanding
from commonweal.help.hidden import why_refused
from commonweal.help.lone import expected_end
from commonweal.help.models import Alert, Duty, Helper, Match, Request, Scheme, Visit

# Said at the door, so short, plain, and hard to mishear; none is a name or a colour of a door.
WORDS = (
    "acorn", "anchor", "badger", "barley", "basket", "beacon", "bramble", "bucket", "button",
    "candle", "carrot", "castle", "cherry", "clover", "cobbler", "copper", "cricket", "daisy",
    "dolphin", "donkey", "falcon", "feather", "fiddle", "garden", "ginger", "hazel", "hedgehog",
    "heron", "jigsaw", "kettle", "ladder", "lantern", "lemon", "lobster", "magpie", "mallet",
    "marble", "meadow", "mitten", "mustard", "nutmeg", "orchard", "otter", "paddle", "parsley",
    "pebble", "pepper", "pickle", "pigeon", "pocket", "puffin", "pumpkin", "rabbit", "ribbon",
    "saddle", "salmon", "spanner", "sparrow", "teapot", "thimble", "thistle", "turnip", "walnut",
    "windmill",
)  # fmt: skip
LONGEST = 8 * 60
AHEAD = dt.timedelta(days=366)
EARLY = dt.timedelta(hours=1)
JUST_NOW = dt.timedelta(minutes=15)
MAY_GO = (HelperStanding.READY, HelperStanding.PAUSED)


def draw_word(request: Request) -> str:
    """A word for the door, other than the last one they were told."""
    last = Visit.objects.filter(match__request=request).order_by("-pk").first()
    return secrets.choice([word for word in WORDS if last is None or word != last.password])


def held_visit(visit: Visit) -> tuple[Visit, Request]:
    """A visit and its request as they are now, kept for whoever acts until the action ends."""
    request = life.held(visit.match.request)
    now: Visit = Visit.objects.select_for_update(of=("self",)).select_related(
        "match__helper__scheme"
    ).get(pk=visit.pk)  # fmt: skip
    return now, request


def may_go(match: Match, request: Request) -> None:
    """Refuse a visit where the helper may not go to the person now."""
    if match.ended_at is not None:
        raise Refused("The helper no longer has this task.")
    if request.held:
        raise Refused("It is on hold because of a worry about somebody's safety. Do not go.")
    if not request.may_match:
        raise Refused("They have not agreed to be helped for now. Do not go; ring the scheme.")
    if match.helper.standing not in MAY_GO:
        raise Refused("The helper may not make visits now. Ring the scheme.")


def checked_minutes(minutes: int) -> int:
    """How long a visit takes, if it can be that."""
    if not 5 <= minutes <= LONGEST:
        raise Refused("A visit takes from 5 minutes to 8 hours.", field="minutes")
    return minutes


def checked_start(match: Match, starts_at: dt.datetime, minutes: int, *, but: int = 0) -> None:
    """Refuse a time that has passed, is too far off, or at which the helper is elsewhere."""
    now = clock.now()
    if starts_at < now - JUST_NOW:
        raise Refused("Choose a time that is still to come.", field="starts_at")
    if starts_at > now + AHEAD:
        raise Refused("Choose a day within a year.", field="starts_at")
    theirs = Visit.objects.filter(
        match__helper_id=match.helper_id,
        standing__in=[VisitStanding.PLANNED, VisitStanding.UNDER_WAY],
        starts_at__lt=expected_end(starts_at, minutes), expected_end__gt=starts_at,
    )  # fmt: skip
    if theirs.exclude(pk=but).exists():
        raise Refused("The helper is expected on another visit then.", field="starts_at")


def at_the_door(visit: Visit, request: Request) -> None:
    """Tell the person when their helper comes and the word they say; by their safe way only."""
    scheme, when = request.scheme, clock.here(visit.starts_at)
    name = visit.match.helper.name.split(" ")[0] or "Your visitor"
    words = (
        f"{name} comes on {when:%A %-d %B at %H:%M} and says the word “{visit.password}” at the "
        f"door. Let in nobody who does not know it. Never give a card or a PIN."
    )
    words += f" Questions: {scheme.phone}" if scheme.phone else ""
    what = f"Ring them: the visit of {when:%-d %B, %H:%M} and its word"
    tell_person(request, words, about=f"visit:{visit.pk}/", what=what, by_when=visit.starts_at)


def make_visit(match: Match, request: Request, starts_at: dt.datetime, minutes: int) -> Visit:
    """A planned visit of which the person was told. Inner step."""
    visit = Visit.objects.create(
        match=match, starts_at=starts_at, minutes=minutes, password=draw_word(request),
        expected_end=expected_end(starts_at, minutes),
    )  # fmt: skip
    at_the_door(visit, request)
    return visit


@action(permission="help.keep_visit", about="match", keeps=("starts_at", "minutes"))
def plan_visit(*, by: Actor, match: Match, starts_at: dt.datetime, minutes: int) -> Visit:
    """Plan a visit. A word for the door is drawn; the person is told it by their safe way, and
    the helper when they come.

    The same visit planned twice is one.

    :raises Refused: when the helper may not go, or cannot then.
    """
    request = life.held(match.request)
    match = Match.objects.select_related("helper__scheme").get(pk=match.pk)
    may_go(match, request)
    checked_minutes(minutes)
    same = match.visits.filter(starts_at=starts_at, standing=VisitStanding.PLANNED).first()
    if same is not None and same.minutes == minutes:
        return same
    checked_start(match, starts_at, minutes)
    visit = make_visit(match, request, starts_at, minutes)
    tell_helper(visit, by=by)
    return visit


@action(permission="help.keep_visit", about="visit", keeps=("starts_at", "minutes"))
def change_visit(*, by: Actor, visit: Visit, starts_at: dt.datetime, minutes: int) -> Visit:
    """Plan a visit for another time; the person is told anew, with the same word.

    :raises Refused: when it has begun or is over, or cannot be then.
    """
    now, request = held_visit(visit)
    if now.standing != VisitStanding.PLANNED:
        raise Refused("It is not planned any more, so its time cannot be changed.")
    may_go(now.match, request)
    checked_start(now.match, starts_at, checked_minutes(minutes), but=now.pk)
    now.starts_at, now.minutes = starts_at, minutes
    now.expected_end = expected_end(starts_at, minutes)
    now.save()
    take_back_texts(request.scheme, f"visit:{now.pk}/")
    at_the_door(now, request)
    tell_helper(now, by=by)
    return now


@action(permission="help.keep_visit", about="visit")
def call_off_visit(*, by: Actor, visit: Visit) -> Visit:
    """Call off a visit that has not begun; the person is told.

    :raises Refused: when it has begun or is over.
    """
    now, request = held_visit(visit)
    if now.standing == VisitStanding.CALLED_OFF:
        return now
    if now.standing != VisitStanding.PLANNED:
        raise Refused("It has begun or is over, so it cannot be called off.")
    now.standing, now.ended_at = VisitStanding.CALLED_OFF, clock.now()
    now.save()
    take_back_texts(request.scheme, f"visit:{now.pk}/")
    when = f"{clock.here(now.starts_at):%A %-d %B, %H:%M}"
    tell_person(
        request, f"The visit of {when} was called off. We will be in touch.",
        about=f"visit:{now.pk}/", what=f"Ring them: the visit of {when} was called off",
        by_when=now.starts_at,
    )  # fmt: skip
    tell_helper(now, by=by, off=True)
    return now


def watcher_now(scheme: Scheme, at: dt.datetime) -> User | None:
    """Who is on duty and watches over fewest visits, if anybody is on duty."""
    duties = Duty.objects.at(at).filter(scheme=scheme).select_related("person")
    people = {d.person_id: d.person for d in duties.order_by("starts_at", "pk")}
    watched = Visit.objects.under_way().filter(watcher__in=people, match__request__scheme=scheme)
    busy = list(watched.values_list("watcher_id", flat=True))
    return min(people.values(), key=lambda p: (busy.count(p.pk), p.pk), default=None)


@action(permission="help.keep_visit", about="visit")
def begin_visit(*, by: Actor, visit: Visit) -> Visit:
    """The helper is going in. Somebody on duty watches over it from now until they are back.

    Begun twice it is begun once. It lasts as long as was planned, from now.

    :raises Refused: when nobody is on duty, the helper may not go, or it is not yet time.
    """
    now, request = held_visit(visit)
    if now.standing == VisitStanding.UNDER_WAY:
        return now
    if now.standing != VisitStanding.PLANNED:
        raise Refused(f"It stands at “{now.get_standing_display().lower()}”. Plan another.")
    may_go(now.match, request)
    moment = clock.now()
    if now.starts_at - moment > EARLY:
        raise Refused("It is planned for later. Change its time first.")
    watcher = watcher_now(request.scheme, moment)
    if watcher is None:
        raise Refused(nobody_on_duty(request.scheme))
    now.watcher, now.began_at, now.standing = watcher, moment, VisitStanding.UNDER_WAY
    now.starts_at = min(now.starts_at, moment)
    now.expected_end = expected_end(moment, now.minutes)
    now.save()
    if request.state == State.ASSIGNED:
        life.step(request, State.IN_PROGRESS, by=by)
    return now


def nobody_on_duty(scheme: Scheme) -> str:
    """Why a visit may not begin, and what to do."""
    ring = f" Ring {scheme.phone}." if scheme.phone else ""
    return f"Do not go in: nobody is on duty who would notice if you did not come back.{ring}"


def report_kept(report: str) -> str:
    """What a helper wrote, unless it holds a code or a card: saying “back” must never fail."""
    plain = seen(report).strip()[:2_000]
    return "" if why_refused(plain) else plain


@action(permission="help.keep_visit", about="visit")
def say_back(*, by: Actor, visit: Visit, report: str = "") -> Visit:
    """The helper is back and safe: nobody is alarmed any more. Said twice it is said once.

    A report that holds a code is left out, and the rest stands. A visit that was forgotten to be
    begun may be ended as well, once its time has come.

    :raises Refused: when it was called off, did not happen, or its time is still to come.
    """
    now, request = held_visit(visit)
    if now.standing == VisitStanding.OVER:
        return now
    moment = clock.now()
    early = now.standing == VisitStanding.PLANNED and now.starts_at > moment
    if early or now.standing not in (VisitStanding.PLANNED, VisitStanding.UNDER_WAY):
        raise Refused("This visit is not under way.")
    now.began_at = now.began_at or now.starts_at
    finish(now, by=by, report=report_kept(report))
    more = Visit.objects.filter(match=now.match, standing=VisitStanding.PLANNED).exists()
    if request.state in (State.ASSIGNED, State.IN_PROGRESS) and not more:
        look_soon(request, "The helper is back: is it done?")
    return now


def finish(visit: Visit, *, by: Actor, report: str = "") -> None:
    """End a visit, and answer every alert of it. Inner step."""
    moment = clock.now()
    visit.standing, visit.ended_at = VisitStanding.OVER, moment
    visit.report = report or visit.report
    visit.save()
    Alert.objects.filter(visit=visit, answered_at=None).update(
        answered_at=moment, answered_by=by.label
    )


@action(permission="help.keep_visit", about="visit", keeps=("minutes",))
def stay_longer(*, by: Actor, visit: Visit, minutes: int) -> Visit:
    """The helper is safe and stays so many minutes longer, from now; they are watched on.

    Where somebody was alarmed already the rest is a visit of its own, so that alerts climb again.

    :raises Refused: when it is not under way.
    """
    now, request = held_visit(visit)
    if now.standing != VisitStanding.UNDER_WAY:
        raise Refused("This visit is not under way.")
    return watch_on(now, request, checked_minutes(minutes), by=by)


def watch_on(visit: Visit, request: Request, minutes: int, *, by: Actor) -> Visit:
    """Expect a helper back later, under the same watch. Inner step."""
    moment = clock.now()
    ends = expected_end(moment, minutes)
    if not visit.alerts.exists():
        visit.expected_end = max(ends, visit.expected_end)
        visit.save()
        return visit
    finish(visit, by=by)
    return Visit.objects.create(
        match=visit.match, starts_at=moment, minutes=minutes, expected_end=ends,
        password=visit.password, standing=VisitStanding.UNDER_WAY, began_at=moment,
        watcher=watcher_now(request.scheme, moment) or visit.watcher,
    )  # fmt: skip


@action(permission="help.run_requests", about="visit")
def note_missed(*, by: Actor, visit: Visit) -> Visit:
    """A planned visit did not happen; its owner sees to the person.

    :raises Refused: when its time has not come, or it was begun.
    """
    now, request = held_visit(visit)
    if now.standing != VisitStanding.PLANNED or now.starts_at > clock.now():
        raise Refused("Only a visit whose time has come and that nobody began can be missed.")
    now.standing, now.ended_at = VisitStanding.MISSED, clock.now()
    now.save()
    if request.state in (State.ASSIGNED, State.IN_PROGRESS):
        look_soon(request, "A visit did not happen")
    return now


def helpers_visits(helper: Helper) -> list[Visit]:
    """What a helper has before them and has begun, the next first."""
    mine = Visit.objects.filter(
        match__helper=helper, standing__in=[VisitStanding.PLANNED, VisitStanding.UNDER_WAY]
    )
    return list(mine.select_related("match__request__need").order_by("starts_at", "pk")[:100])
