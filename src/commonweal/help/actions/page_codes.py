"""Codes to the page that says how it is, for whoever has none: told in person, never sent."""

from __future__ import annotations

from commonweal.core.actions import action
from commonweal.core.actors import Actor
from commonweal.core.refused import Refused
from commonweal.core.tokens import new_code
from commonweal.help.actions import life
from commonweal.help.models import Asking, Request
from commonweal.help.reports.asking import has_page

NO_PAGE = "There is no page about this that anybody could open. Tell them how it is yourself."
OTHERS = "Other groups answer for part of what they asked, and only they may tell of it."


@action(permission="help.run_requests", about="request")
def new_page_code(*, by: Actor, request: Request) -> str:
    """Draw a code with which whoever asked opens the page that says how it is.

    For somebody who rang, who was referred, or who lost the code they had: the one before opens
    nothing any more. It is said to them by word of mouth, on the number that was on their record
    before they asked for it, and goes in no letter or text. Nobody draws one for what another
    scheme answers for, because who knows the code could read of that too.

    :returns: the code, of which only the digest is kept.
    :raises Refused: when it has no page, as of abuse at home, or another scheme has part of it.
    """
    asked = life.held(request)
    if asked.asking_id is None:
        raise Refused(NO_PAGE)
    asking = Asking.objects.select_for_update().get(pk=asked.asking_id)
    if not has_page(asking):
        raise Refused(NO_PAGE)
    if asking.requests.exclude(scheme=asked.scheme_id).exists():
        raise Refused(OTHERS)
    code, asking.code = new_code()
    asking.save()
    return code
