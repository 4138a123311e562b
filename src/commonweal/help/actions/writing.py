"""Writing to people who asked: text messages go out only where that is safe."""

from __future__ import annotations

from commonweal.comms.actions import post_message
from commonweal.comms.choices import Channel
from commonweal.comms.outbox import POSTMASTER
from commonweal.comms.reports import mobile_of
from commonweal.core import clock
from commonweal.core.actions import action
from commonweal.core.actors import Actor
from commonweal.core.refused import Refused
from commonweal.help.actions import life
from commonweal.help.actions.telling import of_scheme
from commonweal.help.choices import TryOutcome, TryWay
from commonweal.help.models import Request, Try
from commonweal.help.reports.letters import KINDS, way_of_text, why_no_text, why_not_written, write


@action(permission="help.run_requests", about="request", keeps=("kind",))
def text_person(*, by: Actor, request: Request, kind: str) -> Try:
    """Send one of our text messages to whoever asked, and write down that somebody did.

    It goes to the number, and in the hours, that they said were safe.

    :raises Refused: when it is none of ours, or a text is not safe for them.
    """
    asked = life.held(request)
    if kind not in KINDS:
        raise Refused("Choose what to say.", field="kind")
    if why := why_no_text(asked.client):
        raise Refused(why)
    way = way_of_text(asked.client, clock.now())
    post_message(
        by=POSTMASTER, to=mobile_of(way.number) or way.number, subject="A text message",
        body=write(kind, asked).text, channel=Channel.TEXT, secret=True, private=True,
        about=of_scheme(asked.scheme, f"request:{asked.pk}/"), not_before=way.not_before,
    )  # fmt: skip
    return noted(asked, TryWay.TEXT, KINDS[kind], by=by)


@action(permission="help.run_requests", about="request", keeps=("kind",))
def note_letter(*, by: Actor, request: Request, kind: str) -> Try:
    """Write down that one of our letters was printed and posted.

    :raises Refused: when it is none of ours, or a letter is not safe for them.
    """
    asked = life.held(request)
    if kind not in KINDS:
        raise Refused("Choose what to say.", field="kind")
    if why := why_not_written(asked.client):
        raise Refused(why)
    return noted(asked, TryWay.LETTER, KINDS[kind], by=by)


def noted(request: Request, way: str, words: str, *, by: Actor) -> Try:
    """Write it down beside the other tries. Inner step."""
    return Try.objects.create(
        request=request, at=clock.now(), by=by.label, way=way, outcome=TryOutcome.SENT, note=words
    )
