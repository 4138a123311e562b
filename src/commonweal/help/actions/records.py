"""What is kept of a person, put right by whoever runs their request."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from commonweal.core import clock
from commonweal.core.actions import action
from commonweal.core.actors import Actor
from commonweal.core.refused import Refused
from commonweal.help.actions import life
from commonweal.help.actions.people import tell
from commonweal.help.actions.requests import words_of
from commonweal.help.asked import LENGTHS, line, safe_of
from commonweal.help.models import Client, Note, Request
from commonweal.places.postcodes import explain, normalise

NAMED = {
    "name": "name", "phone": "telephone", "email": "e-mail", "address": "address",
    "postcode": "postcode", "language": "language", "safe": "how to reach them safely",
    "access": "what a helper must know", "abuse": "not safe at home",
    "details": "what they said",
}  # fmt: skip


def checked(told: Mapping[str, Any], client: Client) -> dict[str, Any]:
    """What was told of a person, tidied, where it differs from what is kept.

    :raises Refused: when it cannot be so, or nobody could reach them safely by it.
    """
    new: dict[str, Any] = {n: line(told[n], most) for n, most in LENGTHS.items() if n in told}
    if new.get("postcode") and not normalise(new["postcode"]):
        raise Refused(explain(new["postcode"]), field="postcode")
    if "postcode" in new:
        new["postcode"] = normalise(new["postcode"])
    if "access" in new:
        new["access"] = words_of(str(told["access"]), "access")
    if "name" in new and not new["name"]:
        raise Refused("Write the name they go by.", field="name")
    if "safe" in told:
        new["safe"] = safe_of({**client.safe, **told["safe"]})
    if told.get("unsafe") and not client.abuse:
        new["abuse"] = True
    if (client.abuse or new.get("abuse")) and not new.get("safe", client.safe).get("number"):
        raise Refused("Give a number on which it is safe to ring.", field="safe_number")
    return {n: v for n, v in new.items() if v != getattr(client, n)}


@action(permission="help.run_requests", about="request")
def put_person_right(
    *, by: Actor, request: Request, told: Mapping[str, Any], edition: int | None = None
) -> Request:
    """Put right what is kept of a person and what they said; what was changed is noted, not how.

    That home is not safe for them is written down here, and never taken away here.

    :raises Refused: when somebody changed it meanwhile, nothing differs, or it cannot be so.
    """
    asked = life.held(request)
    client: Client = Client.objects.select_for_update().get(pk=asked.client_id)
    if edition is not None and edition != client.edition:
        raise Refused("Somebody changed this while you had it open. Look at it again first.")
    new, details = checked(told, client), words_of(str(told.get("details", "")), "details")
    changed = [NAMED[n] for n in NAMED if n in new]
    if "details" in told and details != asked.details:
        asked.details = details
        changed.append(NAMED["details"])
    if not changed:
        raise Refused("Nothing is different from what is kept.")
    if "name" in new:
        new["called"] = new["name"].split(" ")[0]
    tell(client, new)
    asked.edition += 1
    asked.save()
    if "postcode" in new:
        client.requests.open().update(area=client.area, district=client.district)
    words = f"Put right: {', '.join(changed)}."
    Note.objects.create(request=asked, at=clock.now(), by=by.label, handover=False, words=words)
    return asked
