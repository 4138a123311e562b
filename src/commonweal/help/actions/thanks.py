"""Somebody says thank you, for a helper to read."""

from __future__ import annotations

from commonweal.core import clock
from commonweal.core.actions import action
from commonweal.core.actors import Actor
from commonweal.core.refused import Refused
from commonweal.help.actions.requests import words_of
from commonweal.help.models import Asking, Helper, Request, Thanks
from commonweal.help.reports.thanking import MOST_THANKS

SAYER = "somebody you helped"


def thanked(request: Request, words: str, sayer: str) -> Thanks:
    """Keep thanks for whoever helped last. The same words said twice are said once. Inner step."""
    kept = words_of(words, "words", needed="Write what you want to say.", most=1_000)
    match = request.matches.select_related("helper").order_by("-at", "-pk").first()
    if match is None:
        raise Refused("No helper had it.")
    last = match.helper.thanks.filter(request=request).order_by("-pk").first()
    if last is not None and last.words == kept:
        return last
    return Thanks.objects.create(
        helper=match.helper, request=request, words=kept, at=clock.now(), by=sayer
    )


@action(permission="help.keep_asking", about="asking")
def say_thanks(*, by: Actor, asking: Asking, request: Request, words: str) -> Thanks:
    """Whoever asked thanks the helper, by their private link; their name is not given.

    :raises Refused: when it is not theirs, nobody helped, or nothing is said.
    """
    if request.asking_id != asking.pk:
        raise Refused("That was asked by somebody else.")
    if request.thanks.count() >= MOST_THANKS:
        raise Refused("Thank you: what you said before was passed on.")
    return thanked(request, words, SAYER)


@action(permission="help.run_requests", about="request")
def pass_on_thanks(*, by: Actor, request: Request, words: str) -> Thanks:
    """Somebody of the scheme passes on what they were told.

    :raises Refused: when nobody helped, or nothing is said.
    """
    return thanked(request, words, SAYER)


@action(permission="help.keep_own_helping", about="helper")
def read_thanks(*, by: Actor, helper: Helper) -> int:
    """The helper saw what was said to them; how many were new."""
    return Thanks.objects.filter(helper=helper, read_at=None).update(read_at=clock.now())
