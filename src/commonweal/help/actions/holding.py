"""Putting a request on hold because somebody may not be safe, and letting it go on."""

from __future__ import annotations

from commonweal.core import clock
from commonweal.core.actions import action
from commonweal.core.actors import Actor
from commonweal.core.refused import Refused
from commonweal.help.actions import life
from commonweal.help.actions.ending import let_go
from commonweal.help.choices import MatchEnd, State
from commonweal.help.models import Request


def put_on_hold(request: Request, *, by: Actor) -> Request:
    """Stop every match of a request, held before; essentials go on with the scheme's own people.

    Its lead or whoever is on duty decides the same day what cannot wait. Inner step.
    """
    request.held = True
    if let_go(request, MatchEnd.HELD, by=by) and request.state == State.ASSIGNED:
        life.step(request, State.TRIAGE, by=by, reason="On hold")
    what = "Decide today what cannot wait" if request.essential else "On hold"
    if request.state != State.CLOSED:
        life.look_again(request, clock.now() + life.SOON, what)
    return request


@action(permission="help.keep_worries", about="request")
def hold_request(*, by: Actor, request: Request) -> Request:
    """Put a request on hold: no helper is looked for, and whoever had it can read it no more."""
    asked = life.held(request)
    if asked.held:
        raise Refused("It is on hold already.")
    return put_on_hold(asked, by=by)


@action(permission="help.keep_worries", about="request")
def release_hold(*, by: Actor, request: Request) -> Request:
    """Let a request go on: a helper may be looked for again."""
    asked = life.held(request)
    if not asked.held:
        raise Refused("It is not on hold.")
    asked.held = False
    if asked.state != State.CLOSED:
        life.look_again(asked, clock.now() + life.SOON, "No longer on hold: go on")
    else:
        asked.save()
    return asked
