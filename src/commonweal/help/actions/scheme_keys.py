"""Keys with which other systems send requests to one scheme, and what they send."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from commonweal.core import clock
from commonweal.core.actions import action
from commonweal.core.actors import Actor
from commonweal.core.refused import Refused
from commonweal.core.tokens import new_token
from commonweal.core.unseen import seen
from commonweal.help.actions.taking_in import new_asking, take_in, to_one
from commonweal.help.asked import read
from commonweal.help.choices import Way
from commonweal.help.models import Request, Scheme, SchemeKey

MOST_KEYS = 10


@action(permission="help.lead_scheme", about="scheme")
def make_key(*, by: Actor, scheme: Scheme, name: str) -> tuple[SchemeKey, str]:
    """The lead lets another system send requests to their scheme.

    :returns: the key's record, and the key itself, which is shown once.
    :raises Refused: when it has no name, or there are ten already.
    """
    words = seen(name).strip()[:120]
    if not words:
        raise Refused("Say which system it is for.", field="name")
    if scheme.keys.filter(ended_at=None).count() >= MOST_KEYS:
        raise Refused(f"There are {MOST_KEYS} keys. End one that is not used.")
    token, digest = new_token()
    key = SchemeKey.objects.create(
        scheme=scheme, name=words, digest=digest, start=token[:6], made_at=clock.now(),
        made_by=by.label,
    )  # fmt: skip
    return key, token


@action(permission="help.lead_scheme", about="key")
def end_key(*, by: Actor, key: SchemeKey) -> SchemeKey:
    """A key opens nothing from now on."""
    if key.ended_at is None:
        key.ended_at, key.ended_by = clock.now(), by.label
        key.save()
    return key


@action(permission="help.keep_asking", about="key")
def receive(*, by: Actor, key: SchemeKey, told: Mapping[str, Any]) -> list[Request]:
    """Another system sends a request to the scheme whose key it has.

    :raises Refused: when the key was ended, something is missing, or the scheme takes none now.
    """
    held = SchemeKey.objects.select_for_update().select_related("scheme").get(pk=key.pk)
    if held.ended_at:
        raise Refused("This key was ended.")
    ask = read({**told, "client": ""})
    asking, _ = new_asking(way=Way.API, entered_by=held.name)
    made = take_in(asking, ask, to_one(ask, held.scheme), by=by, scope=f"scheme:{held.scheme_id}")
    held.used_at = clock.now()
    held.save()
    return made
