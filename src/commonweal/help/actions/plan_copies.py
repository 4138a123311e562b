"""A person's own copy of their plan: by a private link to their e-mail address, or by letter."""

from __future__ import annotations

import datetime as dt

from commonweal.comms.letters import write_letter
from commonweal.comms.outbox import POSTMASTER
from commonweal.core import clock
from commonweal.core.actions import action
from commonweal.core.actors import Actor
from commonweal.core.refused import Refused
from commonweal.core.tokens import new_token
from commonweal.help.actions.looks import add_to_chain
from commonweal.help.actions.plans import changed, held_plan, stands
from commonweal.help.choices import LookKind
from commonweal.help.models import Client, Plan
from commonweal.help.reports.letters import why_not_written

OPEN_FOR = dt.timedelta(days=14)
BY_HAND = "Give it to them by hand, when you meet."
ANOTHER_WAY = f"They named another way that is safe for them. {BY_HAND}"


def why_no_letter(client: Client) -> str:
    """Why a plan may not be sent to somebody by post; empty when it may."""
    if why := why_not_written(client):
        return f"{why} {BY_HAND}"
    if not client.address.strip():
        return f"They told no address. {BY_HAND}"
    return ANOTHER_WAY if client.safe.get("way") not in (None, "", "letter") else ""


def why_no_link(client: Client) -> str:
    """Why no link to a plan may go to somebody's e-mail address; empty when it may."""
    if why := why_not_written(client):
        return f"{why} {BY_HAND}"
    if not client.email:
        return "They gave no e-mail address."
    return ANOTHER_WAY if client.safe.get("way") not in (None, "", "email") else ""


def is_open_to_person(plan: Plan, at: dt.datetime) -> bool:
    """Whether a person may read their own copy by its link now."""
    client, until = plan.client, plan.open_until
    return bool(plan.digest and until and until > at and stands(plan) and not why_no_link(client))


@action(permission="help.keep_plans", about="plan")
def send_plan(*, by: Actor, plan: Plan, edition: int | None = None) -> Plan:
    """Write to the person with a private link to their own copy; one sent before closes.

    :raises Refused: when that is not safe for them, or they gave no e-mail address.
    """
    mine = held_plan(plan, edition)
    if why := why_no_link(mine.client):
        raise Refused(why)
    token, mine.digest = new_token()
    mine.open_until = clock.now() + OPEN_FOR
    write_letter(
        "help/letters/plan.txt", by=POSTMASTER, to=mine.client.email, secret=True, private=True,
        reply_to=mine.client.scheme.email, token=token, until=mine.open_until,
        called=mine.client.called or "reader", phone=mine.client.scheme.phone,
        about=f"help.scheme:{mine.client.scheme_id}/plan:{mine.pk}/",
    )  # fmt: skip
    passed_on(mine, "their own copy of a plan, by link", by=by)
    return changed(mine)


def passed_on(plan: Plan, purpose: str, *, by: Actor) -> None:
    """Write into the chain of looks that a copy left. Inner step."""
    client = plan.client
    add_to_chain(
        [client.uuid], by=by, scheme=client.scheme, kind=LookKind.SHARE, purpose=purpose, role=""
    )


@action(permission="help.keep_plans", about="plan")
def close_plan_link(*, by: Actor, plan: Plan) -> Plan:
    """Close the link to somebody's own copy at once."""
    mine: Plan = Plan.objects.select_for_update().get(pk=plan.pk)
    mine.digest, mine.open_until = None, None
    return changed(mine)


@action(permission="help.keep_plans", about="plan")
def note_plan_posted(*, by: Actor, plan: Plan, edition: int | None = None) -> Plan:
    """Write down that somebody's own copy was printed and posted to them.

    :raises Refused: when a letter is not safe for them.
    """
    mine = held_plan(plan, edition)
    if why := why_no_letter(mine.client):
        raise Refused(why)
    passed_on(mine, "their own copy of a plan, by letter", by=by)
    return mine
