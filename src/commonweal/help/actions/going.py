"""What was written to somebody is looked at again the moment before it goes.

Between writing and going lie hours, or days where nothing sends by itself: an offer is taken back,
somebody turns out to be in danger, wants no more, has another number, or their safe hours end.
"""

from __future__ import annotations

import datetime as dt
import re
from collections import defaultdict
from collections.abc import Iterable
from typing import Any

from commonweal.comms.choices import Channel
from commonweal.comms.models import Message
from commonweal.comms.outbox import POSTMASTER
from commonweal.comms.reports import mobile_of
from commonweal.core import clock
from commonweal.core.actions import action
from commonweal.core.actors import Actor
from commonweal.help.actions import life
from commonweal.help.actions.plan_copies import is_open_to_person
from commonweal.help.actions.telling import look_soon, way_to
from commonweal.help.choices import OPEN_STATES, HelperStanding, OfferAnswer
from commonweal.help.models import Client, Helper, Offer, Plan, Request, Visit
from commonweal.help.reports.letters import why_not_written

GOES, NEVER = "goes", "never"
ABOUT = re.compile(
    r"help\.scheme:\d+/(?:bulk:\w+/)?(offer|visit|request|person|helper|plan):(\d+)/"
)
KEPT: dict[str, Any] = {
    "offer": Offer.objects.select_related("helper"),
    "visit": Visit.objects.select_related("match__request__client", "match__request__scheme"),
    "request": Request.objects.select_related("client", "scheme"),
    "person": Client.objects.all(),
    "helper": Helper.objects.all(),
    "plan": Plan.objects.select_related("client"),
}
NOT_TOLD = "Ring them: what was to be sent to them is not safe any more"


def things_of(messages: Iterable[Message]) -> dict[int, Any]:
    """What each of these is about, by its key; nothing where it is about no person.

    One question for each kind, however many there are. ``None`` is said of what is gone.
    """
    about = {m.pk: found for m in messages if (found := ABOUT.fullmatch(m.about))}
    keys: dict[str, set[int]] = defaultdict(set)
    for found in about.values():
        keys[found[1]].add(int(found[2]))
    things = {kind: KEPT[kind].in_bulk(wanted) for kind, wanted in keys.items()}
    return {pk: things[found[1]].get(int(found[2])) for pk, found in about.items()}


def fates(messages: Iterable[Message], at: dt.datetime) -> dict[int, str | dt.datetime]:
    """Of each, whether it goes at a moment, goes never, or not before another."""
    found = list(messages)
    things = things_of(found)
    return {m.pk: fate(m, things[m.pk], at) if m.pk in things else GOES for m in found}


def fate(message: Message, thing: Any, at: dt.datetime) -> str | dt.datetime:
    """Whether one goes, by what it is about as that is now."""
    if isinstance(thing, Offer):
        stands = thing.answer == OfferAnswer.WAITING and thing.expires_at > at
        return to_helper(message, thing.helper) if stands else NEVER
    if isinstance(thing, Helper):
        return to_helper(message, thing)
    if isinstance(thing, Plan) and not is_open_to_person(thing, at):
        return NEVER
    client = client_of(thing)
    return NEVER if client is None else to_client(message, client, at)


def client_of(thing: Any) -> Client | None:
    """Whom something is for."""
    if isinstance(thing, Client):
        return thing
    request = request_of(thing)
    client: Client | None = getattr(request or thing, "client", None)
    return client


def request_of(thing: Any) -> Request | None:
    """The request that a message is about, if it is about one."""
    if isinstance(thing, Visit):
        return thing.match.request
    return thing if isinstance(thing, Request) else None


def to_helper(message: Message, helper: Helper) -> str:
    """Whether something goes to a helper: while they help, at the address they have now."""
    now = helper.email if message.channel == Channel.EMAIL else mobile_of(helper.phone)
    return GOES if helper.standing == HelperStanding.READY and now == message.to else NEVER


def to_client(message: Message, client: Client, at: dt.datetime) -> str | dt.datetime:
    """Whether something goes to somebody who is helped: only where, and when, it is safe now."""
    if client.forgotten_on is not None:
        return NEVER
    if message.channel == Channel.EMAIL:
        return NEVER if why_not_written(client) or client.email != message.to else GOES
    way = way_to(client, at)
    if way.why_not or mobile_of(way.number) != message.to:
        return NEVER
    return way.not_before or GOES


def still_goes(message: Message) -> bool:
    """Whether a message that is due is sent now; asked by the outbox, which knows nobody."""
    if fates([message], clock.now())[message.pk] == GOES:
        return True
    hold_back(by=POSTMASTER, message=message)
    return False


@action(permission="help.keep_house")
def hold_back(*, by: Actor, message: Message) -> bool:
    """Put off what is not safe at this hour, and take back what is not to go at all.

    Who answers for the request is to ring instead. Gives whether it was held back.
    """
    waits = Message.objects.select_for_update().filter(pk=message.pk)
    now = clock.now()
    thing = things_of(waits).get(message.pk)
    if (mine := waits.first()) is None or (what := fate(mine, thing, now)) == GOES:
        return False
    if isinstance(what, dt.datetime):
        waits.update(next_try_at=what)
        return True
    waits.delete()
    if (request := request_of(thing)) is not None:
        asked = life.held(request)
        if asked.state in OPEN_STATES:
            look_soon(asked, NOT_TOLD)
    return True


def to_send_by_hand(messages: Iterable[Message], at: dt.datetime) -> list[Message]:
    """Those of these that a person may send by their own telephone at this moment."""
    found = list(messages)
    what = fates(found, at)
    return [m for m in found if what[m.pk] == GOES]
