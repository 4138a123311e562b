"""What somebody may do with their own asking on their private page."""

from __future__ import annotations

from commonweal.core import clock
from commonweal.core.actions import action
from commonweal.core.actors import Actor
from commonweal.core.refused import Refused
from commonweal.help.actions import life
from commonweal.help.actions.ending import let_go
from commonweal.help.actions.requests import words_of
from commonweal.help.choices import ENDINGS, FOLLOWS, Knows, MatchEnd, State
from commonweal.help.models import Asking, Note, Request

THEIR_WORD = "They took it back themselves, on their page."
MOST_ADDED = 10
NOT_YOURS = "Only the person themselves can do that. Please ring us."


def of_asking(asking: Asking) -> list[Request]:
    """The requests of an asking, each held.

    :raises Refused: when it is of abuse at home: such a one has no page.
    """
    found = [life.held(r) for r in asking.requests.order_by("pk")]
    if any(r.client.abuse for r in found):
        raise Refused("Please ring us. This page is closed.")
    return found


@action(permission="help.keep_asking", about="asking")
def take_back(*, by: Actor, asking: Asking, only: int | None = None) -> int:
    """The person no longer wants it: what has not ended is withdrawn, and helpers are let go.

    :param only: the one request that they take back; all of them where none is named.
    :returns: how many requests were withdrawn.
    :raises Refused: when that was over before, or it was asked for somebody else.
    """
    if asking.knows != Knows.SELF:
        raise Refused(NOT_YOURS)
    going = [
        r for r in of_asking(asking)
        if State.WITHDRAWN in FOLLOWS[r.state] and only in (None, r.pk)
    ]  # fmt: skip
    if not going:
        raise Refused("It is over already." if only else "All of it is over already.")
    for request in going:
        life.step(request, State.WITHDRAWN, by=by, reason=THEIR_WORD)
        let_go(request, MatchEnd.WITHDRAWN, by=by)
        life.look_again(request, clock.now() + life.SOON, "They took it back: see whether to ring")
    return len(going)


@action(permission="help.keep_asking", about="asking")
def add_words(*, by: Actor, asking: Asking, words: str) -> int:
    """Something more to what was asked: a note for its owner, who looks within the hour.

    :returns: to how many requests it was added.
    :raises Refused: when nothing is open any more, or there were many already.
    """
    plain = words_of(words, "words", needed="Write what you want to add.")
    over = (*ENDINGS, State.FOLLOW_UP, State.CLOSED)
    going = [r for r in of_asking(asking) if r.state not in over]
    if not going:
        raise Refused("All of it is over. Ask again, or ring us.")
    before = Note.objects.filter(request__in=going, by=by.label)
    if before.count() >= MOST_ADDED * len(going):
        raise Refused("You have added much already. Please ring us instead.", field="words")
    now = clock.now()
    for request in going:
        Note.objects.create(request=request, at=now, by=by.label, words=plain, handover=True)
        life.look_again(request, now + life.SOON, "They added something: read it")
    return len(going)
